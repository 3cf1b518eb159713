import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { TabularRegressionProject, TabularRegressionProjectProps } from '../../lib/projects';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
const ALIAS_ARN = 'arn:aws:kms:eu-west-1:222222222222:alias/acme/artifacts';
const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/marine-life-abalone';
const XGBOOST = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0';
const SCIKIT_LEARN = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const SCRIPTS = 's3://cdk-hnb659fds-assets-111111111111-eu-west-1';

const EXECUTION = { Get: 'Execution.PipelineExecutionId' };
const MODEL = { Get: 'Steps.TrainAbaloneModel.ModelArtifacts.S3ModelArtifacts' };

/** What every job runs in. */
const NETWORK = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] };

let codeFolder: string;
let stack: Stack;

beforeEach(() => {
  codeFolder = mkdtempSync(join(tmpdir(), 'abalone-'));
  writeFileSync(join(codeFolder, 'preprocess.py'), 'print("prepares")\n');
  writeFileSync(join(codeFolder, 'evaluate.py'), 'print("evaluates")\n');
  writeFileSync(join(codeFolder, 'training.json'), '{ "hyperparameters": { "num_round": "50" } }');
  stack = new Stack(new App(), 'Workspace', { env: ENV });
});

afterEach(() => {
  rmSync(codeFolder, { recursive: true });
});

test('a run may change the data, the instances, the approval status and the limit, and needs to give nothing', () => {
  projectIn(stack);

  const { Parameters } = definition();

  expect(Parameters).toEqual([
    { Name: 'InputDataUrl', Type: 'String', DefaultValue: 's3://acme-data/abalone/raw/' },
    { Name: 'ProcessingInstanceType', Type: 'String', DefaultValue: 'ml.m5.xlarge' },
    { Name: 'TrainingInstanceType', Type: 'String', DefaultValue: 'ml.m5.xlarge' },
    {
      Name: 'ModelApprovalStatus',
      Type: 'String',
      DefaultValue: 'PendingManualApproval',
      EnumValues: ['PendingManualApproval', 'Rejected'],
    },
    { Name: 'MaxMse', Type: 'Float', DefaultValue: 6 },
  ]);
});

test('the pipeline prepares, trains, evaluates, and registers what is good enough', () => {
  projectIn(stack);

  const { Steps } = definition();

  expect(Steps.map(({ Name, Type }) => [Name, Type])).toEqual([
    ['PreprocessAbaloneData', 'Processing'],
    ['TrainAbaloneModel', 'Training'],
    ['EvaluateAbaloneModel', 'Processing'],
    ['CheckMSEAbaloneEvaluation', 'Condition'],
  ]);
});

test("the data are prepared by the team's script into a folder of the execution", () => {
  projectIn(stack);

  const [preprocess] = definition().Steps;

  const script = scriptOf(preprocess);
  expect(preprocess.Arguments).toEqual({
    AppSpecification: {
      ImageUri: SCIKIT_LEARN,
      ContainerEntrypoint: ['python3', `/opt/ml/processing/code/${script}`],
    },
    ProcessingInputs: [input('code', `${SCRIPTS}/${script}`), input('input', { Get: 'Parameters.InputDataUrl' })],
    ProcessingOutputConfig: {
      Outputs: ['train', 'validation', 'test'].map((name) =>
        output(name, joined('s3://acme-data/projects/abalone/', EXECUTION, `/${name}`)),
      ),
      KmsKeyId: KEY_ARN,
    },
    ...processingOn('ProcessingInstanceType'),
  });
});

test("XGBoost trains with the team's hyperparameters, and the model goes to the artifact store under its key", () => {
  projectIn(stack);

  const [, train] = definition().Steps;

  expect(train.Arguments).toEqual({
    AlgorithmSpecification: { TrainingImage: XGBOOST, TrainingInputMode: 'File' },
    HyperParameters: { num_round: '50' },
    InputDataConfig: ['train', 'validation'].map((name) => ({
      ChannelName: name,
      ContentType: 'text/csv',
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: outputOf('PreprocessAbaloneData', name),
          S3DataDistributionType: 'FullyReplicated',
        },
      },
    })),
    OutputDataConfig: { S3OutputPath: 's3://acme-artifacts/marine-life/abalone/models', KmsKeyId: ALIAS_ARN },
    ResourceConfig: {
      InstanceType: { Get: 'Parameters.TrainingInstanceType' },
      InstanceCount: 1,
      VolumeSizeInGB: 30,
      VolumeKmsKeyId: KEY_ARN,
    },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    VpcConfig: NETWORK,
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: true,
    RoleArn: arnOf('JobRole'),
    ProfilerConfig: { DisableProfiler: true },
  });
});

