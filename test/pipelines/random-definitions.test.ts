import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { Problems } from '../../lib/core';
import {
  Condition,
  ConditionStep,
  CustomStep,
  FailStep,
  JobEnvironment,
  PipelineDefinition,
  PipelineParameter,
  PipelineStep,
} from '../../lib/pipelines';
import { Definition, environmentIn, RenderedStep, stackIn, stepNamed } from './definitions';
import { build, BuiltPlan, edgesOf, PlannedStep, plans } from './random-definitions';

/** Something wrong with a definition, and where: a place in the plan, and numbers to choose by. */
interface Fault {
  readonly plan: PlannedStep[];
  readonly choice: number;
}

const PROCESSING = ['processing'];
const LAMBDA = ['lambda'];
const TYPED = [...PROCESSING, ...LAMBDA, 'training', 'transform', 'condition'];

const OUTPUT = "ProcessingOutputConfig.Outputs['nonsense'].S3Output.S3Uri";
const ANSWER = "OutputParameters['nonsense']";
const FILE = 'PropertyFiles.Nonsense';

let stack: Stack;
let environment: JobEnvironment;
let handler: lambda.IFunction;

beforeAll(() => {
  stack = stackIn();
  environment = environmentIn(stack);
  handler = lambda.Function.fromFunctionArn(stack, 'Handler', 'arn:aws:lambda:eu-west-1:111111111111:function:deploy');
});

test('a valid definition has no problems, and keeps its edges and parameters through its JSON text', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const built = build(plan, handler);

      const definition = definitionOf(built);

      const { Steps: steps, Parameters: parameters } = JSON.parse(stack.resolve(definition.toJson())) as Definition;
      expect(codesOf(definition)).toEqual([]);
      expect(parsedEdges(steps).sort()).toEqual(edgesOf(plan).sort());
      expect(parameters).toHaveLength(built.parameters.length);
    }),
    { numRuns: 100 },
  );
});

test('the drawing of a valid definition names every step', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const dot = definitionOf(build(plan, handler)).toDot();

      expect(plan.filter(({ name }) => !dot.includes(`"${name}" [label="${name}\\n`))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test.each<{ code: string; fault: string; inject: (fault: Fault) => BuiltPlan | undefined }>([
  { code: 'StepUnknown', fault: 'a result of a step that is not there', inject: using('Steps.Missing.Answer') },
  { code: 'StepUnknown', fault: 'an order behind a step that is not there', inject: withStep(afterMissing, branchAt) },
  { code: 'StepResultUnknown', fault: 'a result that a step does not have', inject: usingResult(TYPED, 'Nonsense') },
  { code: 'StepResultUnknown', fault: 'an output that a step does not have', inject: usingResult(PROCESSING, OUTPUT) },
  { code: 'StepResultUnknown', fault: 'an answer that a function does not give', inject: usingResult(LAMBDA, ANSWER) },
  { code: 'StepResultUnknown', fault: 'a file that a step does not write', inject: usingResult(PROCESSING, FILE) },
  { code: 'ReferenceMalformed', fault: 'a path that is none', inject: usingResult(TYPED, 'Nonsense..Member') },
  { code: 'ReferenceMalformed', fault: 'a reference of no kind', inject: using('Step.Train') },
  { code: 'ExecutionVariableUnknown', fault: 'what no execution knows', inject: using('Execution.Weekday') },
  { code: 'ParameterUndeclared', fault: 'a parameter that is not declared', inject: using('Parameters.Nonsense') },
  { code: 'ParameterUnused', fault: 'a parameter that no step uses', inject: withParameter },
  { code: 'StepNameTaken', fault: 'a name that is used twice', inject: withStep(namesake) },
  { code: 'StepCycle', fault: 'a step that waits for one that waits for it', inject: closingCycle },
  { code: 'StepNeverRuns', fault: 'a step that waits for the other branch', inject: withStep(crossing) },
  { code: 'StepNeverRuns', fault: 'a step behind a fail step', inject: withFailStep },
])('$code: $fault is told, and nothing else', ({ code, inject }) => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, choice) => {
      const built = inject({ plan, choice });
      fc.pre(built !== undefined);

      expect(codesOf(definitionOf(built))).toEqual([code]);
    }),
    { numRuns: 25 },
  );
});

