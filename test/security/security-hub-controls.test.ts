import { SecurityHubControls } from '../../lib/security';

const FOUNDATIONAL = 'aws-foundational-security-best-practices/v/1.0.0';
const AI = 'ai-security-best-practices/v/1.0.0';
const TAGGING = 'aws-resource-tagging-standard/v/1.0.0';

test('all controls of SageMaker are selected, with the standards that bring them', () => {
  const controls = SecurityHubControls.all();

  expect(controls.controlIds).toHaveLength(25);
  expect(controls._standards()).toEqual([FOUNDATIONAL, AI, TAGGING]);
});

test('a control is taken out with a reason, and the selection it came from stays as it was', () => {
  const all = SecurityHubControls.all();

  const controls = all.without('SageMaker.4', 'endpoints of one instance are meant');

  expect(controls.controlIds).not.toContain('SageMaker.4');
  expect(controls.omissions).toEqual([{ name: 'SageMaker.4', reason: 'endpoints of one instance are meant' }]);
  expect(all.controlIds).toContain('SageMaker.4');
});

test('a standard goes with the last of its controls', () => {
  const controls = SecurityHubControls.all()
    .without('SageMaker.6', 'tag policies hold')
    .without('SageMaker.7', 'tag policies hold');

  expect(controls._standards()).toEqual([FOUNDATIONAL, AI]);
});

test('what a control demands is told in words', () => {
  const controls = SecurityHubControls.all();

  expect(controls.demandOf('SageMaker.5')).toBe('models are isolated from the network');
  expect(controls.demandOf('SageMaker.99')).toBeUndefined();
});

test.each([
  [
    'SageMaker.26',
    'reason',
    'SecurityHubControlUnknown: name is "SageMaker.26", the selection has no such security hub control; did you mean "SageMaker.16"',
  ],
  [
    'SageMaker.4',
    ' ',
    'SecurityHubControlOmittedWithoutReason: SageMaker.4 is taken out without a reason, an omission says why; write the sentence that an auditor will ask for',
  ],
])('taking out %s with the reason "%s" is refused', (id, reason, message) => {
  const take = () => SecurityHubControls.all().without(id, reason);

  expect(take).toThrow(message);
});
