import { LandingZone } from './landing-zone';
import { Story, play } from './story';

const STACKS = [
  'acme-ml-logs',
  'acme-ml-registry',
  'acme-ml-marine-life-workspace',
  'acme-ml-marine-life-test',
  'acme-ml-marine-life-prod',
  'acme-ml-coastal-weather-workspace',
].sort();

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

  test('shows a scientist her domain', () => {
    expect(story.profiles).toEqual(['ada', 'grace']);
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
