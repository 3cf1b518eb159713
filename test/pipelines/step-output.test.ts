import { ValueType } from '../../lib/pipelines';
import { StepOutputValue } from '../../lib/pipelines/step-output';

test.each([
  { valueType: undefined, known: ValueType.STRING },
  { valueType: ValueType.INTEGER, known: ValueType.INTEGER },
])('a value declared as $valueType is a $known', ({ valueType, known }) => {
  const value = StepOutputValue._of('Deploy', { outputName: 'url', valueType });

  expect(value._valueType).toBe(known);
  expect(value._render()).toEqual({ Get: "Steps.Deploy.OutputParameters['url']" });
});
