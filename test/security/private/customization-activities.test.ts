import { Fn } from 'aws-cdk-lib';
import { Activity } from '../../../lib/security';
import { unknownToAws } from '../authorization-reference';
import { BEIJING, DataWorkspace, decide, IRELAND, resourcesAbroad } from '../data-workspace';

const HUB = IRELAND.arnOf('sagemaker', 'hub/marine-life');
const PUBLIC = 'arn:aws:sagemaker:eu-west-1:aws';
const JOBS = [IRELAND.arnOf('sagemaker', 'training-job/marine-life-*')];
const ROLE = 'arn:aws:iam::111111111111:role/jobs';

const everything = ({ arnOf, role }: DataWorkspace) =>
  Activity.customizeModels({
    namePrefix: 'marine-life-',
    jobRole: role,
    hubArns: [arnOf('sagemaker', 'hub/marine-life')],
    importRole: role,
  });

describe('models are customised', () => {
  test('in serverless jobs from base models of the public hub, as one role', () => {
    const activity = Activity.customizeModels({ namePrefix: 'marine-life-', jobRole: IRELAND.role });

    expect(IRELAND.permitted(activity)).toEqual([
      {
        actions: ['sagemaker:CreateTrainingJob'],
        resources: JOBS,
        conditions: { Null: { 'sagemaker:InstanceTypes': 'true' } },
      },
      { actions: ['sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'], resources: JOBS },
      {
        actions: ['sagemaker:AddTags'],
        resources: JOBS,
        conditions: { StringEquals: { 'sagemaker:TaggingAction': ['CreateTrainingJob'] } },
      },
      {
        actions: ['iam:PassRole'],
        resources: [ROLE],
        conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
      {
        actions: ['sagemaker:DescribeHubContent', 'sagemaker:ListHubContentVersions', 'sagemaker:ListHubContents'],
        resources: [`${PUBLIC}:hub/SageMakerPublicHub`, `${PUBLIC}:hub-content/SageMakerPublicHub/Model/*`],
      },
      { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::jumpstart-cache-prod-eu-west-1/*'] },
      { actions: ['sagemaker:ListTrainingJobs'], resources: ['*'] },
    ]);
  });

  test('with data sets and evaluators of the given hubs, to which no model is added', () => {
    const imports = IRELAND.permitted(everything(IRELAND)).find(({ actions }) =>
      actions.includes('sagemaker:ImportHubContent'),
    );

    expect(imports?.resources).toEqual([
      HUB,
      IRELAND.arnOf('sagemaker', 'hub-content/marine-life/DataSet/*'),
      IRELAND.arnOf('sagemaker', 'hub-content/marine-life/JsonDoc/*'),
    ]);
  });

  test('with hubs whose ARNs are tokens', () => {
    const activity = Activity.customizeModels({
      namePrefix: 'marine-life-',
      jobRole: IRELAND.role,
      hubArns: [Fn.importValue('hub-arn')],
    });

    const imports = IRELAND.permitted(activity).find(({ actions }) => actions.includes('sagemaker:ImportHubContent'));

    expect(imports?.resources).toHaveLength(3);
  });

  test('and imported to Bedrock as the given role', () => {
    const permissions = IRELAND.permitted(everything(IRELAND));

    const ofBedrock = permissions.filter(({ actions }) => actions[0].startsWith('bedrock:'));
    expect(ofBedrock).toEqual([
      {
        actions: ['bedrock:CreateModelImportJob', 'bedrock:ListImportedModels', 'bedrock:ListModelImportJobs'],
        resources: ['*'],
      },
      { actions: ['bedrock:GetModelImportJob'], resources: [IRELAND.arnOf('bedrock', 'model-import-job/*')] },
      {
        actions: ['bedrock:GetImportedModel', 'bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        resources: [IRELAND.arnOf('bedrock', 'imported-model/*')],
      },
    ]);
    expect(permissions).toContainEqual({
      actions: ['iam:PassRole'],
      resources: [ROLE],
      conditions: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
    });
  });
});

describe('a job', () => {
  test.each([
    ['allowed', 'without instances', 'marine-life-tuning', {}],
    ['denied', 'on instances, in no network', 'marine-life-tuning', { 'sagemaker:InstanceTypes': ['ml.m5.large'] }],
    ['denied', 'of another name', 'coral-tuning', {}],
  ])('is %s %s', async (decision, _what, name, context) => {
    const resource = IRELAND.arnOf('sagemaker', `training-job/${name}`);
    const asked = { action: 'sagemaker:CreateTrainingJob', resource, context };

    const decided = await decide(IRELAND.permitted(everything(IRELAND)), asked);

    expect(decided).toBe(decision);
  });
});

describe('customisation', () => {
  test('is limited to names and to hubs', () => {
    const activity = () => Activity.customizeModels({ namePrefix: '*', jobRole: IRELAND.role, hubArns: [] });

    expect(activity).toThrow(
      [
        '2 problems:',
        '  NamePrefixMalformed: namePrefix is "*", names begin with 1 to 63 letters, digits and hyphens, the first no hyphen; give what all names begin with, as "marine-life-"',
        '  ActivityWithoutResources: hubArns is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out',
      ].join('\n'),
    );
  });

  test('is limited to hubs by their ARNs', () => {
    const activity = () =>
      Activity.customizeModels({ namePrefix: 'marine-life-', jobRole: IRELAND.role, hubArns: ['marine-life'] });

    expect(activity).toThrow(
      `ArnMalformed: hubArns[0] is "marine-life", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });

  test('is what AWS knows', async () => {
    const unknown = await unknownToAws(IRELAND.permitted(everything(IRELAND)));

    expect(unknown).toEqual([]);
  });

  test('gives a reason for each wildcard', () => {
    expect(IRELAND.unexplained(everything(IRELAND))).toEqual([]);
  });

  test('stays in its partition', () => {
    expect(resourcesAbroad(BEIJING.permitted(everything(BEIJING)))).toEqual([]);
  });
});
