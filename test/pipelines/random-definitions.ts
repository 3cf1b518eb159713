import * as fc from 'fast-check';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  Condition,
  ConditionStep,
  ContainerImage,
  CustomStep,
  FailStep,
  LambdaStep,
  PipelineParameter,
  PipelineReference,
  PipelineStep,
  ProcessingInput,
  ProcessingOutput,
  ProcessingStep,
  TrainingChannel,
  TrainingStep,
  TransformInput,
  TransformStep,
} from '../../lib/pipelines';

const KINDS = ['processing', 'training', 'transform', 'lambda', 'custom', 'condition', 'fail'] as const;
const SIDES = ['if', 'else'] as const;
const MOST_USED = 3;

type Kind = (typeof KINDS)[number];

/** A branch of a condition, known by the place of the condition among the planned steps. */
export interface PlannedBranch {
  readonly condition: number;
  readonly side: (typeof SIDES)[number];
}

/** A step that is planned: what it uses and follows comes earlier in the plan. */
export interface PlannedStep {
  readonly name: string;
  readonly kind: Kind;
  readonly uses: readonly number[];
  readonly follows: readonly number[];
  readonly parameters: readonly string[];
  readonly branch?: PlannedBranch;
}

/** What random numbers say of a step, before they are read as something that is possible. */
interface Draft {
  readonly kind: Kind;
  readonly uses: number[];
  readonly follows: number[];
  readonly parameters: number[];
  readonly branch: number;
  readonly side: (typeof SIDES)[number];
}

/** Valid plans of 2 to 60 steps. */
export const plans: fc.Arbitrary<PlannedStep[]> = fc
  .array(
    fc.record<Draft>({
      kind: fc.constantFrom(...KINDS),
      uses: fc.array(fc.nat(), { maxLength: MOST_USED }),
      follows: fc.array(fc.nat(), { maxLength: 2 }),
      parameters: fc.array(fc.nat(9), { maxLength: 2 }),
      branch: fc.nat(),
      side: fc.constantFrom(...SIDES),
    }),
    { minLength: 2, maxLength: 60, size: 'max' },
  )
  .map(planned);

/** Reads drafts as steps that can all run: each waits for earlier ones only, and never for both branches of a condition. */
function planned(drafts: readonly Draft[]): PlannedStep[] {
  const steps: PlannedStep[] = [];
  const needs: Set<string>[] = [];

  for (const [i, { kind, uses, follows, parameters, branch, side }] of drafts.entries()) {
    const conditions = steps.flatMap((step, place) => (step.kind === 'condition' ? [place] : []));
    const inBranch = kind !== 'condition' && conditions.length > 0 && branch % 3 > 0;
    const place = inBranch ? { condition: conditions[branch % conditions.length], side } : undefined;
    const own = new Set(place && [...needs[place.condition], needOf(place)]);
    const choose = (wanted: readonly number[]): number[] =>
      [...new Set(wanted.filter(() => i > 0).map((number) => number % i))].filter((candidate) => {
        const possible = steps[candidate].kind !== 'fail' && compatible(own, needs[candidate]);
        if (possible) needs[candidate].forEach((need) => own.add(need));
        return possible;
      });
    const used = choose(uses);

    steps.push({
      name: `Step-${i}`,
      kind,
      uses: used,
      follows: choose(follows).filter((candidate) => !used.includes(candidate)),
      parameters: [...new Set(parameters)].map((number) => `Parameter${number}`),
      branch: place,
    });
    needs.push(own);
  }

  return steps;
}

function needOf({ condition, side }: PlannedBranch): string {
  return `${condition} ${side}`;
}

function compatible(own: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...other].every((need) => {
    const [condition, side] = need.split(' ');
    return !own.has(`${condition} ${side === 'if' ? 'else' : 'if'}`);
  });
}

/** The edges of a plan, as `first -> second`. */
export function edgesOf(plan: readonly PlannedStep[]): string[] {
  return plan.flatMap(({ name, uses, follows, branch }) =>
    [...new Set([...uses, ...follows, ...(branch ? [branch.condition] : [])])].map(
      (place) => `${plan[place].name} -> ${name}`,
    ),
  );
}

