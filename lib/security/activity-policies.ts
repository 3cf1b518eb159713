import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards, check, claimName, Problems } from '../core';
import { Activity } from './activity';
import { recordRelaxedActions } from './private/relaxation-metadata';
import {
  packable,
  PackableStatement,
  PackedStatements,
  packStatements,
  policySizeOf,
} from './private/statement-packing';

/** Largest managed policy that IAM accepts, in characters. */
const POLICY_SIZE = 6144;

/** How many managed policies IAM attaches to one role, unless AWS has raised the quota. */
const POLICIES_OF_A_ROLE = 10;

/** IAM accepts 128; the rest is for the number. */
const NAME_PREFIX = /^[\w+=,.@-]{1,120}$/;

/** What may be done, and what the policies are called. */
export interface ActivityPoliciesProps {
  /** What may be done; at least one activity. */
  readonly activities: Activity[];

  /** What the names of the policies begin with, as `acme-scientist`: 1 to 120 letters, digits and `_+=,.@-`. */
  readonly policyNamePrefix: string;

  /**
   * How many policies there may be: a whole number from 1 on.
   *
   * IAM attaches 10 to a role unless AWS has raised the quota; what else is attached to the role counts too.
   *
   * @default 10
   */
  readonly maxPolicies?: number;
}

/** A policy that activities were packed into. */
export interface ActivityPolicySummary {
  /** Name of the policy. */
  readonly policyName: string;

  /** How many statements it has. */
  readonly statements: number;

  /** Its size in characters without white space; what is known at deployment only counts for nothing. */
  readonly characters: number;

  /** How many characters are left until the 6,144 of a managed policy, at most. */
  readonly spareCharacters: number;
}

/**
 * A list of activities as customer-managed policies: as few as they fit into, for roles that exist or are made elsewhere.
 *
 * A statement is never split. The names are the prefix and a number from 1 on, so that further activities change policies in
 * place and add one at the end; who attaches them attaches all of `policies`. Throws when a statement does not fit.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class ActivityPolicies extends Construct {
  /** The policies, to be attached all together. */
  public readonly policies: iam.IManagedPolicy[];

  /** What the activities were packed into, in the order of the policies. */
  public readonly summary: ActivityPolicySummary[];

  constructor(scope: Construct, id: string, props: ActivityPoliciesProps) {
    super(scope, id);

    check(this, (problems) => checkProps(problems, props));

    const packed = packStatements(packable(this, props.activities, Stack.of(this)), {
      maxPolicies: props.maxPolicies ?? POLICIES_OF_A_ROLE,
      maxCharacters: POLICY_SIZE,
    });
    check(this, (problems) => packed.leftOver.forEach((statement) => checkFits(problems, statement, packed)));

    const named = packed.policies.map((statements, i) => ({
      policyName: `${props.policyNamePrefix}-${i + 1}`,
      statements,
    }));

    this.policies = named.map(({ policyName, statements }, i) =>
      this.policyOf(`Policy${i + 1}`, policyName, statements),
    );
    this.summary = named.map(({ policyName, statements }) => ({
      policyName,
      statements: statements.length,
      characters: policySizeOf(statements),
      spareCharacters: POLICY_SIZE - policySizeOf(statements),
    }));
  }

  private policyOf(id: string, policyName: string, statements: readonly PackableStatement[]): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, id, {
      managedPolicyName: claimName(this, 'managed policy', Stack.of(this).account, policyName),
      document: new iam.PolicyDocument({ minimize: false, statements: statements.map(({ statement }) => statement) }),
    });

    recordRelaxedActions(policy.node.defaultChild as CfnResource, statements);
    for (const { statement, wildcardReason } of statements) {
      if (wildcardReason === undefined) continue;
      acknowledgeWildcards(policy, 'Resource', { patterns: statement.resources, reason: wildcardReason });
    }
    return policy;
  }
}

function checkProps(problems: Problems, { activities, policyNamePrefix, maxPolicies }: ActivityPoliciesProps): void {
  if (activities.length === 0) {
    problems.add({
      code: 'PoliciesWithoutActivities',
      path: 'activities',
      got: 'is empty',
      wanted: 'IAM refuses a policy without statements',
      remedy: 'give at least one, such as Activity.observe()',
    });
  }
  if (!Token.isUnresolved(policyNamePrefix) && !NAME_PREFIX.test(policyNamePrefix)) {
    problems.add({
      code: 'PolicyNamePrefixMalformed',
      path: 'policyNamePrefix',
      got: `is "${policyNamePrefix}"`,
      wanted: 'it is 1 to 120 letters, digits and characters of _+=,.@-',
      remedy: 'write a prefix such as "acme-scientist"',
    });
  }
  if (
    maxPolicies !== undefined &&
    !Token.isUnresolved(maxPolicies) &&
    !(Number.isInteger(maxPolicies) && maxPolicies >= 1)
  ) {
    problems.add({
      code: 'MaxPoliciesOutOfRange',
      path: 'maxPolicies',
      got: `is ${maxPolicies}`,
      wanted: 'it is a whole number from 1 on',
      remedy: `leave it out for ${POLICIES_OF_A_ROLE}, the quota of a role`,
    });
  }
}

function checkFits(problems: Problems, left: PackableStatement, { policies }: PackedStatements): void {
  const alone = policySizeOf([left]);
  const isTooLarge = alone > POLICY_SIZE;

  problems.add({
    code: 'ActivityDoesNotFit',
    path: `activities[${left.activity}]`,
    got: `has a statement about ${left.statement.actions.join(', ')} that makes a policy of ${alone} characters or more`,
    wanted: isTooLarge
      ? `IAM accepts ${POLICY_SIZE} in one policy`
      : `maxPolicies is ${policies.length} and no policy has room for it`,
    remedy: isTooLarge
      ? 'name fewer resources, or divide the activity into two'
      : 'divide the activities between two roles, or raise maxPolicies if AWS raised the quota',
  });
}
