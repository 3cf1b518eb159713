import { Period } from 'aws-cdk-lib/aws-apigateway';
import { Problems } from '../core';
import { checkWholeNumber } from './private/range-checks';

/** How many requests a key is good for in each period of the calendar, in UTC. */
export class ApiQuota {
  /** So many requests a day: 1 or more. */
  public static perDay(requests: number): ApiQuota {
    return new ApiQuota(requests, Period.DAY);
  }

  /** So many requests a week: 1 or more. */
  public static perWeek(requests: number): ApiQuota {
    return new ApiQuota(requests, Period.WEEK);
  }

  /** So many requests a month: 1 or more. */
  public static perMonth(requests: number): ApiQuota {
    return new ApiQuota(requests, Period.MONTH);
  }

  private constructor(
    /** How many requests. */
    public readonly requests: number,
    /** In which period. */
    public readonly period: Period,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkWholeNumber(problems, `${path}.requests`, this.requests, { least: 1, noun: 'requests' });
  }
}
