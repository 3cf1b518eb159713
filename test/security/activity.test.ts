import { Activity } from '../../lib/security';
import { allActivities } from './all-activities';
import { actionsOf, permittedIn } from './private/permissions';
import { referenced, typesReached } from './private/service-authorization';
import { permissionOf, Workspace, workspaceIn } from './workspace';

/** Actions that the reference lets be limited to a kind of resource, which is another than the one they are needed on. */
const NEEDED_ON_ALL = {
  'cloudwatch:GetMetricData': 'metrics have no ARN; only data sets have',
  'cloudwatch:ListMetrics': 'metrics have no ARN; only data sets have',
  'cloudwatch:PutMetricData': 'metrics have no ARN; only data sets have',
  'comprehend:DetectEntities': "AWS's own model has no ARN; only endpoints of custom models have",
};

const NAMES = Object.keys(allActivities(workspaceIn()));

let workspace: Workspace;
let activities: Record<string, Activity>;

beforeEach(() => {
  workspace = workspaceIn();
  activities = allActivities(workspace);
});

describe.each(NAMES)('%s', (name) => {
  test('names its actions in full, and each exists', async () => {
    const actions = actionsOf(permittedIn(workspace, activities[name]));

    await expect(Promise.all(actions.map(referenced))).resolves.toHaveLength(actions.length);
    expect(actions.filter((action) => /[*?]/.test(action))).toEqual([]);
  });

  test('names a kind of resource wherever IAM knows one', async () => {
    const onAll = permittedIn(workspace, activities[name]).filter(({ resources }) => resources.includes('*'));

    const limitable = await selected(actionsOf(onAll), async (action) => !(await referenced(action)).takesNoResource);

    expect(limitable.filter((action) => !(action in NEEDED_ON_ALL))).toEqual([]);
  });

  test('gives each action a resource that it can be limited to', async () => {
    const limited = permittedIn(workspace, activities[name]).filter(({ resources }) => !resources.includes('*'));

    const pairs = limited.flatMap(({ actions, resources }) => actions.map((action) => ({ action, resources })));
    const idle = await selected(pairs, async ({ action, resources }) => {
      const known = await referenced(action);
      return resources.every((resource) => typesReached(known, resource).length === 0);
    });

    expect(idle).toEqual([]);
  });

  test('explains each wildcard', () => {
    const statements = activities[name]._render(workspace.stack);

    const unexplained = statements.filter(
      ({ statement, wildcardReason }) =>
        !wildcardReason &&
        permissionOf(workspace.stack, statement).resources.some((resource) => resource.includes('*')),
    );

    expect(unexplained).toEqual([]);
  });

  test('says that an action takes no resource where it is given all, and there alone', () => {
    const statements = activities[name]._render(workspace.stack);

    const onAll = statements.filter(({ statement }) => statement.resources.includes('*'));
    const excused = statements.filter(({ wildcardReason }) => wildcardReason?.includes('IAM accepts only *'));

    expect(onAll).toEqual(excused);
  });

  test('passes roles to named services alone', () => {
    const passing = permittedIn(workspace, activities[name]).filter(({ actions }) => actions.includes('iam:PassRole'));

    expect(passing.filter(({ conditions }) => conditions?.StringEquals['iam:PassedToService'] === undefined)).toEqual(
      [],
    );
    expect(passing.flatMap(({ resources }) => resources).filter((role) => role.includes('*'))).toEqual([]);
  });

  test('comes out the same every time', () => {
    const render = () => permittedIn(workspace, allActivities(workspace)[name]);

    expect(render()).toEqual(render());
  });

  test('names the partition that it takes place in', () => {
    const place = { partition: 'aws-cn', region: 'cn-north-1', account: '111111111111' };

    const resources = activities[name]._render(place).flatMap(({ statement }) => statement.resources);

    const given = /683313688378|222222222222|[$]|0a1b2c3d|bedrock|:eu-west-1:|:s3:|:role\/jobs/;
    expect(resources.filter((arn) => arn !== '*' && !given.test(arn) && !arn.startsWith('arn:aws-cn:'))).toEqual([]);
  });
});

async function selected<T>(items: T[], isSelected: (item: T) => Promise<boolean>): Promise<T[]> {
  const verdicts = await Promise.all(items.map(isSelected));

  return items.filter((_item, i) => verdicts[i]);
}
