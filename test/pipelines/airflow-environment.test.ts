import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AirflowEnvironment, AirflowEnvironmentProps } from '../../lib/pipelines';
import { pipelineIn, stackIn, stepNamed, VOLUME_KEY_ARN } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('an environment is private, encrypted and logs everything', () => {
  environmentWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::MWAA::Environment', {
    Name: 'acme',
    DagS3Path: 'dags',
    KmsKey: VOLUME_KEY_ARN,
    NetworkConfiguration: { SubnetIds: ['subnet-a', 'subnet-b'], SecurityGroupIds: ['sg-a'] },
    WebserverAccessMode: 'PRIVATE_ONLY',
    LoggingConfiguration: Object.fromEntries(
      ['DagProcessingLogs', 'SchedulerLogs', 'TaskLogs', 'WebserverLogs', 'WorkerLogs'].map((logs) => [
        logs,
        { Enabled: true, LogLevel: 'INFO' },
      ]),
    ),
  });
});

test('its role starts and watches its pipelines, and does nothing else in SageMaker', () => {
  environmentWith({});

  const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith('sagemaker:'));
  expect(statements).toEqual([
    'sagemaker:DescribePipelineDefinitionForExecution',
    'sagemaker:DescribePipelineExecution',
    'sagemaker:ListPipelineExecutionSteps',
    'sagemaker:ListPipelineParametersForExecution',
    'sagemaker:StartPipelineExecution',
  ]);
});

test('its DAGs lie in the bucket, beside those that somebody else wrote', () => {
  environmentWith({});

  Template.fromStack(stack).hasResourceProperties('Custom::CDKBucketDeployment', {
    DestinationBucketKeyPrefix: 'dags/',
    Prune: false,
    SourceObjectKeys: [Match.anyValue()],
  });
});

test('what MWAA does not take is refused, all of it at once', () => {
  const environment = () => environmentWith({ environmentName: '1st', subnets: [], securityGroups: [], dags: [] });

  expect(environment).toThrow(
    [
      '4 problems:',
      'NameMalformed: environmentName is "1st", the name of an Airflow environment is 1 to 80 letters, digits, hyphens and underscores, beginning with a letter; choose a name of that form',
      'AirflowSubnetsOutOfRange: subnets has 0 entries, MWAA takes exactly two subnets, in different zones; give two private subnets',
      'AirflowSecurityGroupsOutOfRange: securityGroups has 0 entries, MWAA takes 1 to 5 security groups; give one whose members may reach each other',
      'AirflowWithoutDags: dags is empty, the environment is for DAGs that start pipelines; add { dagId, pipeline }',
    ].join('\n  '),
  );
});

test('a DAG id is used once', () => {
  const dag = { dagId: 'train', pipeline: pipelineIn(stack, [stepNamed('Prepare')]) };

  const environment = () => environmentWith({ dags: [dag, dag] });

  expect(environment).toThrow(
    'DagIdTaken: dags has "train" more than once, a DAG id is unique in its environment; rename all but one',
  );
});

function environmentWith(wished: Partial<AirflowEnvironmentProps>): AirflowEnvironment {
  return new AirflowEnvironment(stack, 'Airflow', {
    environmentName: 'acme',
    subnets: ['subnet-a', 'subnet-b'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id)),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-a')],
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-dags'),
    encryptionKey: kms.Key.fromKeyArn(stack, 'EnvironmentKey', VOLUME_KEY_ARN),
    dags: wished.dags ?? [{ dagId: 'train', pipeline: pipelineIn(stack, [stepNamed('Prepare')]) }],
    ...wished,
  });
}
