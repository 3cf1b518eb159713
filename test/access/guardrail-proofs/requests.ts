import { Guardrail, GuardrailExemption } from '../../../lib/organization';
import { Context, MEMBER, Proof, roleOf } from '../control-policies';

/** A guardrail, and the requests that prove what it denies and what it leaves. */
export interface ProvedGuardrail {
  readonly guardrail: Guardrail;
  readonly proofs: readonly Proof[];
}

export const KEY = 'arn:aws:kms:eu-west-1:666666666666:key/0a1b2c3d';
export const OTHER_KEY = 'arn:aws:kms:eu-west-1:999999999999:key/0a1b2c3d';
export const OWN_SUBNET = 'subnet-0a1b2c3d4e5f67890';
export const OTHER_SUBNET = 'subnet-0f9e8d7c6b5a43210';
export const OWN_GROUP = 'sg-0a1b2c3d4e5f67890';
export const OTHER_GROUP = 'sg-0f9e8d7c6b5a43210';
export const OUTSIDER = roleOf('data-scientist', '999999999999');

/** A job, a model, a domain, an endpoint configuration and a notebook as they should be. */
export const GOOD: Context = {
  'sagemaker:VpcSubnets': [OWN_SUBNET],
  'sagemaker:VpcSecurityGroupIds': [OWN_GROUP],
  'sagemaker:VolumeKmsKeyArn': KEY,
  'sagemaker:OutputKmsKeyArn': KEY,
  'sagemaker:InterContainerTrafficEncryption': 'true',
  'sagemaker:NetworkIsolation': 'true',
  'sagemaker:InstanceTypes': ['ml.m5.xlarge'],
  'sagemaker:AppNetworkAccessType': 'VpcOnly',
  'sagemaker:DirectInternetAccess': 'Disabled',
  'sagemaker:RootAccess': 'Disabled',
};

export const DEPLOYER = GuardrailExemption.cdkDeployment('hnb659fds', 'deploys the platform');
export const BREAK_GLASS = GuardrailExemption.role('break-glass', 'ends an outage that the guardrail causes');
export const ADMIN = GuardrailExemption.permissionSet('PlatformAdmin', 'sets accounts up');
export const APPROVER = GuardrailExemption.role('model-approver', 'decides which versions serve');
export const PLATFORM = [DEPLOYER, ADMIN];

/** Roles that each exemption is for: their every form. */
export const EXEMPT_ROLES: Record<string, string[]> = {
  [DEPLOYER.name]: [roleOf('cdk-hnb659fds-cfn-exec-role-666666666666-eu-west-1')],
  [BREAK_GLASS.name]: [roleOf('break-glass'), roleOf('break-glass', MEMBER, 'aws-cn')],
  [APPROVER.name]: [roleOf('model-approver')],
  [ADMIN.name]: [
    roleOf('aws-reserved/sso.amazonaws.com/AWSReservedSSO_PlatformAdmin_0123456789abcdef'),
    roleOf('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PlatformAdmin_0123456789abcdef'),
  ],
};

export function allowed(what: string, action: string, context: Context, resource?: string, who?: string): Proof {
  return { what, action, context, resource, who, decision: 'allowed' };
}

export function denied(what: string, action: string, context: Context, resource?: string, who?: string): Proof {
  return { what, action, context, resource, who, decision: 'denied' };
}

export function good(key: string, value: string | string[]): Context {
  return { ...GOOD, [key]: value };
}

export function without(key: string): Context {
  return Object.fromEntries(Object.entries(GOOD).filter(([each]) => each !== key));
}

export function endpoint(): string {
  return 'arn:aws:sagemaker:eu-west-1:666666666666:endpoint/abalone';
}

export function model(name: string): string {
  return `arn:aws:sagemaker:eu-west-1:666666666666:model/${name}`;
}
