import { Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import { checkInstanceType, Problems } from '../../core';
import { BatchCompute } from '../batch-compute';
import { BatchInput, BatchSplit } from '../batch-input';
import { BatchJoin } from '../batch-join';
import { BatchOutput } from '../batch-output';
import { ServedModel } from '../served-model';
import { checkInstanceFit } from './instance-fit';
import { checkTextLength } from './length-checks';
import { Capability, checkCapability } from './option-capabilities';
import { checkWholeNumber } from './range-checks';

/** The type of instances that a batch runs on unless it names one. */
export const BATCH_INSTANCE_TYPE = 'ml.m5.xlarge';

const MOST_MIB = 100;
const LONGEST_TYPE = 256;
const LONGEST_FILTER = 63;
const FORMATS = ['text/csv', 'application/json', 'application/jsonlines'];

const EXCLUDED: Readonly<Partial<Record<ServedModel['_kind'], Capability>>> = {
  multiModel: 'multiModel',
  multiContainer: 'directInvocation',
};

/** Checks that a transform job can run the model. */
export function checkBatchModel(problems: Problems, path: string, model: ServedModel): void {
  const excluded = EXCLUDED[model._kind];

  model._check(problems, path);
  if (excluded) checkCapability(problems, path, 'batchTransform', excluded, 'has more than one plain model');
  if (model._looseFiles) checkCapability(problems, path, 'batchTransform', 'uncompressedModel', 'lies in loose files');
}

/** Checks the instances of a batch, and its requests. */
export function checkBatchCompute(
  problems: Problems,
  path: string,
  compute: BatchCompute,
  { model, split }: { readonly model: ServedModel; readonly split?: BatchSplit },
): void {
  const { instanceType = BATCH_INSTANCE_TYPE, instanceCount = 1, maxPayload = Size.mebibytes(6) } = compute;
  const { maxConcurrentRequests: requests = 1, strategy } = compute;
  const payload = maxPayload.toMebibytes({ rounding: SizeRoundingBehavior.NONE });

  checkInstanceType(problems, `${path}.instanceType`, instanceType, 'transform');
  checkInstanceFit(problems, path, [{ option: 'instanceType', instanceType, model }]);
  checkWholeNumber(problems, `${path}.instanceCount`, instanceCount, { least: 1, noun: 'instances' });
  checkWholeNumber(problems, `${path}.maxPayload`, payload, { least: 0, most: MOST_MIB, noun: 'MiB' });
  checkWholeNumber(problems, `${path}.maxConcurrentRequests`, requests, { least: 1, most: MOST_MIB, noun: 'requests' });

  if (requests > 1 && requests <= MOST_MIB && payload <= MOST_MIB && payload * requests > MOST_MIB) {
    problems.add({
      code: 'BatchRequestsTooLarge',
      path: `${path}.maxConcurrentRequests`,
      got: `is ${requests}, each of up to ${payload} MiB`,
      wanted: `SageMaker sends an instance up to ${MOST_MIB} MiB at the same time`,
      remedy: 'make maxPayload or maxConcurrentRequests smaller',
    });
  }
  if (strategy === undefined || split !== undefined) return;
  problems.add({
    code: 'BatchStrategyWithoutSplit',
    path: `${path}.strategy`,
    got: `is "${strategy}" for an input that is not split`,
    wanted: 'SageMaker puts records into requests, and knows where one ends by the split alone',
    remedy: 'give the input split: BatchSplit.LINE, or leave strategy out',
  });
}

/** Checks how files are read, and that SageMaker can take those apart that it filters or joins. */
export function checkBatchData(
  problems: Problems,
  { input, output, join }: { readonly input: BatchInput; readonly output: BatchOutput; readonly join?: BatchJoin },
): void {
  checkTextLength(problems, 'input.contentType', input.contentType, LONGEST_TYPE);
  checkTextLength(problems, 'output.accept', output.accept, LONGEST_TYPE);
  if (!join) return;

  checkFilter(problems, 'join.inputFilter', join.inputFilter);
  checkFilter(problems, 'join.outputFilter', join.outputFilter);
  checkFormat(problems, 'input.contentType', input.contentType);
  checkFormat(problems, 'output.accept', output.accept);
  if (
    formatOf(input.contentType) !== 'text/csv' ||
    (input.split === BatchSplit.LINE && output.assembleByLine !== false)
  ) {
    return;
  }
  problems.add({
    code: 'BatchCsvNotByLine',
    path: 'join',
    got: 'is given for CSV that is not split and assembled by lines',
    wanted: 'SageMaker filters and joins CSV line by line',
    remedy: 'give the input split: BatchSplit.LINE, and leave assembleByLine out',
  });
}

function checkFilter(problems: Problems, path: string, filter: string | undefined): void {
  checkTextLength(problems, path, filter, LONGEST_FILTER);
  if (filter === undefined || Token.isUnresolved(filter) || filter === '' || filter.startsWith('$')) return;

  problems.add({
    code: 'BatchFilterMalformed',
    path,
    got: `is "${filter}"`,
    wanted: 'a JSONPath begins with "$"',
    remedy: 'write one as "$[1:]" for CSV or "$.features" for JSON',
  });
}

function checkFormat(problems: Problems, path: string, contentType: string | undefined): void {
  if (Token.isUnresolved(contentType) || FORMATS.includes(formatOf(contentType))) return;

  problems.add({
    code: 'BatchFormatNotJoinable',
    path,
    got: contentType === undefined ? 'is missing' : `is "${contentType}"`,
    wanted: `SageMaker filters and joins ${FORMATS.join(', ')}`,
    remedy: 'write one of them, or leave join out',
  });
}

/** The type without its parameters, as `text/csv` of `text/csv; header=present`. */
function formatOf(contentType = ''): string {
  return contentType.split(';')[0].trim();
}
