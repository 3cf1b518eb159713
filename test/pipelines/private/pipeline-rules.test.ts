import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { Pipeline } from '../../../lib/pipelines';
import { executionRule, stepRule } from '../../../lib/pipelines/private/pipeline-rules';
import { pipelineIn, stackIn, stepNamed } from '../definitions';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-alerts';

let stack: Stack;
let pipeline: Pipeline;

beforeEach(() => {
  stack = stackIn();
  pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
});

test('a rule follows the executions of one pipeline into a state', () => {
  executionRule(pipeline, 'Failed', ['Failed']);

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Model Building Pipeline Execution Status Change'],
      detail: { pipelineArn: [stack.resolve(pipeline.pipelineArn)], currentPipelineExecutionStatus: ['Failed'] },
    },
  });
});

test('a rule follows the steps of one pipeline into a state', () => {
  stepRule(pipeline, 'Failed', ['Failed']);

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Model Building Pipeline Execution Step Status Change'],
      detail: {
        pipelineArn: [stack.resolve(pipeline.pipelineArn)],
        currentStepStatus: ['Failed'],
        stepName: Match.absent(),
      },
    },
  });
});

test('a rule follows named steps alone', () => {
  stepRule(pipeline, 'Failed', ['Failed'], { stepNames: ['Prepare'] });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { detail: { stepName: ['Prepare'] } },
  });
});

test('a rule is described, has a target, and may be narrowed', () => {
  executionRule(pipeline, 'Failed', ['Failed'], {
    description: 'Pages the owner',
    eventPattern: { detail: { pipelineExecutionDisplayName: ['nightly'] } },
    target: { bind: () => ({ arn: TOPIC_ARN }) },
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    Description: 'Pages the owner',
    EventPattern: {
      detail: { currentPipelineExecutionStatus: ['Failed'], pipelineExecutionDisplayName: ['nightly'] },
    },
    Targets: [{ Arn: TOPIC_ARN }],
  });
});

test('a rule may stand in the stack of its target', () => {
  const alerts = new Stack(stack.node.root, 'Alerts', { env: { account: '111111111111', region: 'eu-west-1' } });

  const rule: events.Rule = executionRule(pipeline, 'Failed', ['Failed'], { crossStackScope: alerts });

  expect(Stack.of(rule)).toBe(alerts);
});
