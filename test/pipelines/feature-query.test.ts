import { EventTimeFormat, FeatureEventTime, FeatureQuery, PipelineParameter } from '../../lib/pipelines';
import { told } from './private/told';

const TABLE = { database: 'features', tableName: 'customers' };
const MARCH = { featureName: 'at', since: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' };

test('the history has every version of a span, but no deleted ones', () => {
  const query = FeatureQuery.history(['id', 'spend'], { eventTime: MARCH });

  expect(query._render(TABLE)).toBe(
    `SELECT "id", "spend" FROM "features"."customers" WHERE ` +
      `from_iso8601_timestamp("at") >= from_iso8601_timestamp('2026-03-01T00:00:00Z') AND ` +
      `from_iso8601_timestamp("at") < from_iso8601_timestamp('2026-04-01T00:00:00Z') AND NOT "is_deleted"`,
  );
});

test('the latest version of a record counts, unless it was deleted by then', () => {
  const query = FeatureQuery.latest(['spend'], {
    recordIdentifier: 'id',
    eventTime: { featureName: 'at', format: EventTimeFormat.EPOCH_SECONDS, until: MARCH.until },
  });

  expect(query._render(TABLE)).toBe(
    `SELECT "spend" FROM (SELECT *, row_number() OVER (PARTITION BY "id" ORDER BY ` +
      `from_unixtime("at") DESC, "api_invocation_time" DESC, "write_time" DESC) AS "recency" ` +
      `FROM "features"."customers" WHERE from_unixtime("at") < from_iso8601_timestamp('2026-04-01T00:00:00Z')) ` +
      `WHERE "recency" = 1 AND NOT "is_deleted"`,
  );
});

test('the latest of all time needs no span', () => {
  const query = FeatureQuery.latest(['spend'], { recordIdentifier: 'id', eventTime: { featureName: 'at' } });

  expect(query._render(TABLE)).toContain('FROM "features"."customers") WHERE "recency" = 1');
});

test('a query of your own stays as it is', () => {
  const query = FeatureQuery.sql('SELECT count(*) FROM customers');

  expect(query._render(TABLE)).toBe('SELECT count(*) FROM customers');
  expect(told((problems) => query._check(problems, 'query'))).toEqual([]);
});

test('a quotation mark in a name stays within it', () => {
  const query = FeatureQuery.history(['id']);

  expect(query._render({ database: 'a"b', tableName: 'c' })).toContain('FROM "a""b"."c"');
});

test('a run may choose the span', () => {
  const until = PipelineParameter.ofString('Until').asString;

  expect(problemsOf({ featureName: 'at', since: MARCH.since, until })).toEqual([]);
});

test.each(['2026-03-01', '2026-03-01T00:00:00+01:00', '2026-13-01T00:00:00Z', "' OR 1=1"])(
  '"%s" is no moment',
  (moment) => {
    expect(problemsOf({ featureName: 'at', since: moment })).toEqual([
      `EventTimeMalformed: query.eventTime.since is "${moment}", a moment is written in UTC, to the second; write it as "2026-03-01T00:00:00Z"`,
    ]);
  },
);

test('a span ends after it begins', () => {
  expect(problemsOf({ featureName: 'at', since: MARCH.until, until: MARCH.since })).toEqual([
    'EventTimeSpanEmpty: query.eventTime is since 2026-04-01T00:00:00Z until 2026-03-01T00:00:00Z, no event lies in a span that ends before it begins; exchange the two, or leave one out',
  ]);
});

test('a query reads features by their names', () => {
  const query = FeatureQuery.latest([], { recordIdentifier: '-id', eventTime: { featureName: 'a"t' } });

  const says = 'a feature name is 1 to 64 characters: letters, digits, and hyphens and underscores between them';
  expect(told((problems) => query._check(problems, 'query'))).toEqual([
    'FeatureQueryEmpty: query.featureNames is empty, a query reads at least one feature; name the features that the job needs',
    `NameMalformed: query.recordIdentifier is "-id", ${says}; write it as the feature group defines it`,
    `NameMalformed: query.eventTime.featureName is "a"t", ${says}; write it as the feature group defines it`,
  ]);
});

function problemsOf(eventTime: FeatureEventTime): string[] {
  return told((problems) => FeatureQuery.history(['spend'], { eventTime })._check(problems, 'query'));
}
