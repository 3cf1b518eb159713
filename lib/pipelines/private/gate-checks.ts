import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { GateDataset } from '../gate-dataset';
import { GateOptions } from '../gate-options';
import { checkS3Uri } from './value-checks';

/** A prop that one engine cannot honour. */
export interface Unsupported {
  readonly prop: string;
  readonly value: unknown;
  /** Why the engine cannot. */
  readonly wanted: string;
  /** What to do besides choosing the other engine. */
  readonly remedy: string;
}

/** Checks what every gate says; the path names the step. */
export function checkGate(
  problems: Problems,
  path: string,
  { engine, outputS3Uri, baseline }: GateOptions,
  use: { readonly statistics: boolean },
): void {
  checkS3Uri(problems, `${path}.outputS3Uri`, outputS3Uri);
  baseline?._check(problems, `${path}.baseline`, use);
  if (engine._kind === 'managed') return;

  checkUnsupported(problems, path, 'open', [
    {
      prop: 'baseline',
      value: baseline?._render(use).ModelPackageGroupName,
      wanted: 'its isolated jobs cannot ask the registry',
      remedy: 'give the files with CheckBaseline.fromFiles(…)',
    },
  ]);
}

/** Reports the props that are given and that an engine cannot honour. */
export function checkUnsupported(
  problems: Problems,
  path: string,
  engine: 'managed' | 'open',
  props: readonly Unsupported[],
): void {
  const other = engine === 'managed' ? 'open' : 'managed';

  for (const { prop, value, wanted, remedy } of props) {
    if (value === undefined) continue;
    problems.add({
      code: 'GateUnsupportedByEngine',
      path: `${path}.${prop}`,
      got: `is given to the ${engine} engine`,
      wanted,
      remedy: `${remedy}, or use AnalysisEngine.${other}(…)`,
    });
  }
}

/** Clarify takes JSON records apart by paths, which the gates do not know. */
export function csvAlone({ _format: format }: GateDataset): Unsupported {
  return {
    prop: 'dataset',
    value: format === 'csv' ? undefined : format,
    wanted: 'Clarify finds the columns of JSON records by paths',
    remedy: 'use GateDataset.csv(…), or a ClarifyCheckStep of your own',
  };
}

/** Checks that a number lies from one to another. */
export function checkBetween(
  problems: Problems,
  path: string,
  value: number | undefined,
  { least = 0, most = 1, what }: { readonly least?: number; readonly most?: number; readonly what: string },
): void {
  if (value === undefined || Token.isUnresolved(value) || (value >= least && value <= most)) return;

  problems.add({
    code: 'GateLimitOutOfRange',
    path,
    got: `is ${value}`,
    wanted: `${what} is ${most === Infinity ? `${least} or more` : `${least} to ${most}`}`,
    remedy:
      value >= 2 && value <= 100 && most === 1
        ? `write ${value / 100} for ${value} %`
        : 'choose a number in that range',
  });
}
