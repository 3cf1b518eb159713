import { Arn, ArnFormat } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ObjectScope } from '../activity-scopes';
import * as perms from '../perms';
import { allow, allowPattern, ExplainedStatement, StatementsAt } from './activity-statement';

export function readObjects(bucket: s3.IBucketRef, scope: ObjectScope): StatementsAt {
  return () => [objectStatement(perms.READ_OBJECTS, bucket, scope), ...listStatements(bucket, scope)];
}

export function writeObjects(bucket: s3.IBucketRef, scope: ObjectScope): StatementsAt {
  return () => [objectStatement(perms.WRITE_OBJECTS, bucket, scope), ...listStatements(bucket, scope)];
}

export function useKey(key: kms.IKeyRef): StatementsAt {
  const resources = [key.keyRef.keyArn];

  return () => [
    allow(perms.USE_KEY, resources),
    allow(perms.DELEGATE_KEY, resources, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  ];
}

export function useKeyOfAlias(aliasArn: string): StatementsAt {
  return () => {
    const { resource: alias, ...owner } = Arn.split(aliasArn, ArnFormat.NO_RESOURCE_NAME);
    const keysBeside = Arn.format({
      ...owner,
      resource: 'key',
      resourceName: '*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const carryingTheAlias = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } };

    return [allowPattern(perms.USE_KEY, [keysBeside], carryingTheAlias)];
  };
}

function objectStatement(actions: string[], bucket: s3.IBucketRef, scope: ObjectScope): ExplainedStatement {
  return allowPattern(actions, [`${bucket.bucketRef.bucketArn}/${scope.prefix ?? ''}*`]);
}

function listStatements(bucket: s3.IBucketRef, scope: ObjectScope): ExplainedStatement[] {
  const resources = [bucket.bucketRef.bucketArn];
  const below = scope.prefix === undefined ? undefined : { StringLike: { 's3:prefix': `${scope.prefix}*` } };

  return [allow(perms.LIST_BUCKET, resources, below), allow(perms.LOCATE_BUCKET, resources)];
}
