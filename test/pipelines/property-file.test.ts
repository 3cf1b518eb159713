import { Condition, ConditionStep, ContainerImage, ProcessingOutput, ProcessingStep } from '../../lib/pipelines';
import { checkPropertyFile } from '../../lib/pipelines/property-file';
import { definitionOf, pipelineIn, stackIn } from './definitions';
import { told } from './private/told';

test('a condition compares a value that a script wrote into a JSON file', () => {
  const stack = stackIn();
  const evaluate = new ProcessingStep('Evaluate', {
    image: ContainerImage.xgboost('3.2-0'),
    entrypoint: ['python3', 'evaluate.py'],
    outputs: [ProcessingOutput.toS3('evaluation', 's3://acme-data/evaluation')],
    propertyFiles: [{ fileName: 'Report', outputName: 'evaluation', filePath: 'evaluation.json' }],
  });
  const mse = evaluate.propertyFileValue('Report', 'regression_metrics.mse.value');

  pipelineIn(stack, [
    evaluate,
    new ConditionStep('Check', { conditions: [Condition.lessThanOrEqualTo(mse.asNumber, 6)], ifSteps: [] }),
  ]);

  const [, check] = definitionOf(stack).Steps;
  expect(check.Arguments.Conditions).toEqual([
    {
      Type: 'LessThanOrEqualTo',
      LeftValue: {
        'Std:JsonGet': {
          PropertyFile: { Get: 'Steps.Evaluate.PropertyFiles.Report' },
          Path: 'regression_metrics.mse.value',
        },
      },
      RightValue: 6,
    },
  ]);
});

test('a step that reads a property file needs the step that writes it', () => {
  const evaluate = new ProcessingStep('Evaluate', {
    image: ContainerImage.xgboost('3.2-0'),
    entrypoint: ['python3', 'evaluate.py'],
    outputs: [ProcessingOutput.toS3('evaluation', 's3://acme-data/evaluation')],
    propertyFiles: [{ fileName: 'Report', outputName: 'evaluation', filePath: 'evaluation.json' }],
  });
  const condition = Condition.lessThan(evaluate.propertyFileValue('Report', 'mse').asNumber, 6);

  const pipeline = () => pipelineIn(stackIn(), [new ConditionStep('Check', { conditions: [condition], ifSteps: [] })]);

  expect(pipeline).toThrow(
    'StepUnknown: steps.Check uses the step "Evaluate", the pipeline has no such step; add it to the pipeline',
  );
});

test.each(['', '/evaluation.json'])('the path "%s" leads to no file of an output', (filePath) => {
  const file = { fileName: 'Report', outputName: 'evaluation', filePath };

  expect(told((problems) => checkPropertyFile(problems, 'file', file, ['evaluation']))).toEqual([
    `PropertyFilePathMalformed: file.filePath is "${filePath}", the path of a property file begins at its output; write it as "evaluation.json"`,
  ]);
});
