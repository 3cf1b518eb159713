import { S3Client } from '@aws-sdk/client-s3';
import { answerAfter } from './answer';
import { writeDags } from './dags';
import { Request } from './request';

const client = new S3Client({});

/** Writes the DAGs of an Airflow environment whenever CloudFormation asks. */
export function handler(request: Request): Promise<void> {
  return answerAfter(request, () => writeDags(client, request));
}
