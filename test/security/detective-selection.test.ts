import { DetectiveSelection } from '../../lib/security';

const ALL = ['security-hub', 'config', 'guardduty', 'macie', 'external-access', 'unused-access'];

test('in the standard selection everything watches', () => {
  const selection = DetectiveSelection.standard();

  expect(selection.controls).toEqual(ALL);
  expect(selection.omissions).toEqual([]);
});

test.each(ALL)('%s can be taken out with a reason, and the selection it came from stays as it was', (control) => {
  const standard = DetectiveSelection.standard();

  const selection = standard.without(control, 'another tool watches');

  expect(selection.has(control)).toBe(false);
  expect(selection.creates(control)).toBe(false);
  expect(selection.omissions).toEqual([{ name: control, reason: 'another tool watches' }]);
  expect(standard.has(control)).toBe(true);
});

test.each(['security-hub', 'guardduty', 'macie'])(
  '%s can be adopted: it watches, and the stack does not create it',
  (control) => {
    const selection = DetectiveSelection.standard().adopting(control);

    expect(selection.has(control)).toBe(true);
    expect(selection.creates(control)).toBe(false);
    expect(selection.omissions).toEqual([]);
  },
);

test.each(['config', 'external-access', 'unused-access'])('%s needs no adoption', (control) => {
  const adopt = () => DetectiveSelection.standard().adopting(control);

  expect(adopt).toThrow(
    `DetectiveControlNotAdoptable: control is "${control}", an account has several of it; those it has once are security-hub, guardduty, macie; take adopting() away, or take the control out with without(control, reason)`,
  );
});

test('what is adopted cannot be adopted again', () => {
  const adopt = () => DetectiveSelection.standard().adopting('macie').adopting('macie');

  expect(adopt).toThrow(
    'AdoptedControlTwice: name is "macie", the selection has this adopted control already; remove the second',
  );
});

test('a control that is misspelt is told with the nearest name', () => {
  const take = () => DetectiveSelection.standard().without('guard-duty', 'another tool watches');

  expect(take).toThrow(
    'DetectiveControlUnknown: name is "guard-duty", the selection has no such detective control; did you mean "guardduty"',
  );
});

test('nothing is taken out twice', () => {
  const take = () => DetectiveSelection.standard().without('macie', 'no data').adopting('macie');

  expect(take).toThrow('DetectiveControlUnknown: name is "macie", the selection has no such detective control; it has');
});

test('nothing is taken out without a reason', () => {
  const take = () => DetectiveSelection.standard().without('macie', '');

  expect(take).toThrow(
    'DetectiveControlOmittedWithoutReason: macie is taken out without a reason, an omission says why; write the sentence that an auditor will ask for',
  );
});
