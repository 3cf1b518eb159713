import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { FailStep, PipelineExecutionTask, PipelineExecutionTaskProps, PipelineParameter } from '../../lib/pipelines';
import { pipelineIn, stackIn, stepNamed } from './definitions';

const PIPELINE_ARN = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:pipeline/abalone']],
};

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the execution is started once, and looked at until it ends', () => {
  stateMachineWith({ pollInterval: Duration.minutes(5) });

  const { States: states } = definitionOfStateMachine();
  expect(Object.fromEntries(Object.entries(states).map(([name, { Type, Next }]) => [name, [Type, Next]]))).toEqual({
    'Run: Start': ['Task', 'Run: Wait'],
    'Run: Wait': ['Wait', 'Run: Describe'],
    'Run: Describe': ['Task', 'Run: Ended'],
    'Run: Ended': ['Choice', undefined],
    'Run: Succeeded': ['Pass', 'After'],
    'Run: Failed': ['Fail', undefined],
    'Run: Stopped': ['Fail', undefined],
    After: ['Pass', undefined],
  });
  expect(states['Run: Wait']).toMatchObject({ Seconds: 300 });
  expect(states['Run: Ended']).toMatchObject({
    Choices: ['Succeeded', 'Failed', 'Stopped'].map((status) => ({
      Variable: '$.pipelineExecution.PipelineExecutionStatus',
      StringEquals: status,
      Next: `Run: ${status}`,
    })),
    Default: 'Run: Wait',
  });
});

test('a start that is tried again is the same start', () => {
  stateMachineWith({});

  const { States: states } = definitionOfStateMachine();
  expect(states['Run: Start']).toMatchObject({
    Parameters: {
      PipelineName: 'abalone',
      'ClientRequestToken.$': "States.Hash(States.Format('{}{}', $$.Execution.Id, $$.State.EnteredTime), 'SHA-256')",
    },
    Retry: [{ ErrorEquals: ['SageMaker.SageMakerException', 'SageMaker.SdkClientException'], JitterStrategy: 'FULL' }],
  });
});

test('parameters are given, also from the input of the state', () => {
  stateMachineWith({ start: { parameters: { Day: sfn.JsonPath.stringAt('$.day') } } }, [
    PipelineParameter.ofString('Day'),
  ]);

  const { States: states } = definitionOfStateMachine();
  expect(states['Run: Start']).toMatchObject({
    Parameters: { PipelineParameters: [{ Name: 'Day', 'Value.$': '$.day' }] },
  });
});

test('the state machine may start this pipeline and look at its executions, and nothing else', () => {
  stateMachineWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 'sagemaker:startPipelineExecution', Resource: PIPELINE_ARN },
        { Effect: 'Allow', Action: 'sagemaker:describePipelineExecution', Resource: Match.anyValue() },
      ],
    },
  });
});

test('what could never start is refused, all of it at once', () => {
  const stateMachine = () =>
    stateMachineWith({ pollInterval: Duration.millis(1), start: { parameters: { Dya: '1' } } });

  expect(stateMachine).toThrow(
    [
      '2 problems:',
      'PollIntervalTooShort: pollInterval is 1 milli, a state machine waits in whole seconds, and each look costs a call; use Duration.minutes(1)',
      'ParameterUnknown: start.parameters.Dya is given, the pipeline has no such parameter; leave it out',
    ].join('\n  '),
  );
});

test('a pipeline of this library is started checked, and by no schedule', () => {
  const pipeline = pipelineIn(stack, [stepNamed('Prepare')]);

  const task = () =>
    new PipelineExecutionTask(stack, 'Run', {
      pipeline,
      start: { parameters: { Day: '1' }, displayName: `run-${ContextAttribute.executionId}` },
    });

  expect(task).toThrow(
    [
      '2 problems:',
      'ScheduleFactUnknown: start.displayName is "run-<aws.scheduler.execution-id>", only a schedule completes it; write another text, or start the pipeline by a PipelineSchedule',
      'ParameterUnknown: start.parameters.Day is given, the pipeline has no such parameter; leave it out',
    ].join('\n  '),
  );
});

interface State {
  readonly Type: string;
  readonly Next?: string;
}

function stateMachineWith(wished: Partial<PipelineExecutionTaskProps>, parameters: PipelineParameter[] = []): void {
  const stop = new FailStep('Stop', { message: `nothing to do ${parameters.map((day) => day.asString).join()}` });
  const pipeline = pipelineIn(stack, [stop], { parameters });
  const run = new PipelineExecutionTask(stack, 'Run', { pipeline, definition: pipeline.definition, ...wished });

  new sfn.StateMachine(stack, 'StateMachine', {
    definitionBody: sfn.DefinitionBody.fromChainable(run.prefixStates().next(new sfn.Pass(stack, 'After'))),
  });
}

function definitionOfStateMachine(): { States: Record<string, State> } {
  const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
  const body: unknown = machine.Properties.DefinitionString;

  return JSON.parse(
    typeof body === 'string'
      ? body
      : (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
          .map((piece) => (typeof piece === 'string' ? piece : 'token'))
          .join(''),
  );
}
