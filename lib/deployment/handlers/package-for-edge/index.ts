import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { writeLine } from '../log';
import { PATIENT_CALLS } from '../sdk-calls';
import { packageForEdge, Request, Response } from './package';

const kms = new KMSClient(PATIENT_CALLS);
const s3 = new S3Client(PATIENT_CALLS);

/** Packages a model whenever CloudFormation brings another version. */
export function handler(
  request: Request,
  context: { readonly getRemainingTimeInMillis: () => number },
): Promise<Response> {
  return packageForEdge(request, { s3, kms, log: writeLine, remaining: () => context.getRemainingTimeInMillis() });
}
