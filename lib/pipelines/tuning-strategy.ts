import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkWhole, ValueRange } from './private/value-checks';

/** How a search deals with training jobs that lag behind. */
export interface SearchOptions {
  /**
   * Whether SageMaker stops a training job that will hardly be better than those before it. Not with several definitions.
   *
   * @default false
   */
  readonly earlyStopping?: boolean;
}

/** How Hyperband divides its resource, such as epochs, among training jobs. */
export interface HyperbandOptions {
  /**
   * The least that a training job gets before it may be stopped: 1 or more.
   *
   * @default - SageMaker chooses
   */
  readonly minResource?: number;

  /**
   * The most that a training job gets: 1 to 20,000.
   *
   * @default - the hyperparameter `epochs`, `numepochs`, `n-epochs`, `n_epochs` or `num_epochs` of the definition
   */
  readonly maxResource?: number;
}

/** Hyperparameters from which Hyperband reads the most that a training job gets. */
const EPOCHS = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs'];

const RESOURCE: ValueRange = {
  least: 1,
  most: 20_000,
  wanted: 'Hyperband gives a training job 1 to 20000 of its resource, in whole numbers',
  remedy: 'write 100',
};

/** What differs between strategies. */
interface StrategyContent {
  readonly name: 'Bayesian' | 'Random' | 'Grid' | 'Hyperband';
  /** Most training jobs that a search may start. */
  readonly mostJobs: number;
  readonly earlyStopping?: boolean;
  readonly hyperband?: HyperbandOptions;
}

/**
 * How a tuning job chooses the values that it tries next.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-how-it-works.html
 */
export class TuningStrategy {
  /** By what the training jobs before have shown; up to 750 of them. */
  public static bayesian(options: SearchOptions = {}): TuningStrategy {
    return new TuningStrategy({ name: 'Bayesian', mostJobs: 750, ...options });
  }

  /** At random, so that many training jobs may run at once; up to 10,000 of them, more than 750 by a larger quota. */
  public static random(options: SearchOptions = {}): TuningStrategy {
    return new TuningStrategy({ name: 'Random', mostJobs: 10_000, ...options });
  }

  /** Every combination of categorical values; up to 750. */
  public static grid(options: SearchOptions = {}): TuningStrategy {
    return new TuningStrategy({ name: 'Grid', mostJobs: 750, ...options });
  }

  /** Many short training jobs, of which the best go on; for algorithms that report the objective again and again. Up to 750. */
  public static hyperband(options: HyperbandOptions = {}): TuningStrategy {
    return new TuningStrategy({ name: 'Hyperband', mostJobs: 750, hyperband: options });
  }

  private constructor(private readonly content: StrategyContent) {}

  /** @internal */
  public get _name(): string {
    return this.content.name;
  }

  /** @internal */
  public get _mostJobs(): number {
    return this.content.mostJobs;
  }

  /** @internal */
  public get _stopsEarly(): boolean {
    return this.content.earlyStopping ?? false;
  }

  /** @internal */
  public _check(problems: Problems, path: string, fixed: readonly string[][]): void {
    const { hyperband } = this.content;
    if (!hyperband) return;
    const { minResource, maxResource } = hyperband;

    checkWhole(problems, `${path}.minResource`, minResource, RESOURCE);
    checkWhole(problems, `${path}.maxResource`, maxResource, RESOURCE);
    checkOrder(problems, path, hyperband);
    if (maxResource !== undefined || fixed.every((names) => names.some((name) => EPOCHS.includes(name)))) return;
    problems.add({
      code: 'HyperbandWithoutResource',
      path: `${path}.maxResource`,
      got: 'is missing',
      wanted: `Hyperband reads it from ${EPOCHS.join(', ')} otherwise, and a definition fixes none of these`,
      remedy: 'write the most epochs that a training job may take, such as 100',
    });
  }

  /** @internal */
  public _render(): DefinitionExpression {
    const { name, hyperband = {} } = this.content;
    const { minResource, maxResource } = hyperband;
    const given = minResource !== undefined || maxResource !== undefined;

    return {
      Strategy: name,
      StrategyConfig: given
        ? { HyperbandStrategyConfig: { MinResource: minResource, MaxResource: maxResource } }
        : undefined,
      TrainingJobEarlyStoppingType: this._stopsEarly ? 'Auto' : 'Off',
    };
  }
}

function checkOrder(problems: Problems, path: string, { minResource, maxResource }: HyperbandOptions): void {
  if (minResource === undefined || maxResource === undefined) return;
  if (Token.isUnresolved(minResource) || Token.isUnresolved(maxResource) || minResource <= maxResource) return;

  problems.add({
    code: 'HyperbandResourceReversed',
    path: `${path}.minResource`,
    got: `is ${minResource}`,
    wanted: `it is at most maxResource, which is ${maxResource}`,
    remedy: 'give the smaller number as minResource',
  });
}
