import {
  Condition,
  ConditionStep,
  ExecutionVariable,
  Join,
  PipelineParameter,
  PipelineStep,
  S3JsonValue,
} from '../../lib/pipelines';
import { definitionOf, pipelineIn, stackIn, stepNamed } from './definitions';

const EXECUTION = ExecutionVariable.pipelineExecutionId();
const GET_EXECUTION = { Get: 'Execution.PipelineExecutionId' };

test.each([
  { s3Uri: 's3://acme-data/report.json', values: ['s3://acme-data/report.json'] },
  {
    s3Uri: `s3://acme-data/${EXECUTION.asString}/report.json`,
    values: ['s3://acme-data/', GET_EXECUTION, '/report.json'],
  },
  { s3Uri: EXECUTION.asString, values: [GET_EXECUTION] },
])('a value is read from $values, which SageMaker takes as a join only', ({ s3Uri, values }) => {
  const value = S3JsonValue.of(s3Uri, 'metrics.mse');

  expect(conditionOn(value)).toEqual({
    Type: 'LessThan',
    LeftValue: { 'Std:JsonGet': { S3Uri: { 'Std:Join': { On: '', Values: values } }, Path: 'metrics.mse' } },
    RightValue: 6,
  });
});

test('the file is there after the step in whose result it lies', () => {
  const evaluate = stepNamed('Evaluate');
  const value = S3JsonValue.of(`${evaluate.output('result').asString}/report.json`, 'mse');

  const pipeline = () => conditionOn(value);

  expect(pipeline).toThrow(
    'StepUnknown: steps.Check uses the step "Evaluate", the pipeline has no such step; add it to the pipeline',
  );
  expect(conditionOn(value, [evaluate])).toBeDefined();
});

test('what is no address in S3 is refused', () => {
  const value = () => S3JsonValue.of('/reports/report.json', 'mse');

  expect(value).toThrow(
    'S3UriMalformed: s3Uri is "/reports/report.json", the address of a file in S3 reads s3://<bucket>/<key>; write it in full',
  );
});

test('an address that needs more than one look-up is refused', () => {
  const value = () => S3JsonValue.of(Join.of('/', 's3://acme-data', EXECUTION.asString).asString, 'mse');

  expect(value).toThrow(
    'S3UriReferenceUnsupported: s3Uri holds a join or a value of a file, SageMaker finds the file by texts, parameters, execution variables and results of steps; write the references into the text themselves',
  );
});

test('an address may hold a parameter', () => {
  const folder = PipelineParameter.ofString('Folder');

  expect(() => S3JsonValue.of(`${folder.asString}/report.json`, 'mse')).not.toThrow();
});

function conditionOn(value: S3JsonValue, others: PipelineStep[] = []): unknown {
  const stack = stackIn();
  const check = new ConditionStep('Check', { conditions: [Condition.lessThan(value.asNumber, 6)], ifSteps: [] });
  pipelineIn(stack, [check, ...others]);

  return (definitionOf(stack).Steps[0].Arguments.Conditions as unknown[])[0];
}
