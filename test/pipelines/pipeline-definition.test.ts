import { Stack } from 'aws-cdk-lib';
import {
  Condition,
  ConditionStep,
  CustomStep,
  ExecutionVariable,
  MlflowTracking,
  Pipeline,
  PipelineExperiment,
  PipelineParameter,
  PipelineStep,
  S3JsonValue,
} from '../../lib/pipelines';
import { inPartition, pipelineIn, stackIn, stepNamed } from './definitions';

const SERVER_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:mlflow-tracking-server/acme';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a definition is written in the language of SageMaker, without what was not asked for', () => {
  const kind = PipelineParameter.ofString('Kind', { defaultValue: 'all' });
  const train = customStep('Train', { Kind: kind.asString });

  const { definition } = pipelineIn(stack, [train], { parameters: [kind] });

  expect(JSON.parse(stack.resolve(definition.toJson()))).toEqual({
    Version: '2020-12-01',
    Metadata: {},
    Parameters: [{ Name: 'Kind', Type: 'String', DefaultValue: 'all' }],
    Steps: [{ Name: 'Train', Type: 'Novel', Arguments: { Kind: { Get: 'Parameters.Kind' } } }],
  });
});

test('a definition is drawn with its parameters', () => {
  const kind = PipelineParameter.ofString('Kind', { defaultValue: 'all' });

  const { definition } = pipelineIn(stack, [customStep('Train', { Kind: kind.asString })], { parameters: [kind] });

  expect(definition.toDot()).toContain('"Train" [label="Train\\nNovel"];');
  expect(definition.toDot()).toContain('Kind: String = all → Train');
});

test('a parameter that only the experiment and MLflow use is used', () => {
  const [team, run] = ['Team', 'Run'].map((name) => PipelineParameter.ofString(name, { defaultValue: 'x' }));

  const pipeline = () =>
    pipelineIn(stack, [stepNamed('Train')], {
      experiment: PipelineExperiment.named(team.asString),
      mlflow: MlflowTracking.onTrackingServer(SERVER_ARN, { runName: run.asString }),
      parameters: [team, run],
    });

  expect(pipeline).not.toThrow();
});

test("the pipeline's role is allowed what steps, experiment and MLflow need", () => {
  const { definition } = pipelineIn(stack, [customStep('Train')], {
    experiment: PipelineExperiment.ofPipeline(),
    mlflow: MlflowTracking.onTrackingServer(SERVER_ARN),
  });

  expect(inPartition(stack.resolve(definition._permissions))).toEqual([
    {
      actions: ['sagemaker:CreateExperiment'],
      resources: ['arn:aws:sagemaker:eu-west-1:111111111111:experiment/abalone'],
    },
    expect.objectContaining({ actions: ['sagemaker:CreateTrial'] }),
    expect.objectContaining({ resources: [SERVER_ARN] }),
  ]);
});

test("the pipeline's role reads the files that values stand in, in branches too", () => {
  const report = `s3://acme-data/${ExecutionVariable.pipelineExecutionId().asString}/report.json`;
  const check = new ConditionStep('Check', {
    conditions: [Condition.lessThan(S3JsonValue.of(report, 'mse').asNumber, 6)],
    ifSteps: [customStep('Tell', { Limit: { 'Std:JsonGet': { S3Uri: 's3://acme-data/limits.json', Path: 'mse' } } })],
  });

  const { definition } = pipelineIn(stack, [check]);

  const decrypt = expect.objectContaining({ actions: ['kms:Decrypt'] });
  expect(inPartition(stack.resolve(definition._permissions))).toEqual([
    { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-data/*/report.json'] },
    decrypt,
    { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-data/limits.json'] },
    decrypt,
  ]);
});

test('a run cannot approve the model that it made', () => {
  const status = PipelineParameter.ofString('Status', { defaultValue: 'Rejected' });
  const register = new CustomStep('Register', {
    stepType: 'RegisterModel',
    reason: 'by hand',
    argumentsJson: JSON.stringify({ ModelApprovalStatus: { Get: 'Parameters.Status' } }),
  });

  const pipeline = () => pipelineIn(stack, [register], { parameters: [status] });

  expect(pipeline).toThrow(
    `PipelineApprovesItsModel: steps.Register.approvalStatus is any text that the parameter "Status" is given, a pipeline registers a model that somebody else approves; give the parameter allowedValues: ['PendingManualApproval', 'Rejected']`,
  );
});

test('what steps go without is told with the step, in branches too', () => {
  const check = new ConditionStep('Check', {
    conditions: [Condition.equalTo(ExecutionVariable.pipelineName().asString, 'abalone')],
    ifSteps: [customStep('Clean')],
  });

  const { definition } = pipelineIn(stack, [customStep('Train'), check]);

  expect(definition._relaxations).toEqual([
    { stepName: 'Train', setting: 'customStep', reason: 'no class' },
    { stepName: 'Clean', setting: 'customStep', reason: 'no class' },
  ]);
});

test('references in texts that were written by hand are checked like others, all problems at once', () => {
  const train = stepNamed('Train');
  const hand = customStep('Hand', {
    Result: { Get: 'Steps.Train.ProcessingJobNane' },
    Output: { Get: "Steps.Train.ProcessingOutputConfig.Outputs['model'].S3Output.S3Uri" },
    Limit: { Get: 'Parameters.Limit' },
    Day: { Get: 'Execution.Weekday' },
    Gone: { Get: 'Steps.Trian.ProcessingJobName' },
  });
  const check = new ConditionStep('Check', {
    conditions: [Condition.numberEqualTo(1, 1)],
    ifSteps: [hand],
    elseSteps: [customStep('Else', { Other: { Get: 'Steps.Hand.Answer' } }), stepNamed('Train')],
  });

  const pipeline = () => pipelineIn(stack, [train, check]);

  expect(pipeline).toThrow(
    [
      '7 problems:',
      '  StepNameTaken: steps.Train appears 2 times, a step name is unique in its pipeline, over all branches; rename all but one',
      '  StepUnknown: steps.Hand uses the step "Trian", the pipeline has no such step; add it to the pipeline, or did you mean "Train"',
      '  StepNeverRuns: steps.Else stands in the else branch of "Check" and needs "Hand" of its if branch, only one branch of a condition step runs; move what both need out of the branches, or give each branch a step of its own',
      '  StepResultUnknown: steps.Hand uses "ProcessingJobNane" of the step "Train", a step of type Processing has no "ProcessingJobNane"; did you mean "ProcessingJobName"',
      '  StepResultUnknown: steps.Hand uses "ProcessingOutputConfig.Outputs[\'model\'].S3Output.S3Uri" of the step "Train", its ProcessingOutputConfig.Outputs are "result"; add it to the step, or correct the name',
      '  ExecutionVariableUnknown: steps.Hand uses "Execution.Weekday", an execution knows CurrentDateTime, PipelineArn, PipelineExecutionArn, PipelineExecutionId, PipelineName, StartDateTime; use one of these',
      '  ParameterUndeclared: steps.Hand uses the parameter "Limit", a pipeline declares every parameter that it uses; add it to parameters',
    ].join('\n'),
  );
});

test('a pipeline without steps is refused', () => {
  const pipeline = (): Pipeline => pipelineIn(stack, []);

  expect(pipeline).toThrow('PipelineWithoutSteps: steps is empty, a pipeline has at least one step; add a step');
});

function customStep(name: string, held: object = {}): PipelineStep {
  return new CustomStep(name, { stepType: 'Novel', reason: 'no class', argumentsJson: JSON.stringify(held) });
}
