import { Token } from 'aws-cdk-lib';
import { check, checkVpcResourceId, Problems } from '../../core';
import { InsideVpcProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { DESCRIBES_ITS_JOB, onlyOf } from './denial-conditions';
import { checkNotGivenEmpty } from './guardrail-checks';

const SUBNETS = 'sagemaker:VpcSubnets';
const SECURITY_GROUPS = 'sagemaker:VpcSecurityGroupIds';

/** True of a list that is missing or empty, as well as of one that names none: `Null` would let an empty list pass. */
const NO_SUBNET = { 'ForAllValues:StringNotLike': { [SUBNETS]: 'subnet-*' } };
const NO_SECURITY_GROUP = { 'ForAllValues:StringNotLike': { [SECURITY_GROUPS]: 'sg-*' } };

export function outsideVpc(props: InsideVpcProps): Denial[] {
  check(undefined, (problems) => {
    props.subnetIds?.forEach((id, i) => checkVpcResourceId(problems, `subnetIds[${i}]`, id, 'subnet'));
    props.securityGroupIds?.forEach((id, i) => checkSecurityGroupId(problems, `securityGroupIds[${i}]`, id));
    checkNotGivenEmpty(problems, 'subnetIds', props.subnetIds);
    checkNotGivenEmpty(problems, 'securityGroupIds', props.securityGroupIds);
  });

  return [
    { sid: 'WithoutSubnets', actions: perms.REQUIRE_NETWORK, conditions: NO_SUBNET },
    { sid: 'WithoutSecurityGroups', actions: perms.REQUIRE_NETWORK, conditions: NO_SECURITY_GROUP },
    {
      sid: 'MonitorWithoutSubnets',
      actions: perms.SCHEDULE_MONITORS,
      conditions: { ...NO_SUBNET, ...DESCRIBES_ITS_JOB },
    },
    {
      sid: 'MonitorWithoutSecurityGroups',
      actions: perms.SCHEDULE_MONITORS,
      conditions: { ...NO_SECURITY_GROUP, ...DESCRIBES_ITS_JOB },
    },
    ...onlyOf('OtherSubnets', perms.CHOOSE_SUBNETS, SUBNETS, props.subnetIds),
    ...onlyOf('OtherSecurityGroups', perms.CHOOSE_SECURITY_GROUPS, SECURITY_GROUPS, props.securityGroupIds),
  ];
}

export function studioOnInternet(): Denial[] {
  const access = 'sagemaker:AppNetworkAccessType';

  return [
    {
      sid: 'DomainNotVpcOnly',
      actions: perms.CREATE_DOMAIN,
      conditions: { StringNotEquals: { [access]: 'VpcOnly' } },
    },
    {
      sid: 'DomainOpened',
      actions: perms.UPDATE_DOMAIN,
      conditions: { StringEquals: { [access]: 'PublicInternetOnly' } },
    },
  ];
}

export function containersOnNetwork(): Denial[] {
  return [
    {
      sid: 'NotIsolated',
      actions: perms.ISOLATE_CONTAINERS,
      conditions: { BoolIfExists: { 'sagemaker:NetworkIsolation': 'false' } },
    },
  ];
}

export function openNotebooks(): Denial[] {
  const internet = 'sagemaker:DirectInternetAccess';
  const root = 'sagemaker:RootAccess';

  return [
    {
      sid: 'NotebookOnInternet',
      actions: perms.CREATE_NOTEBOOK,
      conditions: { StringNotEquals: { [internet]: 'Disabled' } },
    },
    {
      sid: 'NotebookWithRoot',
      actions: perms.CREATE_NOTEBOOK,
      conditions: { StringNotEquals: { [root]: 'Disabled' } },
    },
    { sid: 'NotebookGivenRoot', actions: perms.UPDATE_NOTEBOOK, conditions: { StringEquals: { [root]: 'Enabled' } } },
  ];
}

function checkSecurityGroupId(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/.test(value)) return;

  problems.add({
    code: 'ResourceIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'the id of a security group is "sg-" and 8 or 17 hexadecimal digits',
    remedy: 'copy the id from the VPC console, as "sg-0a1b2c3d4e5f67890"',
  });
}
