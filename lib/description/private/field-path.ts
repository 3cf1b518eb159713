/** The way from the description to a field: keys and list positions. */
export type FieldPath = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const SEGMENT = /[^.[\]]+/g;

/** Writes a path as `teams[0].stages.dev`; a key that is no plain word is written in brackets. */
export function renderPath(path: FieldPath): string {
  return path
    .map((segment) => {
      if (typeof segment === 'number') return `[${segment}]`;
      return PLAIN_KEY.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** Reads a path that is made of the schema's own keys, as the checks write it. */
export function parsePath(text: string): FieldPath {
  return (text.match(SEGMENT) ?? []).map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}
