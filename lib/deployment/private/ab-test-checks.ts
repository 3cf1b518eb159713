import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { AbTestProps } from '../ab-test-options';
import { LEAST_SAMPLE } from '../handlers/judge-test/samples';
import { ModelEndpoint } from '../model-endpoint';
import { Percent } from '../percent';
import { RewardIngress } from '../reward-ingress';
import { checkFunctionEnvironment } from './endpoint-function';
import { checkInstant } from './instant-checks';
import { checkCapability } from './option-capabilities';
import { checkDurationRange, checkWholeNumber } from './range-checks';

const MIN_DURATION = { least: Duration.hours(1), most: Duration.days(90) };
const MAX_DURATION = { least: Duration.hours(1), most: Duration.days(180) };
const CHECK_EVERY = { least: Duration.minutes(5), most: Duration.days(1) };
const GREATEST_LEVEL = 20;

/** Checks everything about an A/B test that could not be decided, or would be decided wrongly. */
export function checkAbTest(problems: Problems, props: AbTestProps): void {
  const { endpoint, rewards, checkEvery } = props;

  for (const option of endpoint._options) {
    checkCapability(problems, 'endpoint', option, 'trafficWeights', 'is to share its requests out');
  }
  checkVariants(problems, endpoint, rewards);
  checkControl(problems, endpoint, props.control);
  checkMetric(problems, props);
  checkInstant(problems, 'startedAt', props.startedAt);
  checkFunctionEnvironment(problems, 'environment', props.environment);
  checkLevel(problems, props.level);
  checkWholeNumber(problems, 'minSample', props.minSample ?? LEAST_SAMPLE, { least: LEAST_SAMPLE, noun: 'rewards' });
  checkDurations(problems, props);
  checkDurationRange(problems, 'checkEvery', checkEvery, CHECK_EVERY);
  if (!checkEvery || checkEvery.isUnresolved() || checkEvery.toMilliseconds() % 60_000 === 0) return;

  problems.add({
    code: 'AbTestCheckNotInMinutes',
    path: 'checkEvery',
    got: `is ${checkEvery.toHumanString()}`,
    wanted: 'EventBridge takes a rate in whole minutes',
    remedy: `use Duration.minutes(${Math.ceil(checkEvery.toMilliseconds() / 60_000)})`,
  });
}

function checkVariants(problems: Problems, { variants }: ModelEndpoint, { _variantNames }: RewardIngress): void {
  if (variants.length < 2) {
    problems.add({
      code: 'AbTestWithoutChallenger',
      path: 'endpoint',
      got: 'has one variant',
      wanted: 'a test compares two or more',
      remedy: 'give the endpoint another variant, such as "Challenger"',
    });
  }
  for (const { _name: name, _weight: weight } of variants) {
    if (!Token.isUnresolved(weight) && weight === 0) {
      problems.add({
        code: 'AbTestVariantWithoutTraffic',
        path: 'endpoint',
        got: `gives "${name}" no requests`,
        wanted: 'each variant of a test shows what it can do',
        remedy: 'give it a weight above 0',
      });
    }
    if (!_variantNames.includes(name)) {
      problems.add({
        code: 'AbTestVariantUnrewarded',
        path: 'rewards',
        got: `takes no rewards of "${name}"`,
        wanted: 'each variant of a test is judged by its rewards',
        remedy: 'give the ingress of the same endpoint',
      });
    }
  }
}

function checkControl(problems: Problems, { variants }: ModelEndpoint, control: string): void {
  const names = variants.map((variant) => variant._name);
  if (Token.isUnresolved(control) || names.includes(control)) return;

  problems.add({
    code: 'AbTestControlUnknown',
    path: 'control',
    got: `is "${control}"`,
    wanted: `the endpoint has the variants ${names.join(', ')}`,
    remedy: 'name the one that serves today',
  });
}

function checkMetric(problems: Problems, { metric, rewards: { minValue, maxValue } }: AbTestProps): void {
  if (metric._kind !== 'proportion' || Token.isUnresolved(minValue) || Token.isUnresolved(maxValue)) return;
  if (minValue === 0 && maxValue === 1) return;

  problems.add({
    code: 'AbTestProportionOfNumbers',
    path: 'metric',
    got: 'is AbMetric.proportion()',
    wanted: `the ingress takes rewards from ${minValue} to ${maxValue}, and a proportion is of those that are 0 or 1`,
    remedy: 'use AbMetric.mean(), or an ingress with the default minValue and maxValue',
  });
}

function checkLevel(problems: Problems, level: Percent | undefined): void {
  if (!level || Token.isUnresolved(level.amount) || (level.amount > 0 && level.amount <= GREATEST_LEVEL)) return;

  problems.add({
    code: 'AbTestLevelOutOfRange',
    path: 'level',
    got: `is ${level}`,
    wanted: `a level is above 0 and up to ${GREATEST_LEVEL} %, or a winner would say little`,
    remedy: 'use Percent.of(5)',
  });
}

function checkDurations(problems: Problems, { minDuration, maxDuration }: AbTestProps): void {
  checkDurationRange(problems, 'minDuration', minDuration, MIN_DURATION);
  checkDurationRange(problems, 'maxDuration', maxDuration, MAX_DURATION);
  const [least, most] = [minDuration ?? Duration.days(7), maxDuration ?? Duration.days(28)];
  if (least.isUnresolved() || most.isUnresolved() || least.toMilliseconds() < most.toMilliseconds()) return;

  problems.add({
    code: 'AbTestNeverDecided',
    path: 'maxDuration',
    got: `is ${most.toHumanString()}`,
    wanted: `a winner is named after minDuration, which is ${least.toHumanString()}`,
    remedy: 'let maxDuration be longer than minDuration',
  });
}
