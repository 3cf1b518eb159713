import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** What is measured: whole processes, in turn, so that a change of the machine's speed meets both alike. */
const SUBJECTS = ['platform', 'l1'] as const;
const RUNS = 5;

type Subject = (typeof SUBJECTS)[number];

/** One run: from start to exit as the caller sees it, from the first construct to the written assembly, and peak memory. */
interface Measurement {
  readonly wholeMs: number;
  readonly synthMs: number;
  readonly peakMiB: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'governed-ml-bench-'));
try {
  bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bench(): void {
  measure('platform');
  const measured = new Map<Subject, Measurement[]>(SUBJECTS.map((subject) => [subject, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const subject of SUBJECTS) measured.get(subject)?.push(measure(subject));
  }

  const [platform, l1] = SUBJECTS.map((subject) => medians(measured.get(subject) ?? []));
  console.log(
    `the reference platform beside the same resources as bare L1 constructs; medians of ${RUNS} processes each`,
  );
  console.log(row('', 'platform', 'L1', 'ratio'));
  console.log(compare('whole process, ms', platform.wholeMs, l1.wholeMs));
  console.log(compare('construct and synthesise, ms', platform.synthMs, l1.synthMs));
  console.log(compare('peak memory, MiB', platform.peakMiB, l1.peakMiB));
}

function measure(subject: Subject): Measurement {
  const assembly = path.join(folder, 'platform');
  const program = path.join(__dirname, 'bench-subject.mjs');
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, subject, assembly, path.join(folder, subject)],
    { encoding: 'utf8' },
  );
  const wholeMs = Math.round(performance.now() - start);
  if (status !== 0) {
    console.error(`${subject} ended with ${status}: ${stderr}`);
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

function compare(figure: string, platform: number, l1: number): string {
  return row(figure, String(platform), String(l1), (platform / l1).toFixed(2));
}

function row(figure: string, ...cells: string[]): string {
  return figure.padEnd(30) + cells.map((cell) => cell.padStart(10)).join('');
}
