import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';

const FEATURE_NAME = /^[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63}$/;
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** How a feature group keeps the time of an event. */
export enum EventTimeFormat {
  /** As a text, `2026-03-01T00:00:00Z`. */
  ISO_8601 = 'ISO_8601',
  /** As a number: seconds since 1970. */
  EPOCH_SECONDS = 'EPOCH_SECONDS',
}

/** The time of the events that records tell of, and the span of it that is wanted. */
export interface FeatureEventTime {
  /** The feature with the time. */
  readonly featureName: string;

  /**
   * How the feature group keeps it.
   *
   * @default EventTimeFormat.ISO_8601
   */
  readonly format?: EventTimeFormat;

  /**
   * The first moment that is wanted, in UTC, as `2026-03-01T00:00:00Z`; also a reference.
   *
   * @default - from the first event
   */
  readonly since?: string;

  /**
   * The first moment that is no longer wanted, in UTC, as `2026-04-01T00:00:00Z`; also a reference.
   *
   * @default - to the last event
   */
  readonly until?: string;
}

/** What tells records of a feature group apart. */
export interface LatestRecordOptions {
  /** The feature that identifies a record. */
  readonly recordIdentifier: string;

  /** The time by which the latest version of a record is found. */
  readonly eventTime: FeatureEventTime;
}

/** Which versions of the records are wanted. */
export interface RecordHistoryOptions {
  /**
   * The span of time that is wanted.
   *
   * @default - all that the offline store has
   */
  readonly eventTime?: FeatureEventTime;
}

/**
 * The offline store of a feature group, as Glue knows it.
 *
 * @internal
 */
export interface FeatureTable {
  readonly database: string;
  readonly tableName: string;
}

/**
 * What is read from the offline store of a feature group. Records that were deleted are left out.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-athena-glue-integration.html
 */
export class FeatureQuery {
  /** The features of every version of every record. */
  public static history(featureNames: string[], options: RecordHistoryOptions = {}): FeatureQuery {
    const { eventTime } = options;

    return new FeatureQuery(
      (table) => `SELECT ${columns(featureNames)} FROM ${from(table)} WHERE ${whole([...spanOf(eventTime), PRESENT])}`,
      (problems, path) => {
        checkFeatures(problems, `${path}.featureNames`, featureNames);
        if (eventTime) checkEventTime(problems, `${path}.eventTime`, eventTime);
      },
    );
  }

  /** The features of the latest version of every record; of the latest before `until` where that is given. */
  public static latest(featureNames: string[], options: LatestRecordOptions): FeatureQuery {
    const { recordIdentifier, eventTime } = options;

    return new FeatureQuery(
      (table) => {
        const newestFirst = `${timeOf(eventTime)} DESC, "api_invocation_time" DESC, "write_time" DESC`;
        const rank = `row_number() OVER (PARTITION BY ${quoted(recordIdentifier)} ORDER BY ${newestFirst})`;
        const span = spanOf(eventTime);
        const where = span.length > 0 ? ` WHERE ${whole(span)}` : '';
        const ranked = `SELECT *, ${rank} AS "recency" FROM ${from(table)}${where}`;

        return `SELECT ${columns(featureNames)} FROM (${ranked}) WHERE "recency" = 1 AND ${PRESENT}`;
      },
      (problems, path) => {
        checkFeatures(problems, `${path}.featureNames`, featureNames);
        checkFeature(problems, `${path}.recordIdentifier`, recordIdentifier);
        checkEventTime(problems, `${path}.eventTime`, eventTime);
      },
    );
  }

  /** A query of your own, in Athena's SQL: join feature groups, count, filter. */
  public static sql(query: string): FeatureQuery {
    return new FeatureQuery(
      () => query,
      () => undefined,
    );
  }

  private constructor(
    private readonly write: (table: FeatureTable) => string,
    private readonly inspect: (problems: Problems, path: string) => void,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.inspect(problems, path);
  }

  /** @internal */
  public _render(table: FeatureTable): string {
    return this.write(table);
  }
}

/** The offline store keeps a marker for each record that was deleted. */
const PRESENT = 'NOT "is_deleted"';

function columns(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

function from({ database, tableName }: FeatureTable): string {
  return `${quoted(database)}.${quoted(tableName)}`;
}

function whole(conditions: readonly string[]): string {
  return conditions.join(' AND ');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The time of an event as a timestamp, however the group keeps it. */
function timeOf({ featureName, format }: FeatureEventTime): string {
  const column = quoted(featureName);

  return format === EventTimeFormat.EPOCH_SECONDS ? `from_unixtime(${column})` : `from_iso8601_timestamp(${column})`;
}

function spanOf(eventTime?: FeatureEventTime): string[] {
  if (!eventTime) return [];
  const { since, until } = eventTime;
  const time = timeOf(eventTime);

  return [
    ...(since === undefined ? [] : [`${time} >= from_iso8601_timestamp('${since}')`]),
    ...(until === undefined ? [] : [`${time} < from_iso8601_timestamp('${until}')`]),
  ];
}

function checkFeatures(problems: Problems, path: string, names: readonly string[]): void {
  names.forEach((name, i) => checkFeature(problems, `${path}[${i}]`, name));
  if (names.length > 0) return;

  problems.add({
    code: 'FeatureQueryEmpty',
    path,
    got: 'is empty',
    wanted: 'a query reads at least one feature',
    remedy: 'name the features that the job needs',
  });
}

function checkFeature(problems: Problems, path: string, name: string): void {
  if (Token.isUnresolved(name) || FEATURE_NAME.test(name)) return;

  problems.add({
    code: 'NameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'a feature name is 1 to 64 characters: letters, digits, and hyphens and underscores between them',
    remedy: 'write it as the feature group defines it',
  });
}

function checkEventTime(problems: Problems, path: string, { featureName, since, until }: FeatureEventTime): void {
  checkFeature(problems, `${path}.featureName`, featureName);
  checkMoment(problems, `${path}.since`, since);
  checkMoment(problems, `${path}.until`, until);
  if (since === undefined || until === undefined || [since, until].some((each) => !isMoment(each))) return;
  if (Date.parse(since) < Date.parse(until)) return;

  problems.add({
    code: 'EventTimeSpanEmpty',
    path,
    got: `is since ${since} until ${until}`,
    wanted: 'no event lies in a span that ends before it begins',
    remedy: 'exchange the two, or leave one out',
  });
}

function checkMoment(problems: Problems, path: string, moment: string | undefined): void {
  if (moment === undefined || Token.isUnresolved(moment) || isMoment(moment)) return;

  problems.add({
    code: 'EventTimeMalformed',
    path,
    got: `is "${moment}"`,
    wanted: 'a moment is written in UTC, to the second',
    remedy: 'write it as "2026-03-01T00:00:00Z"',
  });
}

/** A reference is no moment that synth can compare. */
function isMoment(text: string): boolean {
  return !Token.isUnresolved(text) && UTC_TIME.test(text) && !Number.isNaN(Date.parse(text));
}
