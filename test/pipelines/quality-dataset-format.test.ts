import { OutputColumns, QualityDatasetFormat } from '../../lib/pipelines';

test.each([
  { format: QualityDatasetFormat.csv(), text: '{"csv":{"header":true,"output_columns_position":"START"}}' },
  {
    format: QualityDatasetFormat.csv({ header: false, outputColumns: OutputColumns.END }),
    text: '{"csv":{"header":false,"output_columns_position":"END"}}',
  },
  { format: QualityDatasetFormat.jsonLines(), text: '{"json":{"lines":true}}' },
  { format: QualityDatasetFormat.json(), text: '{"json":{"lines":false}}' },
  { format: QualityDatasetFormat.capturedData(), text: '{"sagemakerCaptureJson":{}}' },
])('a format is written as $text', ({ format, text }) => {
  expect(format._render()).toBe(text);
});
