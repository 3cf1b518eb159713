import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { checkContainerFolder, containerFolder } from './container-folder';
import { DefinitionExpression } from './reference-token';
import { checkS3Uri } from './value-checks';

const LONGEST_QUERY = 4_096;

/** What every query for a processing job says of its result. */
export interface DatasetResult {
  readonly outputS3Uri: string;
  readonly keyArn?: string;
  readonly localPath?: string;
  readonly mode?: string;
  readonly distribution?: string;
}

/** How a result is compressed, and what its format allows. */
interface Compression {
  readonly format: string;
  readonly compression?: string;
  readonly choices: readonly string[];
}

/** Checks a query and where its result goes. */
export function checkDataset(
  problems: Problems,
  path: string,
  inputName: string,
  query: string,
  { outputS3Uri, localPath }: DatasetResult,
): void {
  checkQuery(problems, `${path}.query`, query);
  checkS3Uri(problems, `${path}.outputS3Uri`, outputS3Uri);
  checkContainerFolder(problems, `${path}.localPath`, localPath ?? containerFolder(inputName));
}

/** Checks that a dataset can be compressed that way in its format. */
export function checkCompression(
  problems: Problems,
  path: string,
  service: string,
  { format, compression, choices }: Compression,
): void {
  if (compression === undefined || choices.includes(compression)) return;

  problems.add({
    code: 'CompressionUnsupported',
    path: `${path}.compression`,
    got: `is ${compression}, for ${format}`,
    wanted: `${service} compresses ${format} with ${choices.join(' or ')}`,
    remedy: 'choose one of them, or leave it out',
  });
}

/** A dataset as a job's input, with the definition of its service. SageMaker runs the query before the job starts. */
export function renderDataset(
  inputName: string,
  definition: DefinitionExpression,
  { localPath, mode, distribution }: DatasetResult,
): DefinitionExpression {
  return {
    DatasetDefinition: {
      ...definition,
      LocalPath: localPath ?? containerFolder(inputName),
      InputMode: mode ?? 'File',
      DataDistributionType: distribution ?? 'FullyReplicated',
    },
  };
}

function checkQuery(problems: Problems, path: string, query: string): void {
  if (Token.isUnresolved(query) || (query.trim() !== '' && query.length <= LONGEST_QUERY)) return;

  problems.add({
    code: 'QueryLengthOutOfRange',
    path,
    got: query.trim() === '' ? 'is empty' : `has ${query.length} characters`,
    wanted: `SageMaker takes queries of 1 to ${LONGEST_QUERY} characters`,
    remedy: query.trim() === '' ? 'write one, as SELECT …' : 'keep the long part as a view, and select from that',
  });
}
