import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { checkCodeFolders } from '../../../lib/description/private/code-folders';
import { Changes, NINE_ACCOUNTS, descriptionFile, told } from '../nine-accounts';

const CODE = 'teams[0].projects[0].model.code';

function toldIn(folder: string, changes: Changes = {}): string[] {
  return told((problems, draft) => checkCodeFolders(problems, draft, folder), changes);
}

test('a folder with the three files is accepted', () => {
  const folder = dirname(descriptionFile(NINE_ACCOUNTS));

  expect(toldIn(folder)).toEqual([]);
});

test('the files that a folder lacks are named', () => {
  const folder = dirname(descriptionFile(NINE_ACCOUNTS));
  rmSync(join(folder, 'abalone', 'evaluate.py'));
  rmSync(join(folder, 'abalone', 'training.json'));

  expect(toldIn(folder)).toEqual([
    `CodeNotFound: ${CODE} is "abalone", that folder has no evaluate.py, training.json; add evaluate.py, training.json, or correct the path`,
  ]);
});

test.each(['abalon', 'abalone/preprocess.py', 'zero\0byte', 'a'.repeat(5000)])('no folder is found at %j', (code) => {
  const folder = dirname(descriptionFile(NINE_ACCOUNTS));

  expect(toldIn(folder, { [CODE]: code })).toEqual([
    `CodeNotFound: ${CODE} is "${code}", there is no such folder relative to the description's file; correct the path, or create the folder`,
  ]);
});

test.each([
  ['absolute, which is told elsewhere', '/abalone'],
  ['empty, which is told elsewhere', ' '],
  ['a token', Token.asString({ Ref: 'Parameter' })],
])('a path that is %s is not looked at', (_, code) => {
  const folder = dirname(descriptionFile(NINE_ACCOUNTS));

  expect(toldIn(folder, { [CODE]: code })).toEqual([]);
});
