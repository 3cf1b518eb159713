import { Token } from 'aws-cdk-lib';
import { nearest, Problems } from '../../core';
import { PlacedStep } from './rendered-definition';

const MOST_SELECTED = 50;
const EXECUTION_ARN = /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:\d{12}:pipeline\/[^/]+\/execution\/[^/]+$/;

/** The steps by name, and those whose results each uses. */
type Uses = ReadonlyMap<string, readonly string[]>;

/** Which steps of a pipeline a run consists of. */
export interface StepSelection {
  readonly selectedSteps?: readonly string[];
  readonly sourceExecutionArn?: string;
}

/** Checks which steps run, and where they find the results of those that do not. */
export function checkSelection(
  problems: Problems,
  path: string,
  { selectedSteps, sourceExecutionArn }: StepSelection,
  steps?: readonly PlacedStep[],
): void {
  if (sourceExecutionArn !== undefined) checkSource(problems, path, sourceExecutionArn, selectedSteps);
  if (selectedSteps === undefined) return;

  if (selectedSteps.length < 1 || selectedSteps.length > MOST_SELECTED) {
    problems.add({
      code: 'SelectedStepsOutOfRange',
      path: `${path}.selectedSteps`,
      got: selectedSteps.length === 0 ? 'is empty' : `has ${selectedSteps.length} entries`,
      wanted: `SageMaker runs 1 to ${MOST_SELECTED} selected steps`,
      remedy: 'leave it out to run every step',
    });
  }
  if (steps === undefined || selectedSteps.some((name) => Token.isUnresolved(name))) return;
  const uses = new Map(steps.map(({ step, uses: names }) => [step.Name, names]));
  checkStepsKnown(problems, `${path}.selectedSteps`, selectedSteps, steps);
  checkGaps(problems, path, selectedSteps, uses);
  if (sourceExecutionArn === undefined) checkResults(problems, path, selectedSteps, uses);
}

/** Checks that names are those of steps. */
export function checkStepsKnown(
  problems: Problems,
  path: string,
  names: readonly string[],
  steps: readonly PlacedStep[],
): void {
  const known = steps.map(({ step }) => step.Name);

  names.forEach((name, i) => {
    if (Token.isUnresolved(name) || known.includes(name)) return;
    const [candidate] = nearest(name, known);
    problems.add({
      code: 'StepUnknown',
      path: `${path}[${i}]`,
      got: `is "${name}"`,
      wanted: 'the pipeline has no such step',
      remedy: candidate === undefined ? 'name one that it has' : `did you mean "${candidate}"`,
    });
  });
}

function checkSource(problems: Problems, path: string, arn: string, selectedSteps?: readonly string[]): void {
  if (selectedSteps === undefined) {
    problems.add({
      code: 'SourceWithoutSelection',
      path: `${path}.sourceExecutionArn`,
      got: 'is given without selectedSteps',
      wanted: 'a run of every step uses no results of an earlier one',
      remedy: 'name the steps that run, or leave it out',
    });
  }
  if (Token.isUnresolved(arn) || EXECUTION_ARN.test(arn)) return;
  problems.add({
    code: 'ExecutionArnMalformed',
    path: `${path}.sourceExecutionArn`,
    got: `is "${arn}"`,
    wanted: 'the ARN of a run reads arn:<partition>:sagemaker:<region>:<account>:pipeline/<name>/execution/<id>',
    remedy: "copy it from the run's page in Studio",
  });
}

/** A step that uses results of a selected one, and whose results a selected one uses, runs too. */
function checkGaps(problems: Problems, path: string, selected: readonly string[], uses: Uses): void {
  const above = new Set(selected.flatMap((name) => usedBy(name, uses)));

  for (const name of [...uses.keys()].filter((candidate) => above.has(candidate) && !selected.includes(candidate))) {
    const before = usedBy(name, uses).find((candidate) => selected.includes(candidate));
    if (before === undefined) continue;
    problems.add({
      code: 'SelectionWithGap',
      path: `${path}.selectedSteps`,
      got: `lacks "${name}", which lies behind "${before}" and before others`,
      wanted: 'all steps between two selected ones run too',
      remedy: `select "${name}" as well`,
    });
  }
}

function checkResults(problems: Problems, path: string, selected: readonly string[], uses: Uses): void {
  for (const name of selected) {
    for (const other of (uses.get(name) ?? []).filter((candidate) => !selected.includes(candidate))) {
      problems.add({
        code: 'SelectionWithoutSource',
        path: `${path}.selectedSteps`,
        got: `has "${name}" but not "${other}", whose results it uses`,
        wanted: 'results of steps that do not run come from an earlier run',
        remedy: `select "${other}" as well, or give sourceExecutionArn`,
      });
    }
  }
}

/** Every step whose results a step uses, itself or through others. */
function usedBy(name: string, uses: Uses): string[] {
  const found = new Set<string>();
  const visit = (step: string): void => {
    for (const used of uses.get(step) ?? []) {
      if (found.has(used)) continue;
      found.add(used);
      visit(used);
    }
  };
  visit(name);

  return [...found];
}
