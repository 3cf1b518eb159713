import { Stack } from 'aws-cdk-lib';
import { AnalysisEngine, BiasGate, ClarifyValues, DataQualityGate, GateDataset } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  [GateDataset.csv('s3://acme-data/train/'), ['--format=csv', '--header=true']],
  [GateDataset.csv('s3://acme-data/train/', { header: false }), ['--format=csv', '--header=false']],
  [
    GateDataset.csv('s3://acme-data/train/', { header: false, columns: ['rings', 'sex'] }),
    ['--format=csv', '--header=false', '--column=rings', '--column=sex'],
  ],
  [GateDataset.jsonLines('s3://acme-data/train/'), ['--format=jsonlines', '--header=true']],
])('the scripts are told how the data is written', (dataset, expected) => {
  const engine = AnalysisEngine.open(stack, 'Analysis');

  const rendered = renderedIn(stack, [gateOf(engine, dataset).step]);

  expect(rendered.Arguments).toMatchObject({ AppSpecification: { ContainerArguments: ['data_quality', ...expected] } });
});

test.each([
  [
    GateDataset.csv('s3://acme-data/train/', { header: false }),
    '{"csv":{"header":false,"output_columns_position":"START"}}',
  ],
  [GateDataset.jsonLines('s3://acme-data/train/'), '{"json":{"lines":true}}'],
])('Model Monitor is told how the data is written', (dataset, expected) => {
  const rendered = renderedIn(stack, [gateOf(AnalysisEngine.managed(), dataset).step]);

  expect(rendered.Arguments.Environment).toMatchObject({ dataset_format: expected });
});

test('columns beside a header are refused', () => {
  const dataset = () => GateDataset.csv('s3://acme-data/train/', { columns: ['rings'] });

  expect(dataset).toThrow(
    'ColumnsNamedTwice: columns are given beside a header, the first line names the columns, or you do; leave them out, or set header to false',
  );
});

test('a column that the data does not have is refused, and data that lies nowhere', () => {
  const dataset = GateDataset.csv('acme-data', { header: false, columns: ['rings', 'sex'] });

  const gate = () =>
    new BiasGate('Check', {
      engine: AnalysisEngine.open(stack, 'Analysis'),
      dataset,
      labelColumn: 'ring',
      positiveOutcome: ClarifyValues.above(10),
      facets: [{ name: 'sex' }],
      outputS3Uri: 's3://acme-data/check',
    });

  expect(gate).toThrow(
    [
      '2 problems:',
      '  S3UriMalformed: steps.Check.dataset.s3Uri is "acme-data", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
      '  ColumnUnknown: steps.Check.labelColumn is "ring", the dataset has no such column; did you mean "rings"',
    ].join('\n'),
  );
});

function gateOf(engine: AnalysisEngine, dataset: GateDataset): DataQualityGate {
  return new DataQualityGate('Check', { engine, dataset, outputS3Uri: 's3://acme-data/check' });
}
