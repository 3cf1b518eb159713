import { Aws } from 'aws-cdk-lib';
import { ContainerImage, ExecutionVariable, Join, PipelineParameter, ProcessingStep } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';

const EXECUTION = ExecutionVariable.pipelineExecutionId();

test.each([
  {
    joined: Join.of('/', 's3://acme-data', EXECUTION.asString, 'train'),
    rendered: { On: '/', Values: ['s3://acme-data', { Get: 'Execution.PipelineExecutionId' }, 'train'] },
  },
  { joined: Join.of('', 'alone'), rendered: { On: '', Values: ['alone'] } },
  {
    joined: Join.of('-', `run ${EXECUTION.asString}`, 'b'),
    rendered: {
      On: '-',
      Values: [{ 'Std:Join': { On: '', Values: ['run ', { Get: 'Execution.PipelineExecutionId' }] } }, 'b'],
    },
  },
  {
    joined: Join.of(Aws.PARTITION, 'a', 'b'),
    rendered: { On: '{"Ref":"AWS::Partition"}', Values: ['a', 'b'] },
  },
])('values are joined as $rendered', ({ joined, rendered }) => {
  expect(argumentIn(joined.asString)).toEqual({ 'Std:Join': rendered });
});

test('a join inside a text is joined again', () => {
  const joined = Join.of('/', 'a', 'b');

  expect(argumentIn(`s3://${joined.asString}`)).toEqual({
    'Std:Join': { On: '', Values: ['s3://', { 'Std:Join': { On: '/', Values: ['a', 'b'] } }] },
  });
});

test('a join without values is refused', () => {
  const join = () => Join.of('/');

  expect(join).toThrow(
    'JoinWithoutValues: values is empty, values are joined, so there is at least one; give at least one',
  );
});

test('values are not joined by what only a run knows', () => {
  const join = () => Join.of(PipelineParameter.ofString('Delimiter').asString, 'a', 'b');

  expect(join).toThrow(
    'JoinDelimiterReference: delimiter holds a reference, SageMaker joins values by a text that is known before the pipeline runs; give the reference as a value',
  );
});

function argumentIn(text: string): unknown {
  const step = new ProcessingStep('Prepare', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3'],
    arguments: [text],
  });
  const { AppSpecification: specification } = renderedIn(stackIn(), [step]).Arguments;

  return (specification as { ContainerArguments: unknown[] }).ContainerArguments[0];
}
