import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { BanditPolicy } from '../bandit-policy';
import { BanditWarmUp } from '../bandit-warm-up';
import { ModelEndpoint } from '../model-endpoint';
import { Percent } from '../percent';
import { RewardIngress } from '../reward-ingress';
import { checkKnown } from './known-percent';
import { checkCapability } from './option-capabilities';
import { optionsOf } from './option-checks';
import { checkDurationRange, checkWholeNumber } from './range-checks';
import { checkWeight } from './variant-checks';

const INTERVAL = { least: Duration.minutes(5), most: Duration.days(1) };
const WARM_UP = { least: 0, most: 1_000_000, noun: 'rewards' };

/** What is checked of a bandit. */
export interface CheckedBandit {
  readonly endpoint: ModelEndpoint;
  readonly rewards: RewardIngress;
  readonly policy: BanditPolicy;
  readonly updateEvery: Duration;
  readonly minExploration: Percent;
  readonly maxStep: Percent;
  readonly warmUp: BanditWarmUp;
}

/** Checks that a bandit can share the traffic of its endpoint out by its rewards. */
export function checkBandit(problems: Problems, bandit: CheckedBandit): void {
  const { endpoint, rewards, policy, updateEvery, minExploration, maxStep, warmUp } = bandit;
  const names = endpoint.variants.map((variant) => variant._name);

  checkEndpoint(problems, endpoint);
  checkRewards(problems, rewards, names);
  policy._check(problems, 'policy');
  checkInterval(problems, updateEvery);
  checkExploration(problems, minExploration, names.length);
  checkStep(problems, maxStep);
  checkWarmUp(problems, warmUp, names);
}

function checkEndpoint(problems: Problems, { variants }: ModelEndpoint): void {
  for (const option of optionsOf({ variants })) {
    checkCapability(problems, 'endpoint', option, 'trafficWeights', 'is to be shared out by a bandit');
  }
  if (variants.length >= 2) return;

  problems.add({
    code: 'BanditWithOneArm',
    path: 'endpoint',
    got: `has ${variants.length} variant`,
    wanted: 'a bandit chooses between two or more',
    remedy: 'give the endpoint a second variant, or leave the bandit out',
  });
}

function checkRewards(problems: Problems, rewards: RewardIngress, names: readonly string[]): void {
  const unknown = names.filter((name) => !rewards._variantNames.includes(name));
  if (unknown.length > 0) {
    problems.add({
      code: 'BanditVariantsNotRewarded',
      path: 'rewards',
      got: `refuses rewards of ${unknown.join(', ')}`,
      wanted: 'each variant of the endpoint is rewarded',
      remedy: 'give the RewardIngress of the same endpoint',
    });
  }

  const { minValue, maxValue } = rewards;
  if (Token.isUnresolved(minValue) || Token.isUnresolved(maxValue) || (minValue >= 0 && maxValue <= 1)) return;
  problems.add({
    code: 'BanditRewardsNotShares',
    path: 'rewards',
    got: `takes values of ${minValue} to ${maxValue}`,
    wanted: 'a bandit learns from values of 0 to 1',
    remedy: 'send values as parts of the largest one, and leave out minValue and maxValue of the RewardIngress',
  });
}

function checkInterval(problems: Problems, updateEvery: Duration): void {
  if (updateEvery.isUnresolved()) {
    problems.add({
      code: 'BanditIntervalUnknownAtSynth',
      path: 'updateEvery',
      got: 'is a token',
      wanted: 'a schedule and an alarm are made of it',
      remedy: 'write it as a number, such as Duration.hours(1)',
    });
    return;
  }
  checkDurationRange(problems, 'updateEvery', updateEvery, INTERVAL);
  if (updateEvery.toSeconds({ integral: false }) % 60 === 0) return;

  problems.add({
    code: 'BanditIntervalNotWholeMinutes',
    path: 'updateEvery',
    got: `is ${updateEvery.toHumanString()}`,
    wanted: 'EventBridge counts whole minutes',
    remedy: `use Duration.minutes(${Math.ceil(updateEvery.toMinutes({ integral: false }))})`,
  });
}

function checkExploration(problems: Problems, minExploration: Percent, arms: number): void {
  checkKnown(problems, 'minExploration', minExploration);
  if (Token.isUnresolved(minExploration.amount) || minExploration.amount * arms <= 100) return;

  problems.add({
    code: 'BanditExplorationTooHigh',
    path: 'minExploration',
    got: `is ${minExploration} for each of ${arms} variants`,
    wanted: 'all of them together have 100 %',
    remedy: `use Percent.of(${Math.floor(100 / arms)}) or less`,
  });
}

function checkStep(problems: Problems, maxStep: Percent): void {
  checkKnown(problems, 'maxStep', maxStep);
  if (maxStep.amount !== 0) return;

  problems.add({
    code: 'BanditWithoutStep',
    path: 'maxStep',
    got: 'is 0 %',
    wanted: 'a bandit moves traffic',
    remedy: 'use Percent.of(20), or leave the bandit out',
  });
}

function checkWarmUp(problems: Problems, { rewardsPerVariant, weights }: BanditWarmUp, names: readonly string[]): void {
  checkWholeNumber(problems, 'warmUp.rewardsPerVariant', rewardsPerVariant, WARM_UP);
  if (weights === undefined) return;

  for (const [name, weight] of Object.entries(weights)) {
    checkWeight(problems, `warmUp.weights.${name}`, weight);
    if (names.includes(name)) continue;
    problems.add({
      code: 'BanditWarmUpOfNobody',
      path: `warmUp.weights.${name}`,
      got: 'names no variant of the endpoint',
      wanted: `its variants are ${names.join(', ')}`,
      remedy: 'write the name of one of them',
    });
  }
  if (Object.values(weights).some((weight) => Token.isUnresolved(weight) || weight !== 0)) return;
  problems.add({
    code: 'BanditWarmUpWithoutTraffic',
    path: 'warmUp.weights',
    got: 'have none above 0',
    wanted: 'somebody must answer the requests',
    remedy: 'give a variant a weight, such as 1, or leave the weights out',
  });
}