/** The plan with one more step, outside all branches if not said otherwise. */
function withStep(
  make: (fault: Fault) => PipelineStep | undefined,
  place: (fault: Fault) => PlannedStep['branch'] = () => undefined,
): (fault: Fault) => BuiltPlan | undefined {
  return (fault) => {
    const extra = make(fault);
    return extra && build(fault.plan, handler, [{ steps: [extra], branch: place(fault) }]);
  };
}

/** The plan with one more step, anywhere, that gets a path. */
function using(path: string): (fault: Fault) => BuiltPlan | undefined {
  return withStep(() => getting(path), branchAt);
}

/** The plan with one more step that gets a path of an earlier step of some kind. */
function usingResult(kinds: readonly string[], path: string): (fault: Fault) => BuiltPlan | undefined {
  return withStep(({ plan, choice }) => {
    const makers = plan.filter(({ kind, branch }) => kinds.includes(kind) && branch === undefined);
    return makers.length === 0 ? undefined : getting(`Steps.${makers[choice % makers.length].name}.${path}`);
  });
}

function getting(path: string): PipelineStep {
  const argumentsJson = JSON.stringify({ Deep: [{ Value: { Get: path } }] });

  return new CustomStep('Extra', { stepType: 'Novel', reason: 'no class', argumentsJson });
}

function afterMissing(): PipelineStep {
  return behind('Extra', stepNamed('Missing'));
}

function namesake({ plan, choice }: Fault): PipelineStep {
  return stepNamed(plan[choice % plan.length].name);
}

function withParameter({ plan }: Fault): BuiltPlan {
  const built = build(plan, handler);

  return { ...built, parameters: [...built.parameters, PipelineParameter.ofString('Idle')] };
}

function closingCycle({ plan, choice }: Fault): BuiltPlan | undefined {
  const later = plan.flatMap(({ kind, uses, follows }, place) =>
    kind === 'fail' ? [] : [...uses, ...follows].map((earlier) => ({ place, earlier })),
  );
  if (later.length === 0) return undefined;
  const { place, earlier } = later[choice % later.length];

  const built = build(plan, handler);
  built.all[earlier].dependsOn(built.all[place]);
  return built;
}

function crossing(): PipelineStep {
  const first = stepNamed('First');

  return new ConditionStep('Crossing', {
    conditions: [Condition.numberEqualTo(1, 1)],
    ifSteps: [first],
    elseSteps: [behind('Second', first)],
  });
}

function withFailStep({ plan }: Fault): BuiltPlan {
  const stop = new FailStep('Stop', { message: 'not good enough' });

  return build(plan, handler, [{ steps: [stop, behind('Extra', stop)] }]);
}

function behind(name: string, step: PipelineStep): PipelineStep {
  const later = stepNamed(name);
  later.dependsOn(step);

  return later;
}

/** Any branch of the plan, or none. */
function branchAt({ plan, choice }: Fault): PlannedStep['branch'] {
  const conditions = plan.flatMap(({ kind }, place) => (kind === 'condition' ? [place] : []));
  if (conditions.length === 0 || choice % 2 === 0) return undefined;

  return { condition: conditions[choice % conditions.length], side: choice % 4 === 1 ? 'if' : 'else' };
}

function definitionOf({ top, parameters }: BuiltPlan): PipelineDefinition {
  return PipelineDefinition._of(stack, { pipelineName: 'random', environment, steps: top, parameters });
}

function codesOf(definition: PipelineDefinition): string[] {
  const problems = new Problems();
  definition._check(problems);

  return problems.all.map(({ code }) => code);
}

/** The edges of a definition, read from its text alone. */
function parsedEdges(steps: readonly RenderedStep[], holder?: string): string[] {
  return steps.flatMap(({ Name: name, Arguments: held, DependsOn: follows = [], ...rest }) => {
    const { IfSteps: ifSteps, ElseSteps: elseSteps, ...own } = held;
    const text = JSON.stringify({ own, rest });
    const used = [...text.matchAll(/"Get":"Steps\.([^.]+)\./g)].map(([, step]) => step);
    const before = [...used, ...follows, ...(holder === undefined ? [] : [holder])];

    return [
      ...[...new Set(before)].map((earlier) => `${earlier} -> ${name}`),
      ...[ifSteps, elseSteps].flatMap((branch) => parsedEdges((branch ?? []) as RenderedStep[], name)),
    ];
  });
}
