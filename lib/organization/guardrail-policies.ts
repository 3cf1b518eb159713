import { Aws, Stack, Token } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { check, claimName, Problems } from '../core';
import { GuardrailSet } from './guardrail-set';
import { checkAgreementWithInherited } from './private/approvals';
import { attach } from './private/attached-policies';
import { isPolicyTarget } from './private/organization-ids';
import { SERVICE_CONTROL_POLICIES, SERVICE_CONTROL_POLICY_SIZE } from './private/organization-policies';
import {
  documentOf,
  minifiedSize,
  packStatements,
  packable,
  PackableStatement,
  PackedStatements,
} from './private/policy-packing';

const NAME = /^[\w+=,.@-]{1,100}$/;

/** How much room AWS Organizations gives to the policies of one kind. */
export interface PolicyQuota {
  /**
   * How many policies of the kind one organisational unit may have.
   *
   * @default - 10 service control policies, 5 resource control policies
   */
  readonly maxPolicies?: number;

  /**
   * How large a policy may be, in characters without white space.
   *
   * @default - 10,240 for a service control policy, 5,120 for a resource control policy
   */
  readonly maxCharacters?: number;

  /**
   * How many policies the organisational units have already, those of AWS Control Tower included.
   *
   * @default 1 - the one that allows everything, FullAWSAccess or RCPFullAWSAccess
   */
  readonly alreadyAttached?: number;
}

/** Which guardrails hold where. */
export interface GuardrailPoliciesProps {
  /** The guardrails. */
  readonly guardrails: GuardrailSet;

  /** Ids of the organisational units, accounts or the root that they hold for, as `ou-ab12-c3d4e5f6`. At least one. */
  readonly targetIds: string[];

  /**
   * The sets that hold for the units above the targets already, which the guardrails must agree with.
   *
   * Where both approve lists of the same, such as regions or instance types, only what is in both is left: nothing in common is
   * refused. A guardrail that a unit above has in the same form may be repeated; it then also holds when the unit is moved.
   *
   * @default - none, or none that approves lists
   */
  readonly inherited?: GuardrailSet[];

  /** What the names of the policies begin with, as `acme-workloads`: 1 to 100 characters. */
  readonly policyNamePrefix: string;

  /**
   * Room for service control policies.
   *
   * @default - 10 policies of 10,240 characters, one of which is FullAWSAccess
   */
  readonly serviceControlQuota?: PolicyQuota;

  /**
   * Room for resource control policies.
   *
   * @default - 5 policies of 5,120 characters, one of which is RCPFullAWSAccess
   */
  readonly resourceControlQuota?: PolicyQuota;
}

/** A policy document that guardrails were packed into. */
export interface GuardrailDocument {
  /** Name of the policy. */
  readonly policyName: string;

  /** `SERVICE_CONTROL_POLICY` or `RESOURCE_CONTROL_POLICY`. */
  readonly policyType: string;

  /** Its size in characters without white space. */
  readonly characters: number;

  /** How many characters are left until its quota. */
  readonly spareCharacters: number;

  /** Names of the guardrails that have statements in it. */
  readonly guardrails: string[];

  /** Ids of its statements. */
  readonly statementIds: string[];
}

/** The kinds of policies, what they are called and what room they have unless told otherwise. */
const KINDS = {
  SERVICE_CONTROL_POLICY: {
    id: 'ServiceControl',
    suffix: 'scp',
    maxPolicies: SERVICE_CONTROL_POLICIES,
    maxCharacters: SERVICE_CONTROL_POLICY_SIZE,
  },
  RESOURCE_CONTROL_POLICY: { id: 'ResourceControl', suffix: 'rcp', maxPolicies: 5, maxCharacters: 5120 },
} as const;

type Kind = keyof typeof KINDS;

/** What is left of a quota for guardrails. */
interface Quota {
  readonly maxPolicies: number;
  readonly maxCharacters: number;
  readonly alreadyAttached: number;
}

