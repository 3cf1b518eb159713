import { AbDecision } from '../../lib/deployment';

test.each([
  { decision: AbDecision.tell(), does: 'leaves the weights to a person', shifts: false },
  { decision: AbDecision.shiftTraffic(), does: 'gives the winner all requests', shifts: true },
])('a decision that $does', ({ decision, shifts }) => {
  expect(decision._shifts).toBe(shifts);
});
