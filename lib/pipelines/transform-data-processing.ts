import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkLength } from './private/value-checks';
import { TransformInputOptions, TransformSplit } from './transform-input';

const FORMATS = ['text/csv', 'application/json', 'application/jsonlines'];

/**
 * What of the input reaches the model, and what of input and prediction reaches the output.
 *
 * Files in and out are CSV, JSON or JSON lines: `contentType` of the input and `accept` of the step say which.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 */
export interface TransformDataProcessing {
  /**
   * What of each record the model gets, as JSONPath of up to 63 characters: `$[1:]` leaves out the first column.
   *
   * @default - all of it
   */
  readonly inputFilter?: string;

  /**
   * Whether the output has each record beside its prediction.
   *
   * @default false
   */
  readonly joinInput?: boolean;

  /**
   * What of each result the output has, as JSONPath of up to 63 characters: `$[0,-1]` keeps an id in front and the prediction.
   *
   * @default - all of it
   */
  readonly outputFilter?: string;
}

/**
 * What a transform job reads and writes, as far as data processing depends on it.
 *
 * @internal
 */
export interface TransformFormats {
  readonly input: TransformInputOptions;
  readonly accept?: string;
  readonly assembleByLine: boolean;
}

/** Checks the filters, and that SageMaker can take the files apart that it filters or joins. */
export function checkDataProcessing(
  problems: Problems,
  path: string,
  processing: TransformDataProcessing | undefined,
  { input, accept, assembleByLine }: TransformFormats,
): void {
  if (processing === undefined) return;

  checkFilter(problems, `${path}.dataProcessing.inputFilter`, processing.inputFilter);
  checkFilter(problems, `${path}.dataProcessing.outputFilter`, processing.outputFilter);
  checkFormat(problems, `${path}.input.contentType`, input.contentType);
  checkFormat(problems, `${path}.accept`, accept);
  if (formatOf(input.contentType) !== 'text/csv') return;
  if (input.split === TransformSplit.LINE && assembleByLine) return;
  problems.add({
    code: 'CsvNotByLine',
    path: `${path}.dataProcessing`,
    got: input.split === TransformSplit.LINE ? 'has assembleByLine: false' : 'has an input that is not split by lines',
    wanted: 'SageMaker filters and joins CSV line by line',
    remedy: 'give the input split: TransformSplit.LINE, and leave assembleByLine out',
  });
}

/** The processing as transform jobs write it. */
export function renderDataProcessing(processing: TransformDataProcessing): DefinitionExpression {
  return {
    InputFilter: processing.inputFilter,
    OutputFilter: processing.outputFilter,
    JoinSource: processing.joinInput ? 'Input' : 'None',
  };
}

function checkFilter(problems: Problems, path: string, filter: string | undefined): void {
  checkLength(problems, path, filter, 63);

  if (filter === undefined || Token.isUnresolved(filter) || filter.startsWith('$')) return;
  problems.add({
    code: 'FilterMalformed',
    path,
    got: `is "${filter}"`,
    wanted: 'a JSONPath begins with "$"',
    remedy: 'write one as "$[1:]" for CSV or "$.features" for JSON',
  });
}

function checkFormat(problems: Problems, path: string, mimeType: string | undefined): void {
  if (Token.isUnresolved(mimeType) || FORMATS.includes(formatOf(mimeType))) return;

  problems.add({
    code: 'FormatNotProcessable',
    path,
    got: mimeType === undefined ? 'is missing' : `is "${mimeType}"`,
    wanted: `SageMaker filters and joins ${FORMATS.join(', ')}`,
    remedy: 'write one of them, or leave dataProcessing out',
  });
}

/** The type without its parameters, as `text/csv` of `text/csv; header=present`. */
function formatOf(mimeType = ''): string {
  return mimeType.split(';')[0].trim();
}
