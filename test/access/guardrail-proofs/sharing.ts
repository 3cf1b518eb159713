import { Guardrail } from '../../../lib/organization';
import { ANYBODY, Context, MEMBER, ORGANIZATION, roleOf } from '../control-policies';
import { ProvedGuardrail, KEY, OUTSIDER, PLATFORM, allowed, denied } from './requests';

export const SHARING: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.noPublicSharing(PLATFORM),
    proofs: [
      ...[
        'ec2:DisableImageBlockPublicAccess',
        'ec2:DisableSnapshotBlockPublicAccess',
        'ec2:EnableSnapshotBlockPublicAccess',
        's3:PutAccountPublicAccessBlock',
      ].map((action) => denied(`a block of public access of the account, by ${action}`, action, {})),
      allowed('the block of public images turned on', 'ec2:EnableImageBlockPublicAccess', {}),
      denied('a snapshot lent to everybody', 'ec2:ModifySnapshotAttribute', { 'ec2:Add/group': 'all' }),
      allowed('a snapshot lent to an account', 'ec2:ModifySnapshotAttribute', { 'ec2:Add/userId': '777777777777' }),
      ...['public-read', 'public-read-write', 'authenticated-read'].map((acl) =>
        denied(`an object that is ${acl}`, 's3:PutObject', { 's3:x-amz-acl': acl }),
      ),
      denied('a bucket made public', 's3:PutBucketAcl', { 's3:x-amz-acl': 'public-read' }),
      allowed('an object of its owner', 's3:PutObject', { 's3:x-amz-acl': 'bucket-owner-full-control' }),
      allowed('an object without a word on its access', 's3:PutObject', {}),
      denied('a function that anybody calls', 'lambda:CreateFunctionUrlConfig', {
        'lambda:FunctionUrlAuthType': 'NONE',
      }),
      allowed('a function that IAM guards', 'lambda:CreateFunctionUrlConfig', {
        'lambda:FunctionUrlAuthType': 'AWS_IAM',
      }),
    ],
  },
  {
    guardrail: Guardrail.noExternalSharing(),
    proofs: [
      denied('a share for outsiders', 'ram:CreateResourceShare', share('Requested', 'true')),
      denied('a share that does not say', 'ram:CreateResourceShare', {}),
      allowed('a share within the organisation', 'ram:CreateResourceShare', share('Requested', 'false')),
      denied('a share opened to outsiders', 'ram:UpdateResourceShare', share('Requested', 'true')),
      allowed('a share renamed', 'ram:UpdateResourceShare', {}),
      denied('more in a share for outsiders', 'ram:AssociateResourceShare', share('', 'true')),
      allowed('more in a share within', 'ram:AssociateResourceShare', share('', 'false')),
    ],
  },
  {
    guardrail: Guardrail.resourcePerimeter({
      organizationId: ORGANIZATION,
      trustedAccountIds: ['555555555555', '444444444444'],
    }),
    proofs: [
      ...Object.entries({
        's3:GetObject': 'arn:aws:s3:::acme-data/abalone.csv',
        'kms:Decrypt': KEY,
        'sts:AssumeRole': roleOf('deployer'),
      }).flatMap(([action, resource]) => [
        allowed(`${action} by a role of the organisation`, action, {}, resource),
        denied(`${action} by an outsider`, action, { 'aws:PrincipalOrgID': 'o-9999999999' }, resource, OUTSIDER),
        denied(
          `${action} by an outsider with the name of an exempt role`,
          action,
          { 'aws:PrincipalOrgID': 'o-9999999999' },
          resource,
          roleOf('break-glass', '999999999999'),
        ),
      ]),
      ...['555555555555', '444444444444'].map((account) =>
        allowed(
          `a trusted account, ${account}`,
          's3:GetObject',
          { 'aws:PrincipalOrgID': 'o-9999999999', 'aws:PrincipalAccount': account },
          'arn:aws:s3:::acme-data/abalone.csv',
          roleOf('partner', account),
        ),
      ),
      denied('anybody', 's3:GetObject', {}, 'arn:aws:s3:::acme-data/abalone.csv', ANYBODY),
      allowed(
        'a service on its own behalf',
        's3:PutObject',
        {},
        'arn:aws:s3:::acme-logs/1',
        'logging.s3.amazonaws.com',
      ),
      allowed(
        'a service for the organisation',
        's3:PutObject',
        source(MEMBER, ORGANIZATION),
        'arn:aws:s3:::acme-logs/1',
        'cloudtrail.amazonaws.com',
      ),
      denied(
        'a service for an outsider',
        's3:PutObject',
        source('999999999999', 'o-9999999999'),
        'arn:aws:s3:::acme-logs/1',
        'cloudtrail.amazonaws.com',
      ),
      ...['555555555555', '444444444444'].map((account) =>
        allowed(
          `a service for a trusted account, ${account}`,
          's3:PutObject',
          source(account, 'o-9999999999'),
          'arn:aws:s3:::acme-logs/1',
          'cloudtrail.amazonaws.com',
        ),
      ),
      allowed(
        'a role that calls for an account outside',
        's3:GetObject',
        source('999999999999', 'o-9999999999'),
        'arn:aws:s3:::acme-data/abalone.csv',
      ),
    ],
  },
];

function share(prefix: string, external: string): Context {
  return { [`ram:${prefix}AllowsExternalPrincipals`]: external };
}

function source(account: string, organization: string): Context {
  return { 'aws:SourceAccount': account, 'aws:SourceOrgID': organization };
}
