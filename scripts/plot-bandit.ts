import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  DRIFT,
  POLICIES,
  drifting,
  laiRobbinsBound,
  meanRegret,
  simulate,
  simulateAll,
  steady,
} from '../test/deployment/bandit-simulation';
import { ROOT } from './run';
import { LineChart, LineSeries, lineCharts } from './svg-chart';

/** Where the plot stands that the README shows. */
export const BANDIT_PLOT = path.join(ROOT, 'docs', 'deployment', 'bandit.svg');

const SEEDS = 40;
const MEANS = [0.3, 0.25, 0.25, 0.2, 0.15];

/** Draws how a bandit moves the traffic of three variants, and what each policy costs, as simulated. */
export function banditPlot(): string {
  return lineCharts([traffic(), regret()]);
}

function traffic(): LineChart {
  const { shares } = simulate(drifting(0.95, { kind: 'thompson', draws: 1000 }), 0);
  const names = ['a: 30, then 20 % rewarded', 'b: 25 %', 'c: 20, then 30 %'];

  return {
    title: 'Thompson sampling, one run: floor 5 %, step 10 %, discount 0.95',
    xLabel: 'updates, of 100 requests each',
    yLabel: '% of traffic',
    yMax: 100,
    series: names.map((name, arm) => ({
      name,
      points: shares.map((byArm, update) => [update, 100 * byArm[arm]] as const),
      stepped: true,
    })),
    marks: [{ x: DRIFT, label: 'a and c change places' }],
  };
}

function regret(): LineChart {
  const policies = Object.entries(POLICIES).map(([name, policy]): LineSeries => {
    const { requestsPerUpdate, ...scenario } = steady(MEANS, policy);
    const missed = meanRegret(simulateAll({ requestsPerUpdate, ...scenario }, SEEDS));

    return { name, points: missed.map((value, update) => [(update + 1) * requestsPerUpdate, value]) };
  });
  const bound = policies[0].points.map(([requests]) => [requests, laiRobbinsBound(MEANS, requests)] as const);

  return {
    title: `Five variants rewarded ${MEANS.map((mean) => 100 * mean).join(', ')} %, mean of ${SEEDS} runs`,
    xLabel: 'requests',
    yLabel: 'rewards missed',
    series: [...policies, { name: 'Lai-Robbins bound', points: bound }],
  };
}

if (require.main === module) {
  mkdirSync(path.dirname(BANDIT_PLOT), { recursive: true });
  writeFileSync(BANDIT_PLOT, banditPlot());
}
