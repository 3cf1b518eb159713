import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { Permission } from '../../core';
import { namePattern } from './name-patterns';
import { DefinitionExpression } from './reference-token';

/** What it takes to read a file in S3 of which a run may know parts only, encrypted with a key that is known by ARN. */
export function readFile(stack: Stack, s3Uri: string | DefinitionExpression, keyArn: string): Permission[] {
  const place = namePattern(s3Uri).replace(/^s3:\/\//, '');
  const file = stack.formatArn({
    service: 's3',
    region: '',
    account: '',
    resource: place,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });

  return [{ actions: ['s3:GetObject'], resources: [file] }, decryptWith(stack, keyArn)];
}

/** A key that is known by an alias may have any id, so the permission holds for the key that carries the alias. */
function decryptWith(stack: Stack, keyArn: string): Permission {
  const actions = ['kms:Decrypt'];
  if (!keyArn.includes(':alias/')) return { actions, resources: [keyArn] };

  const { resource: alias, ...owner } = stack.splitArn(keyArn, ArnFormat.NO_RESOURCE_NAME);
  const keysBeside = Arn.format({ ...owner, resource: 'key', resourceName: '*' }, stack);
  return {
    actions,
    resources: [keysBeside],
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } },
  };
}
