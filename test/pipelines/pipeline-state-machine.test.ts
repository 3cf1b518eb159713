import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { PipelineStateMachine, PipelineStateMachineProps } from '../../lib/pipelines';
import { lossesBetween } from '../losses';
import { pipelineIn, stackIn, stepNamed, VOLUME_KEY_ARN } from './definitions';
import { findingsIn, NOTHING_FOUND } from '../findings';

const PIPELINE_ARN = arn(':sagemaker:eu-west-1:111111111111:pipeline/abalone');
const STATE_MACHINE_ARN = arn(':states:eu-west-1:111111111111:stateMachine:acme-training');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('it is encrypted, logged in full and traced', () => {
  stateMachineWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'acme-training',
    EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: VOLUME_KEY_ARN },
    LoggingConfiguration: { Level: 'ALL' },
    TracingConfiguration: { Enabled: true },
  });
});

test('its log is encrypted and kept as long as wished', () => {
  stateMachineWith({ logRetention: RetentionDays.TWO_YEARS });

  Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', {
    KmsKeyId: VOLUME_KEY_ARN,
    RetentionInDays: 731,
  });
});

test('its definition is that of the task, within the time that it may take', () => {
  stateMachineWith({ timeout: Duration.hours(12) });

  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', {
    DefinitionString: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('"TimeoutSeconds":43200')])] },
  });
});

test('Step Functions assumes its role for this state machine alone', () => {
  stateMachineWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Principal: { Service: 'states.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111111111111' },
            ArnEquals: { 'aws:SourceArn': STATE_MACHINE_ARN },
          },
        },
      ],
    },
  });
});

test('its role starts this pipeline, looks at its executions, writes logs and traces, and does nothing else', () => {
  stateMachineWith({});

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  expect(statements()).toMatchObject([
    {
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: VOLUME_KEY_ARN,
      Condition: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': STATE_MACHINE_ARN } },
    },
    {
      Action: 'kms:GenerateDataKey',
      Resource: VOLUME_KEY_ARN,
      Condition: { StringEquals: { 'kms:EncryptionContext:SourceArn': arn(':logs:eu-west-1:111111111111:*') } },
    },
    { Action: expect.arrayContaining(['logs:CreateLogDelivery', 'xray:PutTraceSegments']), Resource: '*' },
    {
      Action: 'sagemaker:DescribePipelineExecution',
      Resource: arn(':sagemaker:eu-west-1:111111111111:pipeline/abalone/execution/*'),
    },
    { Action: 'sagemaker:StartPipelineExecution', Resource: PIPELINE_ARN },
  ]);
});

test('the rule packs find nothing', () => {
  stateMachineWith({});

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test('a second deployment that changes a tag, the wait and the timeout replaces nothing', () => {
  stateMachineWith({});
  const first = (stack.node.root as App).synth();
  stack = stackIn();
  stateMachineWith({ pollInterval: Duration.minutes(5), timeout: Duration.hours(1) });
  Tags.of(stack).add('team', 'shop');

  const second = (stack.node.root as App).synth();

  expect(lossesBetween(first, second)).toEqual([]);
});

test.each(['', 'acme training', 'a'.repeat(81)])('the name "%s" is refused', (stateMachineName) => {
  const stateMachine = () => stateMachineWith({ stateMachineName });

  expect(stateMachine).toThrow(
    `NameMalformed: stateMachineName is "${stateMachineName}", the name of a state machine is 1 to 80 letters, digits, hyphens and underscores; choose a name of that form`,
  );
});

test('a name is taken once', () => {
  const pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
  stateMachineWith({ pipeline });

  const second = () =>
    new PipelineStateMachine(stack, 'Second', {
      stateMachineName: 'acme-training',
      pipeline,
      encryptionKey: kms.Key.fromKeyArn(stack, 'OtherKey', VOLUME_KEY_ARN),
    });

  expect(second).toThrow(
    'NameTaken: Team/Second wants the state machine name "acme-training" in 111111111111/eu-west-1, which Team/StateMachine has, no two of a kind share a name there; give one of the two another name',
  );
});

function stateMachineWith(wished: Partial<PipelineStateMachineProps>): void {
  new PipelineStateMachine(stack, 'StateMachine', {
    stateMachineName: 'acme-training',
    pipeline: wished.pipeline ?? pipelineIn(stack, [stepNamed('Prepare')]),
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
    ...wished,
  });
}

function arn(tail: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, tail]] };
}

function statements(): object[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement as object[],
  );
}
