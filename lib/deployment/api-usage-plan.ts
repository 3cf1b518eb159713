import { Token } from 'aws-cdk-lib';
import { ThrottleSettings } from 'aws-cdk-lib/aws-apigateway';
import { Problems } from '../core';
import { ApiQuota } from './api-quota';
import { checkWholeNumber } from './private/range-checks';

/** How fast requests may come. Those beyond are answered with 429. */
export interface ApiThrottle {
  /** Requests a second in the long run: more than 0. */
  readonly requestsPerSecond: number;

  /** Requests at once: 1 or more. */
  readonly burst: number;
}

/** What a key is good for. It identifies a caller and limits them; it does not prove who they are. */
export interface ApiUsagePlan {
  /**
   * How many requests in a period.
   *
   * @default ApiQuota.perDay(100_000)
   */
  readonly quota?: ApiQuota;

  /**
   * How fast requests with the key may come.
   *
   * @default - as fast as those of all callers together
   */
  readonly throttle?: ApiThrottle;
}

/** Checks that a throttle lets something pass. */
export function checkThrottle(problems: Problems, path: string, { requestsPerSecond, burst }: ApiThrottle): void {
  checkWholeNumber(problems, `${path}.burst`, burst, { least: 1, noun: 'requests' });
  if (Token.isUnresolved(requestsPerSecond) || requestsPerSecond > 0) return;

  problems.add({
    code: 'ApiThrottleBlocks',
    path: `${path}.requestsPerSecond`,
    got: `is ${requestsPerSecond}`,
    wanted: 'some requests must pass',
    remedy: 'write more than 0',
  });
}

/** A throttle in the words of API Gateway. */
export function renderThrottle({ requestsPerSecond, burst }: ApiThrottle): ThrottleSettings {
  return { rateLimit: requestsPerSecond, burstLimit: burst };
}
