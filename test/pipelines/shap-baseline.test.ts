import { ShapBaseline } from '../../lib/pipelines';

test('a baseline is found, listed or lies in S3', () => {
  expect(ShapBaseline.clustered()._render()).toEqual({ num_clusters: undefined });
  expect(ShapBaseline.clustered(3)._render()).toEqual({ num_clusters: 3 });
  expect(ShapBaseline.ofRecords([1, 2], [3, 4])._render()).toEqual({
    baseline: [
      [1, 2],
      [3, 4],
    ],
  });
  expect(ShapBaseline.fromS3('s3://acme-data/baseline.csv')._render()).toEqual({
    baseline: 's3://acme-data/baseline.csv',
  });
});

test.each([0, 1.5])('a baseline has no %d records', (count) => {
  expect(() => ShapBaseline.clustered(count)).toThrow(
    `ShapBaselineEmpty: count is ${count}, a baseline has a whole number of records, 1 or more; write 1, or leave it out`,
  );
});

test.each([
  { records: [], got: 'is empty' },
  { records: [[1, 2], [3]], got: 'have 2, 1 values' },
])('records of a baseline are there and alike: $got', ({ records, got }) => {
  expect(() => ShapBaseline.ofRecords(...records)).toThrow(
    `ShapBaselineUneven: records ${got}, a baseline has at least one record, and all have the same columns; give every feature of the dataset a value in each`,
  );
});
