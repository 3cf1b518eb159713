import { NEXT_BASELINE } from './gate-results';
import {
  Branch,
  branchOf,
  PlacedStep,
  placedSteps,
  RenderedDefinition,
  RenderedParameter,
  RenderedStep,
  stepsByName,
} from './rendered-definition';

const CHECK_TYPES = ['ClarifyCheck', 'QualityCheck'];
const MOST_USERS = 3;
const SIDES = ['if', 'else'] as const;

/** Attributes of Graphviz, as `{ shape: 'box' }`. */
type Attributes = Readonly<Record<string, string>>;

/** Fill colours that differ in grey, too: each is darker than the one before. */
const FILLS = { step: '#ffffff', condition: '#fff0c2', gate: '#c5daf0', fail: '#dba79f' };

const GRAPH: Attributes = { rankdir: 'TB', nodesep: '0.35', ranksep: '0.5', fontname: 'Helvetica', fontsize: '13' };
const NODE: Attributes = {
  shape: 'box',
  style: 'rounded,filled',
  fillcolor: FILLS.step,
  margin: '0.17,0.07',
  fontname: 'Helvetica',
  fontsize: '11',
};
const EDGE: Attributes = { fontname: 'Helvetica', fontsize: '10', arrowsize: '0.7' };

/**
 * A definition as a graph in the DOT language: an arrow leads from each step to those that wait for it, a dashed one where they
 * use no result. A condition step leads to the first steps of its branches only; the others follow from those.
 */
export function definitionDot(definition: RenderedDefinition, title?: string): string {
  const steps = placedSteps(definition.Steps);
  const byName = stepsByName(steps);

  return [
    'digraph {',
    ...indented([
      `graph ${attributes({ ...GRAPH, ...(title === undefined ? {} : { label: escaped(title), labelloc: 't' }) })};`,
      `node ${attributes(NODE)};`,
      `edge ${attributes(EDGE)};`,
      ...parameterNote(definition.Parameters ?? [], steps),
      ...definition.Steps.flatMap(nodesOf),
      ...steps.flatMap((step) => edgesTo(step, byName)),
      ...steps.flatMap(({ step }) => emptyBranches(step)),
    ]),
    '}',
    '',
  ].join('\n');
}

/** What a run may change, and which steps use it. */
function parameterNote(parameters: readonly RenderedParameter[], steps: readonly PlacedStep[]): string[] {
  if (parameters.length === 0) return [];
  const users = new Map<string, string[]>();
  for (const { step, paths } of steps) {
    for (const path of paths) users.set(path, [...(users.get(path) ?? []), step.Name]);
  }

  const lines = parameters.map(({ Name: name, Type: type = '', DefaultValue: value }) => {
    const usedBy = users.get(`Parameters.${name}`) ?? [];
    return `${name}: ${type}${value === undefined ? '' : ` = ${shown(value)}`} → ${listed(usedBy)}`;
  });
  const label = ['parameters', ...lines].map((line) => `${escaped(line)}\\l`).join('');

  return [`${quoted('(parameters)')} ${attributes({ label, shape: 'note', style: 'filled' })};`];
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_USERS;

  return [...names.slice(0, MOST_USERS), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** A default is a plain value, unless CloudFormation alone knows it. */
function shown(value: string | number | boolean | object): string {
  return typeof value === 'object' ? '…' : String(value);
}

/** The node of a step; a condition step comes with its branches, each in a frame. */
function nodesOf(step: RenderedStep): string[] {
  return [`${quoted(step.Name)} ${attributes(looksOf(step))};`, ...SIDES.flatMap((side) => frameOf(step, side))];
}

function frameOf(step: RenderedStep, side: Branch['side']): string[] {
  const steps = branchOf(step, side);
  if (steps.length === 0) return [];

  return [
    `subgraph ${quoted(`cluster ${step.Name} ${side}`)} {`,
    ...indented([
      `graph ${attributes({ label: side, labeljust: 'l', style: 'rounded,dashed', fontsize: '10' })};`,
      ...steps.flatMap(nodesOf),
    ]),
    '}',
  ];
}

function looksOf(step: RenderedStep): Attributes {
  const gate = isGate(step);
  const label = `${escaped(step.Name)}\\n${escaped(gate ? `gate: ${step.Type}` : step.Type)}`;
  const doubled: Attributes = gate ? { peripheries: '2', fillcolor: FILLS.gate } : {};

  switch (step.Type) {
    case 'Condition':
      return { label, shape: 'diamond', style: 'filled', margin: '0.02', fillcolor: FILLS.condition, ...doubled };
    case 'Fail':
      return { label, shape: 'octagon', style: 'filled', fillcolor: FILLS.fail };
    default:
      return { label, ...doubled };
  }
}

/** A step that may end the execution: a check, a job of the open engine, or a condition with a fail step in a branch. */
function isGate(step: RenderedStep): boolean {
  return (
    CHECK_TYPES.includes(step.Type) ||
    outputNames(step).includes(NEXT_BASELINE) ||
    SIDES.some((side) => branchOf(step, side).some(({ Type }) => Type === 'Fail'))
  );
}

function outputNames(step: RenderedStep): string[] {
  const { Outputs = [] } = (step.Arguments?.ProcessingOutputConfig ?? {}) as { Outputs?: { OutputName: string }[] };

  return Outputs.map(({ OutputName }) => OutputName);
}

/** The arrows to a step; that of its branch only if nothing in the branch leads to it. */
function edgesTo({ step, branch, uses, follows }: PlacedStep, byName: ReadonlyMap<string, PlacedStep>): string[] {
  const beside = (name: string): boolean => {
    const other = byName.get(name)?.branch;
    return other?.conditionStep === branch?.conditionStep && other?.side === branch?.side;
  };
  const first = branch !== undefined && ![...uses, ...follows].some(beside);
  const direct = (name: string): boolean => !first || name !== branch.conditionStep;

  return [
    ...(first ? [edge(branch.conditionStep, step.Name, { label: branch.side })] : []),
    ...uses.filter(direct).map((name) => edge(name, step.Name)),
    ...follows.filter(direct).map((name) => edge(name, step.Name, { style: 'dashed' })),
  ];
}

/** Where a condition step has no steps for a case, its arrow ends in a point. */
function emptyBranches(step: RenderedStep): string[] {
  const empty = SIDES.filter((side) => step.Type === 'Condition' && branchOf(step, side).length === 0);

  return empty.flatMap((side) => {
    const end = `${step.Name} ${side} (end)`;
    return [`${quoted(end)} ${attributes({ shape: 'point', width: '0.08' })};`, edge(step.Name, end, { label: side })];
  });
}

function edge(from: string, to: string, looks?: Attributes): string {
  return `${quoted(from)} -> ${quoted(to)}${looks ? ` ${attributes(looks)}` : ''};`;
}

/** Attributes in brackets; of their values, only labels hold text of the definition, already escaped. */
function attributes(values: Attributes): string {
  return `[${Object.entries(values)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}]`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
