import { Lazy } from 'aws-cdk-lib';
import { definitionDot } from '../../../lib/pipelines/private/definition-dot';
import { placedSteps, RenderedDefinition, RenderedStep } from '../../../lib/pipelines/private/rendered-definition';
import { THIRTY_STEPS } from './thirty-steps';

const MODEL = { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' };

test('every step has a node with its name and type', () => {
  const dot = definitionDot(THIRTY_STEPS);

  const labels = placedSteps(THIRTY_STEPS.Steps).map(
    ({ step }) => new RegExp(`"${step.Name}" \\[label="${step.Name}\\\\n`),
  );
  expect(labels.filter((label) => !label.test(dot))).toEqual([]);
});

test('an arrow leads to each step from those that it uses, a dashed one from those that it follows', () => {
  const lines = linesOf([
    step('Train'),
    step('Clean'),
    { ...step('Evaluate'), Arguments: { Model: MODEL }, DependsOn: ['Clean'] },
  ]);

  expect(lines.filter((line) => line.includes('->'))).toEqual([
    '"Train" -> "Evaluate";',
    '"Clean" -> "Evaluate" [style="dashed"];',
  ]);
});

test('branches are frames; only their first steps hang on the condition', () => {
  const lines = linesOf([
    {
      Name: 'Check',
      Type: 'Condition',
      Arguments: {
        IfSteps: [step('Register'), { ...step('Deploy'), DependsOn: ['Register'] }],
        ElseSteps: [{ ...step('Explain'), DependsOn: ['Check'] }],
      },
    },
  ]);

  expect(lines.filter((line) => /->|subgraph|^\}|"Check" \[/.test(line))).toEqual([
    '"Check" [label="Check\\nCondition", shape="diamond", style="filled", margin="0.02", fillcolor="#fff0c2"];',
    'subgraph "cluster Check if" {',
    '}',
    'subgraph "cluster Check else" {',
    '}',
    '"Check" -> "Register" [label="if"];',
    '"Register" -> "Deploy" [style="dashed"];',
    '"Check" -> "Explain" [label="else"];',
    '}',
  ]);
});

test('a branch without steps ends in a point', () => {
  const lines = linesOf([
    { Name: 'Check', Type: 'Condition', Arguments: { IfSteps: [step('Register')], ElseSteps: [] } },
  ]);

  expect(lines).toContain('"Check else (end)" [shape="point", width="0.08"];');
  expect(lines).toContain('"Check" -> "Check else (end)" [label="else"];');
});

test.each([
  { what: 'a check', gate: { Name: 'Gate', Type: 'QualityCheck' } },
  { what: 'a bias check', gate: { Name: 'Gate', Type: 'ClarifyCheck' } },
  {
    what: 'a job of the open engine',
    gate: {
      Name: 'Gate',
      Type: 'Processing',
      Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'result' }, { OutputName: 'next-baseline' }] } },
    },
  },
  {
    what: 'a condition that may fail the execution',
    gate: { Name: 'Gate', Type: 'Condition', Arguments: { ElseSteps: [{ Name: 'Stop', Type: 'Fail' }] } },
  },
])('$what is marked as a gate', ({ gate }) => {
  const [node] = linesOf([gate]).filter((line) => line.startsWith('"Gate" ['));

  expect(node).toContain(`label="Gate\\ngate: ${gate.Type}"`);
  expect(node).toContain('peripheries="2"');
});

test('a condition that only chooses is no gate', () => {
  const [node] = linesOf([{ Name: 'Check', Type: 'Condition', Arguments: { IfSteps: [step('Register')] } }]).filter(
    (line) => line.startsWith('"Check" ['),
  );

  expect(node).not.toContain('gate');
});

test('parameters are listed in a note with their defaults and the steps that use them', () => {
  const users = ['A', 'B', 'C', 'D', 'E'].map((name) => ({
    ...step(name),
    Arguments: { V: { Get: 'Parameters.Many' } },
  }));
  const parameters = [
    { Name: 'Many', Type: 'Integer', DefaultValue: 2 },
    { Name: 'None', Type: 'String' },
    { Name: 'Late', Type: 'String', DefaultValue: Lazy.any({ produce: () => 'known at deployment' }) },
  ];

  const [note] = linesOf(users, { Parameters: parameters }).filter((line) => line.startsWith('"(parameters)"'));

  expect(note).toBe(
    '"(parameters)" [label="parameters\\lMany: Integer = 2 → A, B, C, 2 more\\lNone: String → \\lLate: String = … → \\l", shape="note", style="filled"];',
  );
});

test('without parameters there is no note', () => {
  expect(linesOf([step('Train')]).join()).not.toContain('note');
});

test('names and titles cannot leave their quotes', () => {
  const dot = definitionDot({ Version: '2020-12-01', Steps: [step('Say "hi"\\\n')] }, 'a "title"');

  expect(dot).toContain('"Say \\"hi\\"\\\\\\n" [label="Say \\"hi\\"\\\\\\n\\nProcessing"];');
  expect(dot).toContain('label="a \\"title\\""');
});

test('the same definition gives the same text', () => {
  expect(definitionDot(THIRTY_STEPS)).toBe(definitionDot(structuredClone(THIRTY_STEPS)));
});

function step(name: string): RenderedStep {
  return { Name: name, Type: 'Processing' };
}

function linesOf(steps: RenderedStep[], more: Partial<RenderedDefinition> = {}): string[] {
  return definitionDot({ Version: '2020-12-01', Steps: steps, ...more })
    .split('\n')
    .map((line) => line.trim());
}
