import { Token } from 'aws-cdk-lib';
import { nearest } from '../../core';
import { quoted } from './quoted-names';
import { RenderedStep } from './rendered-definition';
import { ResultShape, resultShapeOf } from './result-shape';

const STAGE = /\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\]/y;
const PROPERTY_FILES = 'PropertyFiles.';
const MOST_LISTED = 8;

/** A part of a path: a member of a structure, an entry of a list by its place, or an entry of a list or map by its name. */
type Stage = { readonly member: string } | { readonly place: string } | { readonly key: string };

/** Why a path leads nowhere, in the words of a problem. */
export interface DeadEnd {
  readonly code: string;
  readonly wanted: string;
  readonly remedy: string;
}

/** Why a path leads to no result of a step; undefined if it leads to one, or if nobody can know. */
export function deadEndOf(step: RenderedStep, path: string): DeadEnd | undefined {
  if (path.startsWith(PROPERTY_FILES)) return propertyFileDeadEnd(step, path.slice(PROPERTY_FILES.length));

  const stages = stagesOf(path);
  if (stages === undefined) {
    return {
      code: 'ReferenceMalformed',
      wanted: "a path names members and entries, as FinalMetricDataList[0].Value or Outputs['train'].S3Output.S3Uri",
      remedy: 'write it in that form',
    };
  }
  let shape = resultShapeOf(step.Type);
  for (const [i, stage] of stages.entries()) {
    if (shape === undefined) return undefined;
    const end = stageDeadEnd(step, shape, stages.slice(0, i), stage);
    if (end !== undefined) return { code: 'StepResultUnknown', ...end };
    shape = following(shape, stage);
  }
  return undefined;
}

/** A name that is not among those of a step's entries, in the words of a problem. */
function unknownName(name: string, known: readonly string[], place: string): Omit<DeadEnd, 'code'> | undefined {
  if (known.includes(name)) return undefined;
  const [candidate] = nearest(name, known);

  return {
    wanted: known.length > 0 ? `its ${place} are ${quoted(known)}` : `it has no ${place}`,
    remedy: candidate ? `did you mean "${candidate}"` : 'add it to the step, or correct the name',
  };
}

function propertyFileDeadEnd({ PropertyFiles: files }: RenderedStep, name: string): DeadEnd | undefined {
  const end = unknownName(name, namesOf(files ?? [], 'PropertyFileName') ?? [name], 'property files');

  return end && { code: 'StepResultUnknown', ...end };
}

function stageDeadEnd(
  step: RenderedStep,
  shape: ResultShape,
  passed: readonly Stage[],
  stage: Stage,
): Omit<DeadEnd, 'code'> | undefined {
  const place = written(passed);

  switch (shape.kind) {
    case 'value':
      return { wanted: `${place} is a single value`, remedy: 'end the path there' };
    case 'structure':
      return memberDeadEnd(step.Type, shape.members, place, stage);
    case 'list':
    case 'map':
      if ('member' in stage) return entryDeadEnd(shape, place);
      if ('place' in stage) return shape.kind === 'list' ? undefined : entryDeadEnd(shape, place);
      if (shape.kind === 'list' && !hasNames(shape.entry)) return entryDeadEnd(shape, place);
      return unknownName(stage.key, declaredNames(step, passed) ?? [stage.key], place);
  }
}

function memberDeadEnd(
  type: string,
  members: ReadonlyMap<string, ResultShape>,
  place: string,
  stage: Stage,
): Omit<DeadEnd, 'code'> | undefined {
  const holder = place === '' ? `a step of type ${type}` : place;
  if (!('member' in stage)) return { wanted: `${holder} has members, not entries`, remedy: `name one after a dot` };
  if (members.has(stage.member)) return undefined;

  const names = [...members.keys()];
  const [candidate] = nearest(stage.member, names);
  if (names.length === 0) return { wanted: `${holder} has no results`, remedy: 'leave it out' };
  if (candidate !== undefined) {
    return { wanted: `${holder} has no "${stage.member}"`, remedy: `did you mean "${candidate}"` };
  }
  return {
    wanted: `${holder} has no "${stage.member}"`,
    remedy:
      names.length > MOST_LISTED
        ? "take one from the answer of the step's Describe operation"
        : `take one of ${quoted(names)}`,
  };
}

function entryDeadEnd({ kind, entry }: ResultShape & { entry: ResultShape }, place: string): Omit<DeadEnd, 'code'> {
  if (kind === 'map') return { wanted: `${place} is a map`, remedy: `choose an entry, as ${place}['name']` };
  const byName = hasNames(entry) ? ` or ${place}['name']` : '';

  return { wanted: `${place} is a list`, remedy: `choose an entry, as ${place}[0]${byName}` };
}

function following(shape: ResultShape, stage: Stage): ResultShape | undefined {
  if (shape.kind === 'structure') return 'member' in stage ? shape.members.get(stage.member) : undefined;

  return shape.kind === 'value' ? undefined : shape.entry;
}

/** The parts of a path; undefined if it is none. */
function stagesOf(path: string): Stage[] | undefined {
  const dotted = `.${path}`;
  const stages: Stage[] = [];

  STAGE.lastIndex = 0;
  while (STAGE.lastIndex < dotted.length) {
    const [, member, place, key] = STAGE.exec(dotted) ?? [];
    if (member !== undefined) stages.push({ member });
    else if (place !== undefined) stages.push({ place });
    else if (key !== undefined) stages.push({ key });
    else return undefined;
  }

  return stages;
}

function written(stages: readonly Stage[]): string {
  return stages
    .map((stage) =>
      'member' in stage ? `.${stage.member}` : 'place' in stage ? `[${stage.place}]` : `['${stage.key}']`,
    )
    .join('')
    .replace(/^\./, '');
}

/** SageMaker finds the entries of a list by name where each has one, as `OutputName`. */
function hasNames(entry: ResultShape): boolean {
  return entry.kind === 'structure' && nameMember([...entry.members.keys()]) !== undefined;
}

function nameMember(members: readonly string[]): string | undefined {
  return members.find((member) => member.endsWith('Name'));
}

/** The names that a step gives the entries of a list, which its results repeat; undefined if it gives none, or not at synth. */
function declaredNames(step: RenderedStep, passed: readonly Stage[]): string[] | undefined {
  const list = valueAt(step.Arguments, passed) ?? valueAt(step, passed);
  const [first] = Array.isArray(list) ? (list as unknown[]) : [];
  const member = typeof first === 'object' && first !== null ? nameMember(Object.keys(first)) : undefined;

  return member === undefined ? undefined : namesOf(list, member);
}

function valueAt(value: unknown, stages: readonly Stage[]): unknown {
  return stages.reduce<unknown>(
    (held, stage) =>
      'member' in stage && typeof held === 'object' && held !== null
        ? (held as Record<string, unknown>)[stage.member]
        : undefined,
    value,
  );
}

function namesOf(list: unknown, member: string): string[] | undefined {
  const names = Array.isArray(list) ? (list as Record<string, unknown>[]).map((entry) => entry[member]) : [undefined];

  return names.every((name) => typeof name === 'string' && !Token.isUnresolved(name)) ? (names as string[]) : undefined;
}