test('the model is evaluated by the release that trained it, and the report outlives the run', () => {
  projectIn(stack);

  const [, , evaluate] = definition().Steps;

  const script = scriptOf(evaluate);
  expect(evaluate.Arguments).toEqual({
    AppSpecification: { ImageUri: XGBOOST, ContainerEntrypoint: ['python3', `/opt/ml/processing/code/${script}`] },
    ProcessingInputs: [
      input('code', `${SCRIPTS}/${script}`),
      input('model', MODEL),
      input('test', outputOf('PreprocessAbaloneData', 'test')),
    ],
    ProcessingOutputConfig: {
      Outputs: [output('evaluation', joined('s3://acme-artifacts/marine-life/abalone/evaluations/', EXECUTION))],
      KmsKeyId: ALIAS_ARN,
    },
    ...processingOn('ProcessingInstanceType'),
  });
  expect(evaluate.PropertyFiles).toEqual([
    { PropertyFileName: 'EvaluationReport', OutputName: 'evaluation', FilePath: 'evaluation.json' },
  ]);
});

test('a model with a mean squared error up to the limit is registered, pending approval', () => {
  projectIn(stack);

  const check = definition().Steps[3];

  expect(check.Arguments).toEqual({
    Conditions: [
      {
        Type: 'LessThanOrEqualTo',
        LeftValue: {
          'Std:JsonGet': {
            PropertyFile: { Get: 'Steps.EvaluateAbaloneModel.PropertyFiles.EvaluationReport' },
            Path: 'regression_metrics.mse.value',
          },
        },
        RightValue: { Get: 'Parameters.MaxMse' },
      },
    ],
    IfSteps: [
      {
        Name: 'RegisterAbaloneModel',
        Type: 'RegisterModel',
        Arguments: {
          ModelPackageGroupName: GROUP_ARN,
          ModelApprovalStatus: { Get: 'Parameters.ModelApprovalStatus' },
          InferenceSpecification: {
            Containers: [{ Image: XGBOOST, ModelDataUrl: MODEL }],
            SupportedContentTypes: ['text/csv'],
            SupportedResponseMIMETypes: ['text/csv'],
            SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
          },
          ModelMetrics: {
            ModelQuality: {
              Statistics: {
                ContentType: 'application/json',
                S3Uri: joined(outputOf('EvaluateAbaloneModel', 'evaluation'), '/evaluation.json'),
              },
            },
          },
          MetadataProperties: { GeneratedBy: { Get: 'Execution.PipelineExecutionArn' } },
        },
      },
    ],
    ElseSteps: [],
  });
});

