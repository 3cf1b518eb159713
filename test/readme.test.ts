import { Page, faultsIn, readmes } from './readme-blocks';

const PAGES = readmes();

const WRONG_TYPE = page(
  'wrong-type.md',
  '# Registry',
  '',
  '```ts',
  "import { Stack } from 'aws-cdk-lib';",
  'declare const stack: Stack;',
  '',
  'const name: number = stack.stackName;',
  '```',
);
const LEANING = page(
  'leaning.md',
  '```ts',
  'const first = 1;',
  '```',
  '',
  '```ts',
  'export const second = first;',
  '```',
);
const MISSPELT = page('misspelt.md', '```ts', "import { misspelt } from 'governed-ml';", '```');
const SYNTAX = page('syntax.md', 'In a list:', '', '  ```ts', '  const name: = 1;', '  ```');
const OTHER_LANGUAGES = page('other.md', '```yaml', 'name: acme', '```', '', '```python', 'import governed_ml', '```');

// One program for every page: loading the types of aws-cdk-lib takes nearly all of the time.
const faults = faultsIn([...PAGES, WRONG_TYPE, LEANING, MISSPELT, SYNTAX, OTHER_LANGUAGES]);

test.each(PAGES)('every ts block of $path compiles against the library', (readme) => {
  expect(faultsOf(readme)).toEqual([]);
});

test('a block that does not compile is reported with the line of its page', () => {
  expect(faultsOf(WRONG_TYPE)).toEqual(["wrong-type.md:7 Type 'string' is not assignable to type 'number'."]);
});

test('a block that leans on an earlier one is reported: each can be copied alone', () => {
  expect(faultsOf(LEANING)).toEqual(["leaning.md:6 Cannot find name 'first'."]);
});

test('a block that names what the library does not export is reported', () => {
  expect(faultsOf(MISSPELT)).toEqual([`misspelt.md:2 Module '"governed-ml"' has no exported member 'misspelt'.`]);
});

test('a block that is no TypeScript is reported', () => {
  expect(faultsOf(SYNTAX)).toEqual(['syntax.md:4 Type expected.']);
});

test('a block in another language is left alone', () => {
  expect(faultsOf(OTHER_LANGUAGES)).toEqual([]);
});

function page(name: string, ...lines: string[]): Page {
  return { path: name, text: `${lines.join('\n')}\n` };
}

function faultsOf({ path }: Page): string[] {
  return faults.filter((fault) => fault.startsWith(`${path}:`));
}
