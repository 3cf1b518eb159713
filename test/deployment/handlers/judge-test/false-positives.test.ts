import mt19937 from '@stdlib/random-base-mt19937';
import normal from '@stdlib/random-base-normal';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { MeanSample, Samples } from '../../../../lib/deployment/handlers/judge-test/samples';
import { verdictOn } from '../../../../lib/deployment/handlers/judge-test/verdict';

const LEVEL = 0.05;
const EXPERIMENTS = 1_000;
const LOOKS = 50;

/** One variant of an experiment: where its values come from, and how many arrive between two looks. */
interface Stream {
  readonly draw: () => number;
  readonly perLook: number;
}

interface Experiment {
  readonly metric: Samples['metric'];
  readonly streams: readonly Stream[];
  readonly minSample: number;
}

/** In how many of the experiments the test has named a winner at any look, and plain peeking would have. */
interface Shares {
  readonly winners: number;
  readonly peeking: number;
}

const twister = mt19937.factory({ seed: 20_221_107 });
const uniform = () => twister() / 2 ** 32;
const gauss = normal.factory(0, 1, { seed: 20_221_107 });

const happens = (probability: number) => () => (uniform() < probability ? 1 : 0);
const spread = (deviation: number) => () => deviation * gauss();
const skewed = (deviation: number) => () => Math.exp(deviation * gauss());
const rare = (probability: number) => () => (uniform() < probability ? Math.exp(gauss()) : 0);

const streams = (draw: () => number, ...perLook: number[]): Stream[] =>
  perLook.map((each) => ({ draw, perLook: each }));

test.each<[string, Samples['metric'], Stream[]]>([
  ['clicks of 10 %', 'proportion', streams(happens(0.1), 30, 30)],
  ['errors of 1 % and a challenger with a tenth of the traffic', 'proportion', streams(happens(0.01), 90, 10)],
  ['three challengers', 'proportion', streams(happens(0.2), 20, 20, 20, 20)],
  [
    'a challenger with nine times the variance and a fifth of the traffic',
    'mean',
    [
      { draw: spread(1), perLook: 36 },
      { draw: spread(3), perLook: 9 },
    ],
  ],
  ['latencies with a long tail and a challenger with a tenth of the traffic', 'mean', streams(skewed(1.5), 45, 5)],
  ['a metric that is nearly always 0', 'mean', streams(rare(0.01), 90, 10)],
])('looking after every batch keeps the level, and plain peeking does not: %s', (_, metric, alike) => {
  const { winners, peeking } = shares({ metric, streams: alike, minSample: 100 });

  expect(winners).toBeLessThanOrEqual(LEVEL);
  expect(peeking).toBeGreaterThan(4 * LEVEL);
});

test('12 % against 10 % is found in 9 of 10 tests with 8,000 requests for each variant', () => {
  const { winners } = shares({
    metric: 'proportion',
    streams: [
      { draw: happens(0.1), perLook: 160 },
      { draw: happens(0.12), perLook: 160 },
    ],
    minSample: 1_000,
  });

  expect(winners).toBeGreaterThan(0.85);
});

function shares(experiment: Experiment): Shares {
  const runs = Array.from({ length: EXPERIMENTS }, () => run(experiment));
  const shareOf = (found: 'winner' | 'peeking') => runs.filter((each) => each[found]).length / EXPERIMENTS;

  return { winners: shareOf('winner'), peeking: shareOf('peeking') };
}

function run({ metric, streams, minSample }: Experiment): { winner: boolean; peeking: boolean } {
  const seen = { winner: false, peeking: false };
  let sums = streams.map((_, i) => ({ variant: `variant-${i}`, count: 0, sum: 0, sumOfSquares: 0 }));

  for (let look = 0; look < LOOKS && !(seen.winner && seen.peeking); look++) {
    sums = sums.map((sample, i) => extended(sample, streams[i]));
    const verdict = verdictOn(samplesOf(metric, sums), { minSample, level: LEVEL, better: 'higher' }, 'withinLimits');
    seen.winner ||= verdict.outcome === 'winner';
    seen.peeking ||= verdict.comparisons.length > 0 && seemsToDiffer(sums[0], sums[1]);
  }

  return seen;
}

function extended(sample: MeanSample, { draw, perLook }: Stream): MeanSample {
  let { count, sum, sumOfSquares } = sample;
  for (let request = 0; request < perLook; request++) {
    const value = draw();
    count += 1;
    sum += value;
    sumOfSquares += value ** 2;
  }

  return { ...sample, count, sum, sumOfSquares };
}

function samplesOf(metric: Samples['metric'], [control, ...challengers]: readonly MeanSample[]): Samples {
  if (metric === 'mean') return { metric, control, challengers };
  const successes = ({ variant, sum, count }: MeanSample) => ({ variant, successes: sum, trials: count });

  return { metric, control: successes(control), challengers: challengers.map(successes) };
}

/** What a spreadsheet says that somebody opens after every batch. */
function seemsToDiffer(control: MeanSample, challenger: MeanSample): boolean {
  const variance = [control, challenger].reduce(
    (total, { count, sum, sumOfSquares }) => total + (sumOfSquares / count - (sum / count) ** 2) / count,
    0,
  );
  const deviation = Math.abs(challenger.sum / challenger.count - control.sum / control.count) / Math.sqrt(variance);

  return 2 * normalCdf(-deviation, 0, 1) <= LEVEL;
}
