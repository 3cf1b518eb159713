import { LandingZone } from './landing-zone';
import { Story, play } from './story';

const STACKS = [
  'acme-ml-organization',
  'acme-ml-security',
  'acme-ml-logs',
  'acme-ml-registry',
  'acme-ml-marine-life-workspace',
  'acme-ml-marine-life-test',
  'acme-ml-marine-life-prod',
  'acme-ml-coastal-weather-workspace',
].sort();

const PERMISSION_SETS = [
  'acme-ml-auditor',
  'acme-ml-platform-engineer',
  'marine-life-business-analyst',
  'marine-life-data-engineer',
  'marine-life-data-scientist',
  'marine-life-ml-engineer',
  'marine-life-mlops-engineer',
];

describe('the life of the reference platform', () => {
  let zone: LandingZone;
  let story: Story;

  beforeAll(async () => {
    zone = await LandingZone.start();
    story = await play(zone, (line) => process.stderr.write(`${line}\n`));
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  test('begins with every stack deployed', () => {
    expect(story.firstDeployment.changed.sort()).toEqual(STACKS);
  });

  test('puts every account into its unit, by what the checklist says', () => {
    expect(story.places).toEqual([
      '111111111111',
      '222222222222/Security',
      '333333333333/Security',
      '444444444444/ML Platform',
      '555555555555/Data',
      '666666666666/Workloads/marine-life/dev',
      '777777777777/Workloads/marine-life/test',
      '888888888888/Workloads/marine-life/prod',
      '999999999999/Workloads/coastal-weather/dev',
      '101010101010/Sandbox',
    ]);
    expect(story.placeOfNewTeam).toEqual(['121212121212/Workloads/polar-ice/dev']);
  });

  test('gives people their permission sets in the workspace of their team', () => {
    expect(story.permissionSets).toEqual(PERMISSION_SETS);
  });

  test('shows a scientist her domain', () => {
    expect(story.profiles).toEqual(['ada', 'dorothy', 'grace', 'joan', 'katherine']);
  });

  test('trains a model that the registry holds and an approver approves', () => {
    expect(story.training).toEqual({ status: 'Succeeded', executions: 1 });
    expect(story.approvals).toBe(1);
  });

  test('does nothing with a role that its policies do not allow', () => {
    expect(story.refused).toEqual([]);
  });

  test('serves the approved version', () => {
    expect(story.endpoint).toBe('InService');
  });

  test('tells the topic when somebody takes the role for emergencies', () => {
    expect(story.alert).toEqual({ outcomes: ['delivered'], session: 'on-call' });
  });

  test('knows that nothing has changed', () => {
    expect(story.repeated.changed).toEqual([]);
    expect(story.repeated.unchanged.sort()).toEqual(STACKS);
  });

  test('grows by a team, and edits change what they are about', () => {
    expect(story.changed.changed).toContain('acme-ml-polar-ice-workspace');
    expect(story.thresholdAfterEdit).toBe(250_000);
  });

  test('keeps everything stateful through edits', () => {
    const disposable = /\((AWS::SageMaker::EndpointConfig|AWS::SageMaker::Model|AWS::Budgets::Budget)\)$/;

    expect(story.replacedByEdits.filter((resource) => !disposable.test(resource))).toEqual([]);
  });

  test('ends with what must be retained still there', () => {
    expect(story.destroyed.changed.sort()).toEqual([...STACKS, 'acme-ml-polar-ice-workspace'].sort());
    expect(story.lost).toEqual([]);
  });

  test('takes less than four minutes', () => {
    expect(story.seconds).toBeLessThan(240);
  });
});