test('bucket and key of the same app are joined in by CloudFormation, and no token is left', () => {
  const dataBucket = new s3.Bucket(stack, 'Data');
  const dataKey = new kms.Key(stack, 'Key');

  projectIn(stack, { dataBucket, dataKey });

  const [preprocess] = definition().Steps;
  const bucket = JSON.stringify(stack.resolve(dataBucket.bucketName));
  expect(preprocess.Arguments).toMatchObject({
    ProcessingOutputConfig: {
      Outputs: [output('train', joined(`s3://${bucket}/projects/abalone/`, EXECUTION, '/train')), {}, {}],
      KmsKeyId: JSON.stringify(stack.resolve(dataKey.keyArn)),
    },
  });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/\$\{Token|#\{Token|-1\.888/);
});

test('scripts are found under whatever prefix the assets of the stack have', () => {
  stack = new Stack(new App(), 'Workspace', {
    env: ENV,
    synthesizer: new DefaultStackSynthesizer({ bucketPrefix: 'ml/' }),
  });

  projectIn(stack);

  const [preprocess] = definition().Steps;
  const script = scriptOf(preprocess);
  expect(preprocess.Arguments.ProcessingInputs[0].S3Input.S3Uri).toBe(`${SCRIPTS}/ml/${script}`);
  expect(script).toMatch(/^[0-9a-f]{64}\.py$/);
});

test.each([
  { projectName: 'abalone', step: 'TrainAbaloneModel' },
  { projectName: 'churn-model', step: 'TrainChurnModelModel' },
  { projectName: 'Ab2-c', step: 'TrainAb2CModel' },
])('the steps of $projectName carry its name', ({ projectName, step }) => {
  projectIn(stack, { projectName });

  expect(definition().Steps[1].Name).toBe(step);
});

test('instance types can be chosen', () => {
  projectIn(stack, {
    processingInstanceType: 'ml.c5.2xlarge',
    trainingInstanceType: 'unlisted:ml.m9.xlarge',
    inferenceInstanceTypes: ['ml.c5.large', 'ml.c5.xlarge'],
  });

  const { Parameters, Steps } = definition();

  expect(Parameters.slice(1, 3)).toMatchObject([{ DefaultValue: 'ml.c5.2xlarge' }, { DefaultValue: 'ml.m9.xlarge' }]);
  expect(JSON.stringify(Steps[3])).toContain(
    '"SupportedRealtimeInferenceInstanceTypes":["ml.c5.large","ml.c5.xlarge"]',
  );
});

test('the pipeline runs jobs as the job role alone, within the network, and registers in its own group', () => {
  projectIn(stack);

  const statements = statementsOf('Pipeline of the project abalone');

  expect(statements).toContainEqual(
    expect.objectContaining({ Action: 'iam:PassRole', Resource: JSON.parse(arnOf('JobRole')) }),
  );
  const creations = statements.filter(({ Action }) => Action.includes('sagemaker:CreateTrainingJob'));
  expect(creations.length).toBeGreaterThan(0);
  for (const { Condition } of creations) {
    expect(Condition).toMatchObject({
      'ForAllValues:StringEquals': {
        'sagemaker:VpcSubnets': NETWORK.Subnets,
        'sagemaker:VpcSecurityGroupIds': NETWORK.SecurityGroupIds,
      },
    });
  }
  const registrations = statements.filter(({ Action }) => Action.includes('sagemaker:CreateModelPackage'));
  expect(registrations.map(({ Resource }) => Resource)).toEqual([
    [GROUP_ARN, `${GROUP_ARN.replace('-group/', '/')}/*`],
  ]);
});

test('jobs read the raw data and cannot change them', () => {
  projectIn(stack);

  const statements = statementsOf('Jobs of the project abalone');

  const onRawData = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('/abalone/raw/*'));
  expect(onRawData.map(({ Action }) => Action)).toEqual(['s3:GetObject']);
});

test('both roles stay within the boundary and have the names that other accounts know', () => {
  const boundary = 'arn:aws:iam::111111111111:policy/acme-boundary';
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', boundary);

  projectIn(stack, { permissionsBoundary });

  const template = Template.fromStack(stack);

  for (const RoleName of ['acme-abalone-jobs', 'acme-abalone-pipeline']) {
    template.hasResourceProperties('AWS::IAM::Role', { RoleName, PermissionsBoundary: boundary });
  }
  template.hasResourceProperties('AWS::SageMaker::Pipeline', {
    PipelineName: 'marine-life-abalone',
    PipelineDescription: 'Trains, evaluates and registers the model of the project abalone',
    RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PipelineRole'), 'Arn'] },
  });
});

test('everything that is wrong with a project is told at once', () => {
  rmSync(join(codeFolder, 'evaluate.py'));
  writeFileSync(join(codeFolder, 'training.json'), '{ "hyperparameters": { "num_round": 50 } }');

  const project = () =>
    projectIn(stack, {
      projectName: 'aba_lone',
      processingInstanceType: 'ml.m5.huge',
      trainingInstanceType: 'ml.g5.xlarge',
      trainingDataPrefix: 'abalone/raw',
    });

  expect(project).toThrow(
    [
      '6 problems:',
      '  NameMalformed: projectName is "aba_lone", a project name is 1 to 32 characters: letters, digits and hyphens between them, beginning with a letter; write "aba-lone"',
      '  InstanceTypeNotOffered: processingInstanceType is "ml.m5.huge", SageMaker offers no such type for processing; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
      `  InstanceTypeTakesNoKey: trainingInstanceType is "ml.g5.xlarge", its local disks take no key, and the definition gives the team's key to whatever type a run chooses; choose a type without local disks, such as "ml.m5.xlarge"`,
      '  PrefixWithoutSlash: trainingDataPrefix is "abalone/raw", without a slash at its end it would cover the keys of every folder that begins alike; write "abalone/raw/"',
      `  ProjectFileMissing: ${join(codeFolder, 'evaluate.py')} is no file, the folder of a project holds preprocess.py, evaluate.py, training.json; add it, or correct codeFolder`,
      `  HyperparameterNotText: ${join(codeFolder, 'training.json')} hyperparameters.num_round is 50, SageMaker takes hyperparameters as text; write "50"`,
    ].join('\n'),
  );
});