/** The steps of a definition that stand outside branches, all of its steps, and its parameters. */
export interface BuiltPlan {
  readonly top: PipelineStep[];
  readonly all: PipelineStep[];
  readonly parameters: PipelineParameter[];
}

/** Builds the steps of a plan with the library's classes; more steps may be put into branches, by the condition's place. */
export function build(
  plan: readonly PlannedStep[],
  handler: lambda.IFunctionRef,
  more: readonly MoreSteps[] = [],
): BuiltPlan {
  const parameters = new Map(
    plan
      .flatMap((step) => step.parameters)
      .map((name) => [name, PipelineParameter.ofString(name, { defaultValue: 'x' })] as const),
  );
  const branches = new Map<string, PipelineStep[]>();
  const inBranch = (branch: PlannedBranch): PipelineStep[] => {
    const steps = branches.get(needOf(branch)) ?? [];
    branches.set(needOf(branch), steps);
    return steps;
  };
  const top: PipelineStep[] = [];
  const all: PipelineStep[] = [];

  for (const [place, { name, kind, uses, follows, parameters: used, branch }] of plan.entries()) {
    const references = [
      ...uses.map((other) => resultOf(all[other])),
      ...used.flatMap((parameter) => parameters.get(parameter) ?? []),
    ];
    const branchSteps = SIDES.map((side) => inBranch({ condition: place, side }));
    const step = stepOf(name, kind, references, branchSteps, handler);
    step.dependsOn(...follows.map((other) => all[other]));
    all.push(step);
    (branch ? inBranch(branch) : top).push(step);
  }
  for (const { steps, branch } of more) (branch ? inBranch(branch) : top).push(...steps);

  return { top, all, parameters: [...parameters.values()] };
}

/** Steps that no plan has, and where they stand. */
export interface MoreSteps {
  readonly steps: readonly PipelineStep[];
  readonly branch?: PlannedBranch;
}

/** Some result of a step. */
function resultOf(step: PipelineStep): PipelineReference {
  if (step instanceof ProcessingStep) return step.output('result');
  if (step instanceof TrainingStep) return step.properties.modelArtifacts;
  if (step instanceof TransformStep) return step.properties.outputS3Uri;
  if (step instanceof LambdaStep) return step.output('answer');
  if (step instanceof ConditionStep) return step.properties.outcome;

  return (step as CustomStep).properties.at('Answer');
}

function stepOf(
  name: string,
  kind: Kind,
  references: readonly PipelineReference[],
  [ifSteps, elseSteps]: PipelineStep[][],
  handler: lambda.IFunctionRef,
): PipelineStep {
  const image = ContainerImage.scikitLearn('1.2-1');
  const texts = references.map((reference) => reference.asString);
  const named = Object.fromEntries(texts.map((text, i) => [`Value${i}`, text]));

  switch (kind) {
    case 'processing':
      return new ProcessingStep(name, {
        image,
        entrypoint: ['python3', 'run.py'],
        inputs: texts.map((text, i) => ProcessingInput.fromS3(`input${i}`, text)),
        outputs: [ProcessingOutput.toS3('result', `s3://acme-data/${name}`)],
        propertyFiles: [{ fileName: 'Report', outputName: 'result', filePath: 'report.json' }],
      });
    case 'training':
      return new TrainingStep(name, {
        image,
        channels: ['s3://acme-data/train', ...texts].map((text, i) => TrainingChannel.fromS3(`channel${i}`, text)),
        outputS3Uri: 's3://acme-data/models',
      });
    case 'transform':
      return new TransformStep(name, {
        modelName: texts[0] ?? 'abalone',
        input: TransformInput.fromPrefix(['s3://acme-data', ...texts].join('/')),
        outputS3Uri: 's3://acme-data/predictions',
      });
    case 'lambda':
      return new LambdaStep(name, { handler, arguments: named, outputs: [{ outputName: 'answer' }] });
    case 'custom':
      return new CustomStep(name, { stepType: 'Novel', reason: 'no class', argumentsJson: JSON.stringify(named) });
    case 'condition':
      return new ConditionStep(name, {
        conditions: ['x', ...texts].map((text) => Condition.equalTo(text, 'x')),
        ifSteps,
        elseSteps,
      });
    case 'fail':
      return new FailStep(name, { message: ['failed', ...texts].join(' ') });
  }
}