/**
 * The policies that hold guardrails for organisational units: as few as they fit into.
 *
 * It belongs into a stack of the management account, or of the delegated administrator of policies. The policies are changed
 * one after the other, because AWS Organizations refuses changes at the same time. Throws when a statement does not fit, when
 * the policies of the whole app do not fit onto a target, and when the guardrails conflict with inherited ones.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html
 */
export class GuardrailPolicies extends Construct {
  /** What the guardrails were packed into, service control policies first. */
  public readonly documents: GuardrailDocument[];

  constructor(scope: Construct, id: string, props: GuardrailPoliciesProps) {
    super(scope, id);

    const quotas = {
      SERVICE_CONTROL_POLICY: quotaOf('SERVICE_CONTROL_POLICY', props.serviceControlQuota),
      RESOURCE_CONTROL_POLICY: quotaOf('RESOURCE_CONTROL_POLICY', props.resourceControlQuota),
    };
    const packed = (['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const).map((kind) => ({
      kind,
      quota: quotas[kind],
      ...packedOf(kind, props.guardrails, quotas[kind]),
    }));
    check(this, (problems) => {
      checkProps(problems, props);
      checkInherited(problems, props);
      packed.forEach(({ kind, quota, ...result }) => {
        checkFits(problems, kind, quota, result);
        attach(problems, this, {
          policyType: kind,
          targetIds: props.targetIds,
          policies: result.documents.length,
          ...quota,
        });
      });
    });

    const policies = packed.flatMap(({ kind, quota, documents }) =>
      documents.map((statements, i) => ({
        kind,
        quota,
        statements,
        number: i + 1,
        policy: this.policyOf(props, kind, i + 1, statements),
      })),
    );
    policies.slice(1).forEach(({ policy }, i) => policy.addResourceDependency(policies[i].policy));
    recordOmissions(props.guardrails, policies[0]?.policy);

    this.documents = policies.map(({ kind, quota, statements, policy }) => {
      const characters = minifiedSize(documentOf(statements));

      return {
        policyName: policy.name,
        policyType: kind,
        characters,
        spareCharacters: quota.maxCharacters - characters,
        guardrails: [...new Set(statements.map(({ guardrail }) => guardrail))],
        statementIds: statements.map(({ sid }) => sid),
      };
    });
  }

  private policyOf(
    props: GuardrailPoliciesProps,
    kind: Kind,
    number: number,
    statements: readonly PackableStatement[],
  ): CfnPolicy {
    const { id, suffix } = KINDS[kind];
    const name = `${props.policyNamePrefix}-guardrails-${suffix}-${number}`;

    const policy = new CfnPolicy(this, `${id}${number}`, {
      name: claimName(this, 'organization policy', organizationOf(this), name),
      description: `Preventive guardrails, document ${number}`,
      type: kind,
      content: documentOf(statements),
      targetIds: [...new Set(props.targetIds)],
    });

    const exemptions = exemptionsIn(props.guardrails, statements);
    if (exemptions.length > 0) policy.addMetadata('governed-ml:exemptions', exemptions);
    return policy;
  }
}

/** Names of policies are taken once in an organisation, whichever region they are deployed from. */
function organizationOf(scope: Construct): string {
  const { account } = Stack.of(scope);

  return Token.isUnresolved(account) ? Aws.ACCOUNT_ID : account;
}

function quotaOf(kind: Kind, quota: PolicyQuota = {}): Quota {
  return {
    maxPolicies: quota.maxPolicies ?? KINDS[kind].maxPolicies,
    maxCharacters: quota.maxCharacters ?? KINDS[kind].maxCharacters,
    alreadyAttached: quota.alreadyAttached ?? 1,
  };
}

