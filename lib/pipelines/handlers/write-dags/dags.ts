import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DagFiles, Request } from './request';

/**
 * Writes the DAGs of an environment into its bucket, and takes away those that are no longer wanted: Airflow runs whatever lies there.
 *
 * A repeated request changes nothing, and finishes what an earlier one did half.
 */
export async function writeDags(client: Pick<S3Client, 'send'>, request: Request): Promise<void> {
  const { Bucket } = request.ResourceProperties;
  const wanted = request.RequestType === 'Delete' ? {} : filesOf(request.ResourceProperties);

  for (const [Key, Body] of Object.entries(wanted)) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/x-python' }));
  }
  for (const Key of keysBefore(request).filter((key) => !(key in wanted))) {
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
  }
}

/** What an earlier request wrote. A bucket that is no longer the environment's is left alone: Airflow does not read it. */
function keysBefore({ RequestType, ResourceProperties: now, OldResourceProperties: old }: Request): string[] {
  const before = RequestType === 'Delete' ? now : old;

  return before?.Bucket === now.Bucket ? Object.keys(filesOf(before)) : [];
}

/** The files by their keys. */
function filesOf({ Folder, Dags }: DagFiles): Record<string, string> {
  return Object.fromEntries(Object.entries(Dags).map(([name, text]) => [`${Folder}/${name}`, text]));
}
