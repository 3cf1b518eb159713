import { Activity } from '../../../lib/security';
import { unknownToAws } from '../authorization-reference';
import { BEIJING, DataWorkspace, IRELAND, resourcesAbroad } from '../data-workspace';

const GROUP = IRELAND.arnOf('sagemaker', 'model-package-group/marine-life');
const MODEL = 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0';
const INDEX = IRELAND.arnOf('kendra', 'index/0a1b2c3d');
const ROLE = 'arn:aws:iam::111111111111:role/jobs';
const EMPTY = 'is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out';

const allOfThem = ({ arnOf, bucket, role }: DataWorkspace) => [
  Activity.canvasCoreAccess({ bucket, prefix: 'canvas/', executionRole: role }),
  Activity.canvasDataPreparation({ executionRole: role }),
  Activity.canvasAiServices({ modelArns: [arnOf('bedrock', 'inference-profile/eu.amazon.nova-lite-v1:0')] }),
  Activity.canvasMlOps({
    modelPackageGroupArns: [arnOf('sagemaker', 'model-package-group/marine-life')],
    modelRole: role,
  }),
  Activity.canvasKendraAccess([arnOf('kendra', 'index/0a1b2c3d')]),
];

describe('core access', () => {
  const activity = Activity.canvasCoreAccess({
    bucket: IRELAND.bucket,
    prefix: 'canvas/',
    executionRole: IRELAND.role,
  });

  test('builds models under the names that Canvas gives, as one role', () => {
    const [create] = IRELAND.permitted(activity);

    expect(create.actions).toEqual(
      expect.arrayContaining(['sagemaker:CreateAutoMLJobV2', 'sagemaker:CreateTransformJob']),
    );
    expect(create.resources).toEqual(
      ['automl-job', 'model', 'processing-job', 'training-job', 'transform-job'].flatMap((kind) => [
        IRELAND.arnOf('sagemaker', `${kind}/*Canvas*`),
        IRELAND.arnOf('sagemaker', `${kind}/*canvas*`),
      ]),
    );
    expect(IRELAND.permitted(activity)).toContainEqual({
      actions: ['iam:PassRole'],
      resources: [ROLE],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
  });

  test('keeps data below the prefix of its bucket', () => {
    const storage = IRELAND.permitted(activity).filter(({ actions }) => actions[0].startsWith('s3:'));

    expect(storage).toEqual([
      {
        actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: ['arn:aws:s3:::data/canvas/*'],
      },
      {
        actions: ['s3:ListBucket'],
        resources: ['arn:aws:s3:::data'],
        conditions: { StringLike: { 's3:prefix': 'canvas/*' } },
      },
      { actions: ['s3:GetBucketCORS', 's3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });

  test('opens Canvas for its own profile alone', () => {
    const permissions = IRELAND.permitted(activity);

    expect(permissions).toContainEqual({
      actions: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      resources: [IRELAND.arnOf('sagemaker', 'app/${sagemaker:DomainId}/${sagemaker:UserProfileName}/canvas/*')],
      conditions: { Null: { 'sagemaker:OwnerUserProfileArn': 'true' } },
    });
  });

  test('tags only what it creates, and neither deploys nor registers', () => {
    const permissions = IRELAND.permitted(activity);

    const tag = permissions.find(({ actions }) => actions.includes('sagemaker:AddTags'));
    expect(tag?.conditions?.StringEquals['sagemaker:TaggingAction']).toContain('CreateAutoMLJobV2');
    const actions = permissions.flatMap((each) => each.actions);
    expect(actions.filter((action) => /Endpoint|ModelPackage/.test(action))).toEqual([]);
  });
});

describe('data preparation', () => {
  const permissions = IRELAND.permitted(Activity.canvasDataPreparation({ executionRole: IRELAND.role }));

  test('runs jobs and pipelines under its own names', () => {
    const [jobs, pipelines] = permissions;

    expect(jobs.resources).toEqual([IRELAND.arnOf('sagemaker', 'processing-job/*canvas-data-prep*')]);
    expect(pipelines.resources).toEqual([IRELAND.arnOf('sagemaker', 'pipeline/*canvas-data-prep*')]);
    expect(pipelines.actions).toContain('sagemaker:StartPipelineExecution');
  });

  test('schedules by rules that carry its tag, and touches no others', () => {
    const rules = permissions.filter(({ actions }) => actions[0].startsWith('events:'));

    const asked = { 'aws:RequestTag/sagemaker:is-canvas-data-prep-job': 'true' };
    const carried = { 'aws:ResourceTag/sagemaker:is-canvas-data-prep-job': 'true' };
    const resources = [IRELAND.arnOf('events', 'rule/*')];
    expect(rules).toEqual([
      { actions: ['events:PutRule'], resources, conditions: { StringEquals: asked } },
      { actions: ['events:TagResource'], resources, conditions: { StringEquals: { ...asked, ...carried } } },
      { actions: ['events:DescribeRule', 'events:PutTargets'], resources, conditions: { StringEquals: carried } },
    ]);
  });

  test('passes its role to jobs and schedules alone', () => {
    const passed = permissions.filter(({ actions }) => actions.includes('iam:PassRole'));

    expect(passed).toEqual([
      {
        actions: ['iam:PassRole'],
        resources: [ROLE],
        conditions: { StringEquals: { 'iam:PassedToService': ['sagemaker.amazonaws.com', 'events.amazonaws.com'] } },
      },
    ]);
  });
});

describe('AI services', () => {
  test('are those of pretrained models, without Forecast, where no model of Bedrock is given', () => {
    const permissions = IRELAND.permitted(Activity.canvasAiServices());

    expect(permissions).toHaveLength(1);
    const services = new Set(permissions[0].actions.map((action) => action.split(':')[0]));
    expect([...services]).toEqual(['textract', 'rekognition', 'comprehend']);
    expect(permissions[0].resources).toEqual(['*']);
  });

  test('have the given models of Bedrock beside them, which are asked and not changed', () => {
    const [, ask, list] = IRELAND.permitted(Activity.canvasAiServices({ modelArns: [MODEL] }));

    expect(ask).toEqual({
      actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      resources: [MODEL],
    });
    expect(list).toEqual({ actions: ['bedrock:ListFoundationModels'], resources: ['*'] });
  });

  test('are told why comprehension asks for everything', () => {
    const [{ wildcardReason }] = Activity.canvasAiServices()._render({
      partition: 'aws',
      region: 'eu-west-1',
      account: '111111111111',
    });

    expect(wildcardReason).toBe(
      'these calls go to models that AWS has trained and that have no ARN; IAM accepts only * for them',
    );
  });

  test('are refused an empty list of models', () => {
    const activity = () => Activity.canvasAiServices({ modelArns: [] });

    expect(activity).toThrow(`ActivityWithoutResources: modelArns ${EMPTY}`);
  });

  test('are refused models by their ids', () => {
    const activity = () => Activity.canvasAiServices({ modelArns: ['amazon.nova-lite-v1:0'] });

    expect(activity).toThrow(
      `ArnMalformed: modelArns[0] is "amazon.nova-lite-v1:0", an ARN of bedrock reads arn:<partition>:bedrock:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });
});

describe('MLOps', () => {
  test('registers models, never as approved, and deploys none where no role is given', () => {
    const permissions = IRELAND.permitted(Activity.canvasMlOps({ modelPackageGroupArns: [GROUP] }));

    const register = permissions.find(({ actions }) => actions.includes('sagemaker:CreateModelPackage'));
    expect(register?.conditions).toEqual({
      StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
    });
    const actions = permissions.flatMap((each) => each.actions);
    expect(actions.filter((action) => /Endpoint|PassRole|CreateModel$/.test(action))).toEqual([]);
  });

  test('deploys models under the names that Canvas gives, as the given role', () => {
    const activity = Activity.canvasMlOps({ modelPackageGroupArns: [GROUP], modelRole: IRELAND.role });

    const permissions = IRELAND.permitted(activity);

    const deploy = permissions.find(({ actions }) => actions.includes('sagemaker:CreateEndpoint'));
    expect(deploy?.resources).toEqual(
      ['endpoint', 'endpoint-config', 'model'].flatMap((kind) => [
        IRELAND.arnOf('sagemaker', `${kind}/*Canvas*`),
        IRELAND.arnOf('sagemaker', `${kind}/*canvas*`),
      ]),
    );
    expect(permissions).toContainEqual({
      actions: ['iam:PassRole'],
      resources: [ROLE],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    });
  });

  test('registers in one group at least', () => {
    const activity = () => Activity.canvasMlOps({ modelPackageGroupArns: [] });

    expect(activity).toThrow(`ActivityWithoutResources: modelPackageGroupArns ${EMPTY}`);
  });
});

describe('Kendra access', () => {
  test('searches the given indexes and changes none', () => {
    expect(IRELAND.permitted(Activity.canvasKendraAccess([INDEX]))).toEqual([
      { actions: ['kendra:DescribeIndex', 'kendra:Query', 'kendra:Retrieve'], resources: [INDEX] },
      { actions: ['kendra:ListIndices'], resources: ['*'] },
    ]);
  });

  test('searches one index at least', () => {
    const activity = () => Activity.canvasKendraAccess([]);

    expect(activity).toThrow(`ActivityWithoutResources: indexArns ${EMPTY}`);
  });
});

describe('all of them', () => {
  test('are what AWS knows', async () => {
    const unknown = await unknownToAws(allOfThem(IRELAND).flatMap(IRELAND.permitted));

    expect(unknown).toEqual([]);
  });

  test('give a reason for each wildcard', () => {
    expect(allOfThem(IRELAND).flatMap(IRELAND.unexplained)).toEqual([]);
  });

  test('stay in their partition', () => {
    expect(resourcesAbroad(allOfThem(BEIJING).flatMap(BEIJING.permitted))).toEqual([]);
  });
});