function packedOf(kind: Kind, set: GuardrailSet, quota: Quota): PackedStatements {
  const statements = set._together().flatMap((guardrail) => {
    const ofKind =
      kind === 'SERVICE_CONTROL_POLICY' ? guardrail.serviceControlStatements() : guardrail.resourceControlStatements();

    return ofKind.map((statement) => packable(guardrail.name, statement));
  });

  return packStatements(statements, {
    maxDocuments: quota.maxPolicies - quota.alreadyAttached,
    maxBytes: quota.maxCharacters,
  });
}

/** Exemptions stand in the template beside the statements that they weaken. */
function exemptionsIn(set: GuardrailSet, statements: readonly PackableStatement[]): object[] {
  const present = new Set(statements.map(({ guardrail }) => guardrail));

  return set.guardrails
    .filter(({ name }) => present.has(name))
    .flatMap(({ name, exemptions }) =>
      exemptions.map((exemption) => ({ guardrail: name, role: exemption.name, reason: exemption.reason })),
    );
}

function recordOmissions(set: GuardrailSet, policy?: CfnPolicy): void {
  if (set.omissions.length > 0) policy?.addMetadata('governed-ml:omissions', set.omissions);
}

function checkProps(problems: Problems, { guardrails, targetIds, policyNamePrefix }: GuardrailPoliciesProps): void {
  if (guardrails.guardrails.length === 0) {
    problems.add({
      code: 'GuardrailSetEmpty',
      path: 'guardrails',
      got: 'is empty',
      wanted: 'policies hold at least one guardrail',
      remedy: 'begin with GuardrailSet.starter(), or define no policies',
    });
  }
  if (targetIds.length === 0) {
    problems.add({
      code: 'GuardrailsWithoutTarget',
      path: 'targetIds',
      got: 'is empty',
      wanted: 'guardrails hold for at least one organisational unit',
      remedy: 'name the organisational units, as "ou-ab12-c3d4e5f6"',
    });
  }
  targetIds.forEach((target, i) => {
    if (Token.isUnresolved(target) || isPolicyTarget(target)) return;
    problems.add({
      code: 'PolicyTargetMalformed',
      path: `targetIds[${i}]`,
      got: `is "${target}"`,
      wanted: 'a policy is attached to an organisational unit, an account or the root by its id',
      remedy: 'copy the id from AWS Organizations, as "ou-ab12-c3d4e5f6"',
    });
  });
  if (!Token.isUnresolved(policyNamePrefix) && !NAME.test(policyNamePrefix)) {
    problems.add({
      code: 'PolicyNamePrefixMalformed',
      path: 'policyNamePrefix',
      got: `is "${policyNamePrefix}"`,
      wanted: 'it is 1 to 100 letters, digits and characters of _+=,.@-',
      remedy: 'write a prefix such as "acme-workloads"',
    });
  }
}

function checkInherited(problems: Problems, { guardrails, inherited = [] }: GuardrailPoliciesProps): void {
  checkAgreementWithInherited(
    problems,
    guardrails.guardrails,
    inherited.flatMap((set) => set.guardrails),
  );
}

function checkFits(problems: Problems, kind: Kind, quota: Quota, { documents, leftOver }: PackedStatements): void {
  const { maxPolicies, maxCharacters, alreadyAttached } = quota;

  for (const { guardrail, sid, content } of leftOver) {
    const alone = minifiedSize(documentOf([{ guardrail, sid, content }]));
    problems.add({
      code: 'GuardrailDoesNotFit',
      path: `${guardrail}.${sid}`,
      got: `makes a policy of ${alone} characters`,
      wanted:
        alone > maxCharacters
          ? `a ${kind} has at most ${maxCharacters}`
          : `the ${documents.length} of ${maxPolicies} policies that ${alreadyAttached} attached ones leave are full`,
      remedy:
        alone > maxCharacters
          ? 'shorten the lists that the guardrail is given, or raise maxCharacters if AWS raised the quota'
          : 'take out a guardrail, move some to a parent organisational unit, or raise maxPolicies if AWS raised the quota',
    });
  }
}