test('the prefix of the artifacts ends in a slash, or it would cover other projects', () => {
  const project = () =>
    projectIn(stack, {
      artifacts: {
        bucket: s3.Bucket.fromBucketName(stack, 'Artifacts', 'acme'),
        prefix: 'aba',
        keyAliasArn: ALIAS_ARN,
      },
    });

  expect(project).toThrow(
    'PrefixWithoutSlash: artifacts.prefix is "aba", without a slash at its end it would cover the keys of every folder that begins alike; write "aba/"',
  );
});

interface Step {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments: ReturnType<typeof JSON.parse>;
  readonly PropertyFiles?: unknown;
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function projectIn(scope: Stack, wished: Partial<TabularRegressionProjectProps> = {}): TabularRegressionProject {
  return new TabularRegressionProject(scope, 'Project', {
    projectName: 'abalone',
    codeFolder,
    pipelineName: 'marine-life-abalone',
    pipelineRoleName: 'acme-abalone-pipeline',
    jobRoleName: 'acme-abalone-jobs',
    dataBucket: s3.Bucket.fromBucketName(scope, 'ForeignData', 'acme-data'),
    dataKey: kms.Key.fromKeyArn(scope, 'ForeignKey', KEY_ARN),
    trainingDataPrefix: 'abalone/raw/',
    artifacts: {
      bucket: s3.Bucket.fromBucketName(scope, 'ForeignArtifacts', 'acme-artifacts'),
      prefix: 'marine-life/abalone/',
      keyAliasArn: ALIAS_ARN,
    },
    modelPackageGroupArn: GROUP_ARN,
    subnets: NETWORK.Subnets.map((id) => ec2.Subnet.fromSubnetId(scope, id, id)),
    securityGroups: NETWORK.SecurityGroupIds.map((id) => ec2.SecurityGroup.fromSecurityGroupId(scope, id, id)),
    maxMse: 6,
    ...wished,
  });
}

/** The definition that SageMaker gets; CloudFormation's functions in it stand as their own JSON text. */
function definition(): { Parameters: unknown[]; Steps: Step[] } {
  const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Pipeline'));
  const [, pieces] = pipeline.Properties.PipelineDefinition.PipelineDefinitionBody['Fn::Join'] as [string, unknown[]];

  return JSON.parse(
    pieces
      .map((piece) => (typeof piece === 'string' ? piece : JSON.stringify(JSON.stringify(piece)).slice(1, -1)))
      .join(''),
  );
}

function statementsOf(description: string): Statement[] {
  const policies = Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy', {
    Properties: { Description: description },
  });
  const [policy] = Object.values(policies);

  return policy.Properties.PolicyDocument.Statement;
}

/** ARN of one of the project's roles as the definition holds it. */
function arnOf(role: string): string {
  const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter((key) =>
    key.includes(role),
  );

  return JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] });
}

/** Name of the script that a step runs, which is the last part of its key. */
function scriptOf(step: Step): string {
  return step.Arguments.ProcessingInputs[0].S3Input.S3Uri.split('/').at(-1);
}

function input(name: string, url: unknown): unknown {
  return {
    InputName: name,
    AppManaged: false,
    S3Input: {
      S3Uri: url,
      LocalPath: `/opt/ml/processing/${name}`,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      S3CompressionType: 'None',
    },
  };
}

function output(name: string, url: unknown): unknown {
  return {
    OutputName: name,
    AppManaged: false,
    S3Output: { S3Uri: url, LocalPath: `/opt/ml/processing/${name}`, S3UploadMode: 'EndOfJob' },
  };
}

function processingOn(parameter: string): Record<string, unknown> {
  return {
    ProcessingResources: {
      ClusterConfig: {
        InstanceType: { Get: `Parameters.${parameter}` },
        InstanceCount: 1,
        VolumeSizeInGB: 30,
        VolumeKmsKeyId: KEY_ARN,
      },
    },
    NetworkConfig: {
      EnableInterContainerTrafficEncryption: true,
      EnableNetworkIsolation: true,
      VpcConfig: NETWORK,
    },
    RoleArn: arnOf('JobRole'),
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  };
}

function outputOf(step: string, name: string): unknown {
  return { Get: `Steps.${step}.ProcessingOutputConfig.Outputs['${name}'].S3Output.S3Uri` };
}

function joined(...values: unknown[]): unknown {
  return { 'Std:Join': { On: '', Values: values } };
}
