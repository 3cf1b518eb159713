import { Aws } from 'aws-cdk-lib';
import { ExecutionVariable, PipelineParameter } from '../../../lib/pipelines';
import { renderDefinition } from '../../../lib/pipelines/private/rendering';
import { asText, asTexts } from '../../../lib/pipelines/private/text-value';

test('texts and numbers are texts', () => {
  expect([asText('abc'), asText(0.5), asText(3)]).toEqual(['abc', '0.5', '3']);
});

test('a reference to text stays a reference', () => {
  const choice = PipelineParameter.ofString('Objective');

  expect(renderDefinition(asText(choice.asString))).toEqual({ Get: 'Parameters.Objective' });
});

test('a reference to a number becomes text as a join of one', () => {
  const rounds = PipelineParameter.ofInteger('Rounds');
  const joined = { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Rounds' }] } };

  expect(renderDefinition(asText(rounds.asString))).toEqual(joined);
  expect(renderDefinition(asText(rounds.asNumber))).toEqual(joined);
});

test('text around a reference is joined as anywhere', () => {
  const id = ExecutionVariable.pipelineExecutionId();

  expect(renderDefinition(asTexts({ run: `run-${id.asString}`, region: Aws.REGION }))).toEqual({
    run: { 'Std:Join': { On: '', Values: ['run-', { Get: 'Execution.PipelineExecutionId' }] } },
    region: Aws.REGION,
  });
});
