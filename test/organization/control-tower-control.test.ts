import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { ControlTowerControl } from '../../lib/organization/control-tower-control';

test.each([
  ['CT.SAGEMAKER.PR.1', ControlTowerControl.refuseNotebooksWithInternet()],
  ['CT.SAGEMAKER.PR.2', ControlTowerControl.refuseNotebooksOutsideVpc()],
  ['CT.SAGEMAKER.PR.3', ControlTowerControl.refuseNotebooksWithRootAccess()],
  ['SH.SageMaker.1', ControlTowerControl.reportNotebooksWithInternet()],
  ['SH.SageMaker.2', ControlTowerControl.reportNotebooksOutsideVpc()],
  ['SH.SageMaker.3', ControlTowerControl.reportNotebooksWithRootAccess()],
])('%s is known by its name and by its ARN in the Control Catalog', (name, control) => {
  const stack = new Stack(new App(), 'Organization');

  const arn = JSON.stringify(stack.resolve(control._arn(stack)));

  expect(control.controlName).toBe(name);
  expect(arn).toMatch(/:controlcatalog:::control\/[0-9a-z]{25}"/);
});

test('every control has an ARN of its own', () => {
  const stack = new Stack(new App(), 'Organization');
  const controls = [...ControlTowerControl.proactive(), ...ControlTowerControl.detective()];

  const arns = controls.map((control) => stack.resolve(control._arn(stack)) as object);

  expect(new Set(arns.map((arn) => JSON.stringify(arn))).size).toBe(6);
});

test.each([
  'arn:aws:controlcatalog:::control/66gfl06uj1v999z53szvu0exa',
  'arn:aws:controltower:eu-west-1::control/AWS-GR_SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS',
])('another control is known by its ARN %s', (arn) => {
  const control = ControlTowerControl.other('NOTEBOOK_INTERNET', arn);

  expect(control._arn(new Stack())).toBe(arn);
});

test('the ARN of another control may be known at deployment only', () => {
  const stack = new Stack();
  const value = new CfnParameter(stack, 'Value').valueAsString;

  const control = ControlTowerControl.other('CT.S3.PR.1', value);

  expect(stack.resolve(control._arn(stack))).toEqual({ Ref: 'Value' });
});

test('a malformed name and ARN are told at once', () => {
  const control = () => ControlTowerControl.other('CT S3', 'by3ykpgv0a73qqv1k8jksf8q0');

  expect(control).toThrow(
    [
      '2 problems:',
      '  ControlNameMalformed: controlName is "CT S3", the name of a control is 1 to 100 letters, digits and ._-; copy the alias of the control, as "CT.S3.PR.1"',
      '  ControlArnMalformed: controlArn is "by3ykpgv0a73qqv1k8jksf8q0", the ARN of a control reads arn:<partition>:controlcatalog:::control/<id> or arn:<partition>:controltower:<region>::control/<id>; copy it from the details of the control, or from aws controlcatalog list-controls',
    ].join('\n'),
  );
});
