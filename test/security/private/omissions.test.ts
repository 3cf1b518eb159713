import { App, Stack } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../../lib/core';
import {
  checkNotSelected,
  checkOmission,
  checkReason,
  checkSelected,
  recordRelaxations,
} from '../../../lib/security/private/omissions';

const PRESENT = ['SAGEMAKER_MODEL_IN_VPC', 'SAGEMAKER_DOMAIN_IN_VPC'];

test('what a selection has is taken out of it with a reason', () => {
  const told = problemsOf((problems) =>
    checkOmission(problems, { kind: 'ConfigRule', name: PRESENT[0], present: PRESENT, reason: 'models are public' }),
  );

  expect(told).toEqual([]);
});

test('both an unknown name and a missing reason are told', () => {
  const told = problemsOf((problems) =>
    checkOmission(problems, { kind: 'ConfigRule', name: 'SAGEMAKER_MODEL_VPC', present: PRESENT, reason: ' ' }),
  );

  expect(told).toEqual([
    'ConfigRuleUnknown: name is "SAGEMAKER_MODEL_VPC", the selection has no such config rule; did you mean "SAGEMAKER_MODEL_IN_VPC"',
    'ConfigRuleOmittedWithoutReason: SAGEMAKER_MODEL_VPC is taken out without a reason, an omission says why; write the sentence that an auditor will ask for',
  ]);
});

test('a name like no other gets the list of what there is', () => {
  const told = problemsOf((problems) => checkSelected(problems, 'ConfigRule', 'x', PRESENT));

  expect(told).toEqual([
    'ConfigRuleUnknown: name is "x", the selection has no such config rule; it has SAGEMAKER_MODEL_IN_VPC, SAGEMAKER_DOMAIN_IN_VPC',
  ]);
});

test('what a selection has cannot be added', () => {
  const told = problemsOf((problems) => checkNotSelected(problems, 'ConfigRule', PRESENT[1], PRESENT));

  expect(told).toEqual([
    'ConfigRuleTwice: name is "SAGEMAKER_DOMAIN_IN_VPC", the selection has this config rule already; remove the second',
  ]);
});

test.each(['', '  '])('the reason "%s" is none', (reason) => {
  const told = problemsOf((problems) => checkReason(problems, 'Code', 'path', 'is changed', reason));

  expect(told).toEqual([
    'Code: path is changed without a reason, an omission says why; write the sentence that an auditor will ask for',
  ]);
});

test('relaxations stand in the metadata of the template, behind those that stand there already', () => {
  const stack = new Stack(new App(), 'Security');
  stack.addMetadata('governed-ml:relaxations', [{ setting: 'sharedAccount', reason: 'a trial' }]);

  recordRelaxations(stack, [{ name: 'macie', reason: 'no personal data' }]);

  expect(stack.templateOptions.metadata).toEqual({
    'governed-ml:relaxations': [
      { setting: 'sharedAccount', reason: 'a trial' },
      { setting: 'macie', reason: 'no personal data' },
    ],
  });
});

test('without a relaxation nothing is written', () => {
  const stack = new Stack(new App(), 'Security');

  recordRelaxations(stack, []);

  expect(stack.templateOptions.metadata).toBeUndefined();
});

function problemsOf(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();
  checks(problems);
  return problems.all.map(renderProblem);
}
