import { SHARED_RESULTS, STEP_RESULTS } from './step-properties';

/** What a path through a step's results may lead over. */
export type ResultShape =
  | { readonly kind: 'value' }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, ResultShape> }
  | { readonly kind: 'list' | 'map'; readonly entry: ResultShape };

const VALUE: ResultShape = { kind: 'value' };
const WORDS = /[A-Za-z0-9]+|@|\[\]|<>|\{|\}/g;

const known = new Map<string, ResultShape | undefined>();

/** The results of a step type; undefined if they are not known. Read when a definition first asks for them. */
export function resultShapeOf(stepType: string): ResultShape | undefined {
  if (!known.has(stepType)) {
    const notation = (STEP_RESULTS as Readonly<Record<string, string>>)[stepType];
    known.set(stepType, notation === undefined ? undefined : { kind: 'structure', members: readMembers(notation) });
  }

  return known.get(stepType);
}

/** Reads the members of a structure in the notation of the table. */
export function readMembers(notation: string): ReadonlyMap<string, ResultShape> {
  return membersOf((notation.match(WORDS) ?? []).values());
}

function membersOf(words: Iterator<string>): ReadonlyMap<string, ResultShape> {
  const members = new Map<string, ResultShape>();

  let word = next(words);
  while (word !== undefined && word !== '}') {
    if (word === '@') {
      for (const [name, shape] of readMembers(SHARED_RESULTS[String(next(words))])) members.set(name, shape);
      word = next(words);
    } else {
      const { shape, following } = shapeAfterName(words);
      members.set(word, shape);
      word = following;
    }
  }

  return members;
}

/** The shape that a member's name is followed by, and the word after it. */
function shapeAfterName(words: Iterator<string>): { readonly shape: ResultShape; readonly following?: string } {
  const word = next(words);

  switch (word) {
    case '[]':
    case '<>': {
      const { shape, following } = shapeAfterName(words);
      return { shape: { kind: word === '[]' ? 'list' : 'map', entry: shape }, following };
    }
    case '{':
      return { shape: { kind: 'structure', members: membersOf(words) }, following: next(words) };
    default:
      return { shape: VALUE, following: word };
  }
}

function next(words: Iterator<string>): string | undefined {
  const result = words.next();

  return result.done ? undefined : result.value;
}
