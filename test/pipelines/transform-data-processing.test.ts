import { PipelineParameter, TransformDataProcessing, TransformSplit } from '../../lib/pipelines';
import {
  checkDataProcessing,
  renderDataProcessing,
  TransformFormats,
} from '../../lib/pipelines/transform-data-processing';
import { told } from './private/told';

const CSV: TransformFormats = {
  input: { contentType: 'text/csv', split: TransformSplit.LINE },
  accept: 'text/csv',
  assembleByLine: true,
};

test('records are filtered, joined with their predictions, and filtered again', () => {
  const rendered = renderDataProcessing({ inputFilter: '$[1:]', joinInput: true, outputFilter: '$[0,-1]' });

  expect(rendered).toEqual({ InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' });
});

test('without a join the output has predictions only', () => {
  const rendered = renderDataProcessing({});

  expect(rendered).toMatchObject({ JoinSource: 'None' });
});

test.each<[string, TransformFormats]>([
  ['CSV by lines', CSV],
  ['CSV with parameters', { ...CSV, accept: 'text/csv; charset=utf-8' }],
  ['JSON', { input: { contentType: 'application/json' }, accept: 'application/json', assembleByLine: false }],
  [
    'JSON lines',
    { input: { contentType: 'application/jsonlines' }, accept: 'application/jsonlines', assembleByLine: true },
  ],
  ['whatever a run chooses', { ...CSV, accept: PipelineParameter.ofString('Accept').asString }],
])('%s can be joined', (_, formats) => {
  const found = toldOf({ joinInput: true }, formats);

  expect(found).toEqual([]);
});

test('nothing is asked of a job that takes nothing apart', () => {
  const found = toldOf(undefined, { input: { contentType: 'image/png' }, assembleByLine: false });

  expect(found).toEqual([]);
});

test('files that SageMaker cannot take apart are refused, in and out', () => {
  const found = toldOf({ joinInput: true }, { input: { contentType: 'image/png' }, assembleByLine: false });

  expect(found).toEqual([
    'FormatNotProcessable: steps.Predict.input.contentType is "image/png", SageMaker filters and joins text/csv, application/json, application/jsonlines; write one of them, or leave dataProcessing out',
    'FormatNotProcessable: steps.Predict.accept is missing, SageMaker filters and joins text/csv, application/json, application/jsonlines; write one of them, or leave dataProcessing out',
  ]);
});

test.each<[string, TransformFormats]>([
  ['has an input that is not split by lines', { ...CSV, input: { contentType: 'text/csv' } }],
  ['has assembleByLine: false', { ...CSV, assembleByLine: false }],
])('CSV that %s is refused', (got, formats) => {
  const found = toldOf({ inputFilter: '$[1:]' }, formats);

  expect(found).toEqual([
    `CsvNotByLine: steps.Predict.dataProcessing ${got}, SageMaker filters and joins CSV line by line; give the input split: TransformSplit.LINE, and leave assembleByLine out`,
  ]);
});

test('a filter is a JSONPath of up to 63 characters', () => {
  const found = toldOf({ inputFilter: '[1:]', outputFilter: `$.${'x'.repeat(62)}` }, CSV);

  expect(found).toEqual([
    'FilterMalformed: steps.Predict.dataProcessing.inputFilter is "[1:]", a JSONPath begins with "$"; write one as "$[1:]" for CSV or "$.features" for JSON',
    'TextTooLong: steps.Predict.dataProcessing.outputFilter has 64 characters, SageMaker takes up to 63; shorten it',
  ]);
});

function toldOf(processing: TransformDataProcessing | undefined, formats: TransformFormats): string[] {
  return told((problems) => checkDataProcessing(problems, 'steps.Predict', processing, formats));
}
