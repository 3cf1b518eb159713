import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import {
  S3ChannelOptions,
  S3DataChannelOptions,
  TrainingDataDistribution,
  TrainingInputMode,
} from '../training-channel-options';
import { DefinitionExpression } from './reference-token';
import { checkEntries, checkS3Uri, ValueRange } from './value-checks';

const GROUPS: ValueRange = {
  least: 1,
  most: 5,
  wanted: 'a channel is limited to 1 to 5 instance groups',
  remedy: 'leave it out, so that all instances get the data',
};

/** The members of a channel that say which objects in S3 it has, and how they are changed on their way. */
export function renderS3Data(
  dataType: string,
  s3Uri: string,
  options: S3DataChannelOptions,
  attributeNames?: string[],
): DefinitionExpression {
  const { distribution, instanceGroups, shuffleSeed, gzip = false, recordIo = false } = options;

  return {
    CompressionType: gzip ? 'Gzip' : undefined,
    RecordWrapperType: recordIo ? 'RecordIO' : undefined,
    ShuffleConfig: shuffleSeed === undefined ? undefined : { Seed: shuffleSeed },
    DataSource: {
      S3DataSource: {
        S3DataType: dataType,
        S3Uri: s3Uri,
        S3DataDistributionType: distribution ?? TrainingDataDistribution.FULLY_REPLICATED,
        AttributeNames: attributeNames,
        InstanceGroupNames: instanceGroups,
      },
    },
  };
}

/** Checks what every channel says of its objects in S3. */
export function checkS3Data(problems: Problems, path: string, s3Uri: string, options: S3DataChannelOptions): void {
  const { instanceGroups, shuffleSeed } = options;

  checkS3Uri(problems, `${path}.s3Uri`, s3Uri);
  if (instanceGroups) checkEntries(problems, `${path}.instanceGroups`, instanceGroups.length, GROUPS);
  if (shuffleSeed === undefined || Token.isUnresolved(shuffleSeed) || Number.isSafeInteger(shuffleSeed)) return;
  problems.add({
    code: 'ShuffleSeedNotWhole',
    path: `${path}.shuffleSeed`,
    got: `is ${shuffleSeed}`,
    wanted: 'a seed is a whole number',
    remedy: 'write 1, or another whole number',
  });
}

/** Checks that data is changed on its way only where it is a stream. */
export function checkStreamed(problems: Problems, path: string, options: S3ChannelOptions): void {
  const { inputMode = TrainingInputMode.FILE, gzip = false, recordIo = false } = options;
  if (inputMode === TrainingInputMode.PIPE) return;

  for (const prop of [...(gzip ? ['gzip'] : []), ...(recordIo ? ['recordIo'] : [])]) {
    problems.add({
      code: 'ChannelNotStreamed',
      path: `${path}.${prop}`,
      got: `is true with the input mode ${inputMode}`,
      wanted: 'SageMaker unpacks and wraps data in streams only',
      remedy: 'add { inputMode: TrainingInputMode.PIPE }, or leave it out',
    });
  }
}
