import { App, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AirflowDagOptions, AirflowEnvironment, AirflowEnvironmentProps } from '../../lib/pipelines';
import { lossesBetween } from '../losses';
import { findingsIn, NOTHING_FOUND } from '../findings';
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

test('MWAA assumes its role for this environment alone', () => {
  environmentWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: ['airflow.amazonaws.com', 'airflow-env.amazonaws.com'].map((service) => ({
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: service },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111111111111' },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':airflow:eu-west-1:111111111111:environment/acme']],
            },
          },
        },
      })),
    },
  });
});

test('its role starts and watches its pipelines, and does nothing else in SageMaker', () => {
  environmentWith({});

  const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith('sagemaker:'));
  expect(statements).toEqual([
    'sagemaker:DescribePipelineExecution',
    'sagemaker:ListPipelineExecutionSteps',
    'sagemaker:StartPipelineExecution',
  ]);
});

test('its DAGs lie in a folder of their own, before the environment is made', () => {
  environmentWith({});

  const template = Template.fromStack(stack);
  template.hasResourceProperties('Custom::AirflowDags', {
    Bucket: 'acme-dags',
    Folder: 'dags/acme',
    Dags: { 'train.py': Match.stringLikeRegexp('dag_id="train"') },
  });
  template.hasResource('AWS::MWAA::Environment', {
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^AirflowDags')]),
  });
});

test('the rule packs find nothing', () => {
  environmentWith({});

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test.each<[string, Partial<AirflowEnvironmentProps>, (stack: Stack) => void]>([
  ['a tag', {}, (scope) => Tags.of(scope).add('team', 'shop')],
  ['the version of Airflow', { airflowVersion: '2.11.0' }, () => undefined],
  ['the size', { environmentClass: 'mw1.medium' }, () => undefined],
])('a second deployment that changes %s replaces nothing', (_, wished, edit) => {
  environmentWith({});
  const first = assemblyOf(stack);
  stack = stackIn();
  environmentWith(wished);
  edit(stack);

  const second = assemblyOf(stack);

  expect(lossesBetween(first, second)).toEqual([]);
});

test('a second deployment that edits and renames DAGs replaces nothing', () => {
  const dagsIn = (scope: Stack, changes: Partial<AirflowDagOptions>[]) => {
    const pipeline = pipelineIn(scope, [stepNamed('Prepare')]);
    return changes.map((change) => ({ dagId: 'train', pipeline, ...change }));
  };
  environmentWith({ dags: dagsIn(stack, [{}, { dagId: 'tune' }]) });
  const first = assemblyOf(stack);
  stack = stackIn();
  environmentWith({ dags: dagsIn(stack, [{ schedule: '@daily' }, { dagId: 'search' }]) });

  const second = assemblyOf(stack);

  expect(lossesBetween(first, second)).toEqual([]);
});

test('what MWAA does not take is refused, all of it at once', () => {
  const environment = () =>
    environmentWith({
      environmentName: '1st',
      airflowVersion: '2.10',
      environmentClass: 'mw1.1large',
      subnets: [],
      securityGroups: [],
      bucket: new s3.Bucket(stack, 'Unversioned'),
      dags: [],
    });

  expect(environment).toThrow(
    [
      '7 problems:',
      'NameMalformed: environmentName is "1st", the name of an Airflow environment is 1 to 80 letters, digits, hyphens and underscores, beginning with a letter; choose a name of that form',
      'AirflowVersionMalformed: airflowVersion is "2.10", a version of Airflow has three numbers; write one that MWAA has, as "2.10.3"',
      'AirflowClassUnknown: environmentClass is "mw1.1large", MWAA has mw1.micro, mw1.small, mw1.medium, mw1.large, mw1.xlarge and mw1.2xlarge; choose one of these',
      'AirflowSubnetsOutOfRange: subnets is empty, MWAA takes exactly two subnets, in different zones; give two private subnets',
      'AirflowSecurityGroupsOutOfRange: securityGroups is empty, MWAA takes 1 to 5 security groups; give one whose members may reach each other',
      'AirflowWithoutDags: dags is empty, the environment is for DAGs that start pipelines; add { dagId, pipeline }',
      'AirflowBucketWithoutVersions: bucket keeps no versions of its objects, MWAA refuses such a bucket; set its `versioned`, or give a foundation.DataBucket',
    ].join('\n  '),
  );
});

test('a bucket that keeps versions is accepted', () => {
  const environment = () => environmentWith({ bucket: new s3.Bucket(stack, 'Versioned', { versioned: true }) });

  expect(environment).not.toThrow();
});

test('a DAG id is used once', () => {
  const dag = { dagId: 'train', pipeline: pipelineIn(stack, [stepNamed('Prepare')]) };

  const environment = () => environmentWith({ dags: [dag, dag] });

  expect(environment).toThrow(
    'DagIdTaken: dags has "train" more than once, a DAG id is unique in its environment; rename all but one',
  );
});

function assemblyOf({ node: { root } }: Stack): CloudAssembly {
  return (root as App).synth();
}

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
