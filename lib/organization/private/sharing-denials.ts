import { check, checkAccountId, checkOrganizationId } from '../../core';
import { GuardrailExemption } from '../guardrail-exemption';
import { ResourcePerimeterProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { checkNotEmpty } from './guardrail-checks';

export function publicSharing(platformRoles: readonly GuardrailExemption[]): Denial[] {
  check(undefined, (problems) => checkNotEmpty(problems, 'platformRoles', platformRoles));

  return [
    { sid: 'PublicAccountAccess', actions: perms.OPEN_ACCOUNT_TO_PUBLIC },
    {
      sid: 'PublicAcl',
      actions: perms.SET_OBJECT_ACCESS,
      conditions: { StringEquals: { 's3:x-amz-acl': ['authenticated-read', 'public-read', 'public-read-write'] } },
    },
    { sid: 'PublicSnapshot', actions: perms.SHARE_SNAPSHOTS, conditions: { StringEquals: { 'ec2:Add/group': 'all' } } },
    {
      sid: 'PublicFunctionUrl',
      actions: perms.OPEN_FUNCTION_URLS,
      conditions: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    },
  ];
}

export function externalSharing(): Denial[] {
  const requested = 'ram:RequestedAllowsExternalPrincipals';

  return [
    {
      sid: 'ExternalShareCreated',
      actions: perms.CREATE_SHARE,
      conditions: { BoolIfExists: { [requested]: 'true' } },
    },
    { sid: 'ExternalShareOpened', actions: perms.UPDATE_SHARE, conditions: { Bool: { [requested]: 'true' } } },
    {
      sid: 'ExternalShareExtended',
      actions: perms.EXTEND_SHARE,
      conditions: { Bool: { 'ram:AllowsExternalPrincipals': 'true' } },
    },
  ];
}

export function useByOutsiders({ organizationId, trustedAccountIds = [] }: ResourcePerimeterProps): Denial[] {
  check(undefined, (problems) => {
    checkOrganizationId(problems, 'organizationId', organizationId);
    trustedAccountIds.forEach((id, i) => checkAccountId(problems, `trustedAccountIds[${i}]`, id));
  });
  const actions = [...perms.PERIMETER_SERVICES, ...perms.ASSUME_ROLE];
  const trusts = (key: string): Record<string, string[]> =>
    trustedAccountIds.length > 0 ? { [key]: trustedAccountIds } : {};

  return [
    {
      sid: 'CallerOutsideOrganization',
      actions,
      conditions: {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId, ...trusts('aws:PrincipalAccount') },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    {
      sid: 'ServiceForOutsider',
      actions,
      conditions: {
        StringNotEqualsIfExists: { 'aws:SourceOrgID': organizationId, ...trusts('aws:SourceAccount') },
        Null: { 'aws:SourceAccount': 'false' },
        Bool: { 'aws:PrincipalIsAWSService': 'true' },
      },
    },
  ];
}
