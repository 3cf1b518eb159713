import { Lazy } from 'aws-cdk-lib';
import { ModelLicence } from '../../lib/deployment';

const STATEMENT = 'Jane Doe (legal) accepted the Llama 3.1 Community License on 2026-10-02: internal use';

test('an accepted agreement is told to SageMaker, and who accepted it to the auditor', () => {
  const licence = ModelLicence.accepted(STATEMENT);

  expect(licence._render()).toEqual({ acceptEula: true });
  expect(licence._statement).toBe(STATEMENT);
});

test('where nothing must be accepted, nothing is', () => {
  const licence = ModelLicence.notNeeded('Apache 2.0');

  expect(licence._render()).toBeUndefined();
  expect(licence._statement).toBe('Apache 2.0');
});

test('a statement may be known at deployment only', () => {
  const statement = Lazy.string({ produce: () => '' });

  expect(() => ModelLicence.accepted(statement)).not.toThrow();
});

test.each([
  { licence: () => ModelLicence.accepted(' '), remedy: 'write who accepted which licence, and why' },
  { licence: () => ModelLicence.notNeeded(''), remedy: 'write the licence, as "Apache 2.0"' },
])('a blank statement is refused: $remedy', ({ licence, remedy }) => {
  expect(licence).toThrow(
    `LicenceWithoutStatement: statement is blank, an auditor reads there on which terms the model is used; ${remedy}`,
  );
});
