import { readFileSync } from 'node:fs';
import { STRATEGIES_PLOT, strategiesPlot } from '../../scripts/plot-strategies';

test('the plot in the README shows what the strategies synthesise to; npx ts-node scripts/plot-strategies.ts draws it anew', () => {
  const plot = strategiesPlot();

  expect(plot).toBe(readFileSync(STRATEGIES_PLOT, 'utf8'));
});
