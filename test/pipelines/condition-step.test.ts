import { Stack } from 'aws-cdk-lib';
import { Condition, ConditionStep, PipelineStep } from '../../lib/pipelines';
import { definitionOf, permissionsOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

const ALWAYS = Condition.numberEqualTo(1, 1);

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a condition step holds the steps of both branches', () => {
  const step = new ConditionStep('Check', {
    conditions: [ALWAYS],
    ifSteps: [stepNamed('Register'), stepNamed('Announce')],
    elseSteps: [stepNamed('Explain')],
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({
    Name: 'Check',
    Type: 'Condition',
    Arguments: {
      Conditions: [{ Type: 'Equals', LeftValue: 1, RightValue: 1 }],
      IfSteps: [
        { Name: 'Register', Type: 'Processing' },
        { Name: 'Announce', Type: 'Processing' },
      ],
      ElseSteps: [{ Name: 'Explain', Type: 'Processing' }],
    },
  });
});

test('without steps for the other case the execution ends', () => {
  const step = new ConditionStep('Check', { conditions: [ALWAYS], ifSteps: [stepNamed('Register')] });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.ElseSteps).toEqual([]);
});

test('a step of a branch uses results of steps outside', () => {
  const train = stepNamed('Train');
  const register = stepNamed('Register');
  register.dependsOn(train);

  pipelineIn(stack, [train, new ConditionStep('Check', { conditions: [ALWAYS], ifSteps: [register] })]);

  const [, check] = definitionOf(stack).Steps;
  expect(check.Arguments.IfSteps).toMatchObject([{ DependsOn: ['Train'] }]);
});

test('later steps know what was decided', () => {
  const step = new ConditionStep('Check', { conditions: [ALWAYS], ifSteps: [] });

  expect(step.properties.outcome._render()).toEqual({ Get: 'Steps.Check.Outcome' });
});

test('deciding needs no permission', () => {
  expect(permissionsOf(stack, new ConditionStep('Check', { conditions: [ALWAYS], ifSteps: [] }))).toEqual([]);
});

test('problems of all conditions are told with their places', () => {
  const conditions = [Condition.equalTo('a', 'a'), Condition.lessThan(NaN, 6), Condition.numberIsIn(1, [2, Infinity])];

  const pipeline = () => pipelineIn(stack, [new ConditionStep('Check', { conditions, ifSteps: [] })]);

  expect(pipeline).toThrow(
    [
      '2 problems:',
      '  ConditionNumberNotFinite: steps.Check.conditions[1].left is NaN, a definition has no way to write it; compare with a finite number',
      '  ConditionNumberNotFinite: steps.Check.conditions[2].values[1] is Infinity, a definition has no way to write it; compare with a finite number',
    ].join('\n'),
  );
});

test('a condition step without conditions is refused', () => {
  const pipeline = () => pipelineIn(stack, [new ConditionStep('Check', { conditions: [], ifSteps: [] })]);

  expect(pipeline).toThrow(
    'ConditionStepWithoutConditions: steps.Check.conditions is empty, a condition step decides by at least one condition; add one, such as Condition.lessThanOrEqualTo(…)',
  );
});

test.each(['ifSteps', 'elseSteps'])('a condition step among the %s of another is refused', (branch) => {
  const inner = new ConditionStep('Inner', { conditions: [ALWAYS], ifSteps: [] });
  const outer = new ConditionStep('Outer', { conditions: [ALWAYS], ifSteps: [], [branch]: [inner] });

  const pipeline = () => pipelineIn(stack, [outer]);

  expect(pipeline).toThrow(
    'ConditionStepNested: steps.Outer has the condition step "Inner" in a branch, SageMaker does not nest condition steps; combine the conditions of both in one step, also with Condition.allOf(…), Condition.anyOf(…) or Condition.negationOf(…)',
  );
});

test('a condition that needs a result of its own branch waits for itself', () => {
  const register = stepNamed('Register');
  const condition = Condition.equalTo(register.output('result').asString, 's3://acme-data/Register');

  const pipeline = () =>
    pipelineIn(stack, [new ConditionStep('Check', { conditions: [condition], ifSteps: [register] })]);

  expect(pipeline).toThrow(
    'StepCycle: steps.Check waits for itself: Check -> Register -> Check, steps form a graph without cycles; remove one of these dependencies',
  );
});

test('problems of steps in branches are told as well', () => {
  const nameless: PipelineStep = stepNamed('Register model');

  const pipeline = () => pipelineIn(stack, [new ConditionStep('Check', { conditions: [ALWAYS], ifSteps: [nameless] })]);

  expect(pipeline).toThrow(
    'NameMalformed: steps.Register model.stepName is "Register model", a step name is 1 to 64 characters: letters, digits, hyphens and underscores; write "Register-model"',
  );
});
