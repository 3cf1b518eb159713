import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Permission } from '../../core';
import * as perms from '../perms';

/** What an environment of MWAA works with. */
export interface AirflowParts {
  readonly environmentName: string;
  readonly bucket: s3.IBucket;
  readonly encryptionKey: kms.IKeyRef;
}

/** ARN of an environment of the stack's account and region. */
export function airflowArn(stack: Stack, environmentName: string): string {
  return stack.formatArn({ service: 'airflow', resource: 'environment', resourceName: environmentName });
}

/**
 * What MWAA itself needs of an environment's role. Its Celery queue lies in an account of AWS whose id nobody is told.
 *
 * @see https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */
export function airflowPermissions(stack: Stack, parts: AirflowParts): Permission[] {
  const { environmentName, bucket, encryptionKey } = parts;
  const { region, partition, urlSuffix } = stack;
  const logGroups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `airflow-${environmentName}-*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const keys = [encryptionKey.keyRef.keyArn, ...(bucket.encryptionKey ? [bucket.encryptionKey.keyArn] : [])];

  return [
    { actions: ['airflow:PublishMetrics'], resources: [airflowArn(stack, environmentName)] },
    { actions: perms.READ_DAG_BUCKET, resources: [bucket.bucketArn] },
    { actions: perms.READ_DAGS, resources: [bucket.arnForObjects('*')] },
    { actions: perms.WRITE_AIRFLOW_LOGS, resources: [logGroups] },
    { actions: perms.CHECK_AIRFLOW_ACCOUNT, resources: ['*'] },
    {
      actions: perms.PUBLISH_METRICS,
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': 'AmazonMWAA' } },
    },
    { actions: perms.USE_AIRFLOW_QUEUE, resources: [`arn:${partition}:sqs:${region}:*:airflow-celery-*`] },
    {
      actions: perms.USE_AIRFLOW_KEY,
      resources: keys,
      conditions: {
        StringEquals: { 'kms:ViaService': ['s3', 'sqs'].map((service) => `${service}.${region}.${urlSuffix}`) },
      },
    },
  ];
}
