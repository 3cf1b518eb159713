import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CallbackStep, CallbackStepProps, ExecutionVariable, ValueType } from '../../lib/pipelines';
import { permissionsOf, renderedIn, stackIn } from './definitions';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111111111111:acme-approvals';
const QUEUE_URL = 'https://sqs.eu-west-1.{"Ref":"AWS::URLSuffix"}/111111111111/acme-approvals';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000009';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a queue is asked', () => {
  const rendered = renderedIn(stack, [askWith({})]);

  expect(rendered).toEqual({
    Name: 'Ask',
    Type: 'Callback',
    Arguments: {},
    SqsQueueUrl: QUEUE_URL,
    OutputParameters: [],
  });
});

test('the message brings arguments, and the answer values', () => {
  const step = askWith({
    arguments: { run: ExecutionVariable.pipelineExecutionArn().asString },
    outputs: [{ outputName: 'approved', valueType: ValueType.BOOLEAN }],
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({
    Arguments: { run: { Get: 'Execution.PipelineExecutionArn' } },
    OutputParameters: [{ OutputName: 'approved', OutputType: 'Boolean' }],
  });
  expect(step.output('approved')._render()).toEqual({ Get: "Steps.Ask.OutputParameters['approved']" });
});

test('the pipeline may write to this queue and no other', () => {
  expect(permissionsOf(stack, askWith({}))).toEqual([{ actions: ['sqs:SendMessage'], resources: [QUEUE_ARN] }]);
});

test('the pipeline uses the key of the queue through SQS only', () => {
  const queueKey = kms.Key.fromKeyArn(stack, 'QueueKey', KEY_ARN);

  expect(permissionsOf(stack, askWith({ queueKey }))).toEqual([
    { actions: ['sqs:SendMessage'], resources: [QUEUE_ARN] },
    {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [KEY_ARN],
      conditions: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
    },
  ]);
});

test('a value that the step does not declare is refused', () => {
  const value = () => askWith({}).output('approved');

  expect(value).toThrow(
    'StepResultUnknown: steps.Ask has no output "approved", it has no outputs; add the output to the step, or correct the name',
  );
});

function askWith(wished: Partial<CallbackStepProps>): CallbackStep {
  return new CallbackStep('Ask', { queue: sqs.Queue.fromQueueArn(stack, 'Queue', QUEUE_ARN), ...wished });
}
