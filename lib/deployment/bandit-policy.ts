import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { Policy } from './handlers/allocate-traffic/policy';
import { Percent } from './percent';
import { checkKnown } from './private/known-percent';
import { checkWholeNumber } from './private/range-checks';

const DISCOUNT = 0.99;
const LEAST_DISCOUNT = 0.5;
const REWARDS_PER_UPDATE = { least: 1, most: 100_000, noun: 'rewards' };

/** How fast a bandit forgets. */
export interface BanditPolicyOptions {
  /**
   * What the rewards before an update count after it: 0.5 to 1. With 1 nothing is forgotten, which suits rewards that never change;
   * with 0.99 a reward has lost half of its weight after 69 updates.
   *
   * @default 0.99
   */
  readonly discount?: number;
}

/** How UCB1 shares traffic. */
export interface Ucb1Options extends BanditPolicyOptions {
  /**
   * About how many rewards of all variants arrive between two updates: 1 to 100,000. The more, the more variants share the traffic.
   *
   * @default 100
   */
  readonly rewardsPerUpdate?: number;
}

/** How epsilon-greedy shares traffic. */
export interface EpsilonGreedyOptions extends BanditPolicyOptions {
  /**
   * The share of the traffic that is spread over all variants alike; the rest goes to the best one.
   *
   * @default Percent.of(10)
   */
  readonly exploration?: Percent;
}

/**
 * How a bandit shares traffic between exploring its variants and serving the one that has earned the most.
 *
 * @see https://doi.org/10.1561/2200000070
 */
export class BanditPolicy {
  /** Each variant gets the probability that it is the best one, by what is known: the least is lost on worse variants. */
  public static thompson(options: BanditPolicyOptions = {}): BanditPolicy {
    return new BanditPolicy(options, () => ({ kind: 'thompson' }));
  }

  /** Variants are preferred by what they may earn at best: the mean reward, and more for those of which little is known. */
  public static ucb1(options: Ucb1Options = {}): BanditPolicy {
    const { rewardsPerUpdate } = options;

    return new BanditPolicy(
      options,
      () => ({ kind: 'ucb1', plays: rewardsPerUpdate }),
      (problems, path) => {
        if (rewardsPerUpdate === undefined) return;
        checkWholeNumber(problems, `${path}.rewardsPerUpdate`, rewardsPerUpdate, REWARDS_PER_UPDATE);
      },
    );
  }

  /** The variant with the best mean reward gets all traffic but a part that is spread over all: simple, and it never settles. */
  public static epsilonGreedy(options: EpsilonGreedyOptions = {}): BanditPolicy {
    const { exploration = Percent.of(10) } = options;

    return new BanditPolicy(
      options,
      () => ({ kind: 'epsilonGreedy', epsilon: exploration.amount / 100 }),
      (problems, path) => checkKnown(problems, `${path}.exploration`, exploration),
    );
  }

  private constructor(
    private readonly options: BanditPolicyOptions,
    private readonly render: () => Policy,
    private readonly checkOptions: (problems: Problems, path: string) => void = () => undefined,
  ) {}

  /** @internal */
  public get _discount(): number {
    return this.options.discount ?? DISCOUNT;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.checkOptions(problems, path);
    const discount = this._discount;
    if (Token.isUnresolved(discount) || (discount >= LEAST_DISCOUNT && discount <= 1)) return;

    problems.add({
      code: 'BanditDiscountOutOfRange',
      path: `${path}.discount`,
      got: `is ${discount}`,
      wanted: `a bandit keeps ${LEAST_DISCOUNT} to 1 of what it knows at each update`,
      remedy: `write ${discount > 1 ? 1 : LEAST_DISCOUNT}`,
    });
  }

  /** @internal */
  public _render(): Policy {
    return this.render();
  }
}
