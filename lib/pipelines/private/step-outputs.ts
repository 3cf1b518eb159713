import { check, Problems } from '../../core';
import { StepOutput, StepOutputValue } from '../step-output';
import { ValueType } from '../value-type';
import { checkDistinct } from './distinct-names';
import { quoted } from './quoted-names';
import { DefinitionExpression } from './reference-token';
import { checkEntries } from './value-checks';

const OUTPUT_NAME = /^[A-Za-z0-9_-]{1,256}$/;
const MOST_OUTPUTS = 50;

/** Checks the values that a step's callee gives back. */
export function checkOutputs(problems: Problems, path: string, outputs: readonly StepOutput[] = []): void {
  const names = outputs.map(({ outputName }) => outputName);

  checkEntries(problems, `${path}.outputs`, names.length, {
    least: 0,
    most: MOST_OUTPUTS,
    wanted: `SageMaker takes up to ${MOST_OUTPUTS} values from a step`,
    remedy: 'write larger results to a file in S3 and give its address',
  });
  checkDistinct(problems, path, { prop: 'outputs', noun: 'an output', names });
  names.forEach((name, i) => {
    if (OUTPUT_NAME.test(name)) return;
    problems.add({
      code: 'NameMalformed',
      path: `${path}.outputs[${i}].outputName`,
      got: `is "${name}"`,
      wanted: 'an output name is 1 to 256 characters: letters, digits, hyphens and underscores',
      remedy: 'choose a name of that form',
    });
  });
}

/** The values as definitions declare them. */
export function renderOutputs(outputs: readonly StepOutput[] = []): DefinitionExpression[] {
  return outputs.map(({ outputName, valueType }) => ({
    OutputName: outputName,
    OutputType: valueType ?? ValueType.STRING,
  }));
}

/** The value of a step by name; refused where the step declares none. */
export function outputOf(stepName: string, outputName: string, outputs: readonly StepOutput[] = []): StepOutputValue {
  const output = outputs.find((candidate) => candidate.outputName === outputName);
  const known = outputs.map((candidate) => candidate.outputName);

  check(undefined, (problems) => {
    if (output) return;
    problems.add({
      code: 'StepResultUnknown',
      path: `steps.${stepName}`,
      got: `has no output "${outputName}"`,
      wanted: known.length > 0 ? `it has ${quoted(known)}` : 'it has no outputs',
      remedy: 'add the output to the step, or correct the name',
    });
  });

  return StepOutputValue._of(stepName, output ?? { outputName });
}
