import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { exponent } from './growth';

const RUNS = 5;

/** What may be measured beside the same resources as bare L1 constructs, and how many of them there are. */
const SUBJECTS = {
  platform: { title: 'the reference platform', counts: [1] },
  endpoints: { title: 'governed endpoints, 100 of them', counts: [100, 250, 500, 1_000] },
} as const;

type Subject = keyof typeof SUBJECTS | 'l1';

/** One run: from start to exit as the caller sees it, from the first construct to the written assembly, and peak memory. */
interface Measurement {
  readonly wholeMs: number;
  readonly synthMs: number;
  readonly peakMiB: number;
}

/** The time of CloudFormation's validation depends on templates alone. */
const WITHOUT_VALIDATION = { CDK_VALIDATION: 'false' };

const subject = process.argv[2] === 'endpoints' ? 'endpoints' : 'platform';
const folder = mkdtempSync(path.join(tmpdir(), 'governed-ml-bench-'));
try {
  bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bench(): void {
  const { title, counts } = SUBJECTS[subject];
  const [count, ...larger] = counts;
  // The first run also writes the assembly that the L1 constructs are read from.
  measure(subject, count);
  const [ours, l1] = alternately(
    () => measure(subject, count),
    () => measure('l1', count),
  );

  console.log(`${title} beside the same resources as bare L1 constructs; medians of ${RUNS} processes each`);
  console.log(row('', subject, 'L1', 'ratio'));
  console.log(compare('whole process, ms', ours.wholeMs, l1.wholeMs));
  console.log(compare('construct and synthesise, ms', ours.synthMs, l1.synthMs));
  console.log(compare('peak memory, MiB', ours.peakMiB, l1.peakMiB));
  if (larger.length > 0) grow([count, ...larger]);
}

/** The runs of both take turns, so that a change of the machine's speed meets both alike. */
function alternately(...measures: (() => Measurement)[]): Measurement[] {
  const runs = Array.from({ length: RUNS }, () => measures.map((each) => each()));

  return measures.map((_, i) => medians(runs.map((run) => run[i])));
}

function grow(counts: readonly number[]): void {
  const times = counts.map((count) => {
    const { synthMs, peakMiB } = measure(subject, count);
    console.log(`${String(count).padStart(6)} ${subject}: ${synthMs} ms, ${peakMiB} MiB`);
    return synthMs;
  });

  console.log(`time grows with their number to the power of ${exponent(counts, times).toFixed(2)}`);
}

function measure(measured: Subject, count: number): Measurement {
  const assembly = path.join(folder, subject);
  const program = path.join(__dirname, 'bench-subject.mjs');
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      program,
      measured,
      assembly,
      path.join(folder, measured === subject && count > 100 ? 'larger' : measured),
      String(count),
    ],
    { encoding: 'utf8', env: { ...process.env, ...(subject === 'endpoints' ? WITHOUT_VALIDATION : {}) } },
  );
  const wholeMs = Math.round(performance.now() - start);
  if (status !== 0) {
    console.error(`${measured} ended with ${status}: ${stderr}`);
    process.exit(1);
  }

  const { milliseconds, peakMiB } = JSON.parse(stdout) as { milliseconds: number; peakMiB: number };
  return { wholeMs, synthMs: milliseconds, peakMiB };
}

function medians(runs: Measurement[]): Measurement {
  const median = (figure: keyof Measurement): number =>
    runs.map((run) => run[figure]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];

  return { wholeMs: median('wholeMs'), synthMs: median('synthMs'), peakMiB: median('peakMiB') };
}

function compare(figure: string, ours: number, l1: number): string {
  return row(figure, String(ours), String(l1), (ours / l1).toFixed(2));
}

function row(figure: string, ...cells: string[]): string {
  return figure.padEnd(30) + cells.map((cell) => cell.padStart(10)).join('');
}
