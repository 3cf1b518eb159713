import { Fn } from 'aws-cdk-lib';
import { Activity } from '../../../lib/security';
import { ALIAS_ARN, KEY_ARN, Workspace, workspaceIn } from '../workspace';
import { permittedIn } from './permissions';

const USE_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('objects', () => {
  test('are read and listed below their prefix alone', () => {
    const activity = Activity.readObjects(workspace.bucket, { prefix: 'abalone/raw/' });

    expect(permittedIn(workspace, activity)).toEqual([
      { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/abalone/raw/*'] },
      {
        actions: ['s3:ListBucket'],
        resources: ['arn:aws:s3:::data'],
        conditions: { StringLike: { 's3:prefix': 'abalone/raw/*' } },
      },
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });

  test('are read in the whole bucket where no prefix is given', () => {
    const activity = Activity.readObjects(workspace.bucket);

    expect(permittedIn(workspace, activity)).toEqual([
      { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] },
      { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::data'] },
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });

  test('are written, neither read nor deleted, by who writes them', () => {
    const activity = Activity.writeObjects(workspace.bucket, { prefix: 'projects/' });

    expect(permittedIn(workspace, activity)).toEqual([
      { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: ['arn:aws:s3:::data/projects/*'] },
      {
        actions: ['s3:ListBucket'],
        resources: ['arn:aws:s3:::data'],
        conditions: { StringLike: { 's3:prefix': 'projects/*' } },
      },
      { actions: ['s3:GetBucketLocation'], resources: ['arn:aws:s3:::data'] },
    ]);
  });
});

describe('a key', () => {
  test('is used, and lent to AWS services alone', () => {
    const activity = Activity.useKey(workspace.key);

    expect(permittedIn(workspace, activity)).toEqual([
      { actions: USE_KEY, resources: [KEY_ARN] },
      {
        actions: ['kms:CreateGrant'],
        resources: [KEY_ARN],
        conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ]);
  });

  test('of another account is the one that carries the alias, and is lent to nobody', () => {
    const activity = Activity.useKeyOfAlias(ALIAS_ARN);

    expect(permittedIn(workspace, activity)).toEqual([
      {
        actions: USE_KEY,
        resources: ['arn:aws:kms:eu-west-1:222222222222:key/*'],
        conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/acme/artifacts' } },
      },
    ]);
  });

  test('may be known by an alias whose ARN is a token', () => {
    const activity = Activity.useKeyOfAlias(Fn.importValue('alias-arn'));

    const [{ statement }] = activity._render(workspace.stack);

    const part = (i: number) => ({ 'Fn::Select': [i, { 'Fn::Split': [':', { 'Fn::ImportValue': 'alias-arn' }] }] });
    expect(workspace.stack.resolve(statement.toStatementJson())).toMatchObject({
      Resource: { 'Fn::Join': ['', ['arn:', part(1), ':', part(2), ':', part(3), ':', part(4), ':key/*']] },
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': part(5) } },
    });
  });

  test('is not known by the name of its alias, which says no account', () => {
    const activity = () => Activity.useKeyOfAlias('alias/acme/artifacts');

    expect(activity).toThrow(
      `ArnMalformed: aliasArn is "alias/acme/artifacts", an ARN of kms reads arn:<partition>:kms:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });
});
