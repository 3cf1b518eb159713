import { readFileSync } from 'node:fs';
import { BANDIT_PLOT, banditPlot } from '../../scripts/plot-bandit';

test('the plot in the README shows what the bandit does; npx ts-node scripts/plot-bandit.ts draws it anew', () => {
  const plot = banditPlot();

  expect(plot).toBe(readFileSync(BANDIT_PLOT, 'utf8'));
});
