import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { EndpointHealth } from '../endpoint-health';
import { plannedAlarms } from './endpoint-alarms';
import { emitterNoun } from './endpoint-metrics';
import { divisorAt, HEALTH_SIGNALS, HealthSignal, metricNameAt } from './health-signals';
import { WatchedPlace } from './watched-place';

/** Most alarms that SageMaker rolls a deployment back on. */
const MOST_ALARMS = 10;

/** Checks what a healthy endpoint keeps against what its variants, or an inference component, report. */
export function checkHealth(
  problems: Problems,
  path: string,
  health: EndpointHealth,
  places: readonly WatchedPlace[],
): void {
  for (const signal of HEALTH_SIGNALS) {
    const limit = health[signal.limit];
    if (limit === undefined) continue;

    if (limit instanceof Duration) checkLatency(problems, `${path}.${signal.limit}`, limit);
    else checkShare(problems, `${path}.${signal.limit}`, limit.amount, signal);
    checkEmitted(problems, `${path}.${signal.limit}`, signal, places);
    checkMeasurable(problems, `${path}.${signal.limit}`, signal, places);
  }
  checkCount(problems, path, plannedAlarms(places, health).length + (health.alarms ?? []).length);
}

function checkLatency(problems: Problems, path: string, limit: Duration): void {
  if (!limit.isUnresolved() && limit.toMilliseconds() > 0) return;

  problems.add({
    code: 'EndpointLatencyUnusable',
    path,
    got: limit.isUnresolved() ? 'is a token' : 'is 0',
    wanted: 'the alarm compares microseconds, which are computed at synth, with a latency above 0',
    remedy: 'write a duration such as Duration.millis(500)',
  });
}

function checkShare(problems: Problems, path: string, amount: number, { counts }: HealthSignal): void {
  if (Token.isUnresolved(amount) || amount < 100) return;

  problems.add({
    code: counts ? 'EndpointErrorsUnwatched' : 'EndpointUtilizationUnwatched',
    path,
    got: `is ${amount} %`,
    wanted: `no share ${counts ? 'of errors ' : ''}is above that, so that nothing would roll back`,
    remedy: counts
      ? 'write the share that users bear, such as Percent.of(1)'
      : 'leave room, such as with Percent.of(90)',
  });
}

function checkEmitted(problems: Problems, path: string, signal: HealthSignal, places: readonly WatchedPlace[]): void {
  if (places.some((place) => metricNameAt(signal, place) !== undefined)) return;
  const nouns = [...new Set(places.map(({ place }) => emitterNoun(place.emitter)))];
  const where = `${nouns.join(' or ')}${signal.processor === 'gpu' ? ' of these instance types' : ''}`;

  problems.add({
    code: 'EndpointSignalNotEmitted',
    path,
    got: 'is given',
    wanted: `${where} emits no ${signal.metricNames.at(-1)}`,
    remedy: 'leave it out',
  });
}

function checkMeasurable(
  problems: Problems,
  path: string,
  signal: HealthSignal,
  places: readonly WatchedPlace[],
): void {
  for (const watched of places) {
    const metricName = metricNameAt(signal, watched);
    if (metricName === undefined || divisorAt(signal, metricName, watched) !== undefined) continue;

    problems.add({
      code: 'EndpointUtilizationUnknown',
      path,
      got: `is given for ${watched.instanceTypes.join(' and ')}`,
      wanted: `${metricName} adds up over the ${signal.processor === 'gpu' ? 'GPUs' : 'cores'} of an instance, whose number is not known, or not one`,
      remedy: 'leave it out, and watch the metric with an alarm of your own in alarms',
    });
  }
}

function checkCount(problems: Problems, path: string, count: number): void {
  if (count <= MOST_ALARMS) return;

  problems.add({
    code: 'EndpointAlarmsTooMany',
    path,
    got: `makes ${count} alarms`,
    wanted: `SageMaker rolls back on ${MOST_ALARMS} at most`,
    remedy: 'leave out the limits and alarms that matter least',
  });
}
