import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards, check, claimName, leastPolicySize, Problem, renderProblem } from '../core';
import { Activity } from './activity';
import { recordRelaxedActions } from './private/relaxation-metadata';
import { packable, PackableStatement, packStatements } from './private/statement-packing';

/** Longest role name that IAM accepts, in characters. */
const ROLE_NAME_LENGTH = 64;

/** Largest managed policy that IAM accepts, in characters. */
const POLICY_SIZE = 6144;

/** How many managed policies IAM attaches to one role, unless AWS has raised the quota. */
const POLICIES = 10;

/** What an execution role is called and what it may do. */
export interface ExecutionRoleProps {
  /** Name of the role: 1 to 64 letters, digits and `+=,.@_-`. Other accounts name it in their policies, so it is permanent. */
  readonly roleName: string;

  /** What the role is for, in a sentence. */
  readonly description: string;

  /** What it may do; at least one activity. */
  readonly activities: Activity[];

  /**
   * Limit that no policy of the role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * The role that SageMaker assumes for jobs, pipelines, endpoints or Studio apps.
 *
 * Only SageMaker of the same account can assume it, which closes the confused-deputy path. Its permissions are one
 * customer-managed policy, or as few as its activities fit into, so that they are reviewed in one place; later grants end up in the
 * last.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
export class ExecutionRole extends Construct implements iam.IGrantable {
  /** The role. */
  public readonly role: iam.IRole;

  /** The principal that grants are made to; they are added to the role's own policy. */
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);

    checkExecutionRole(this, props);

    const stack = Stack.of(this);
    const sageMakerHere = new iam.ServicePrincipal('sagemaker.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    });
    const policies = this.policiesOf(props, stack);
    const role = new iam.Role(this, 'Resource', {
      roleName: claimName(this, 'role', stack.account, props.roleName),
      description: props.description,
      assumedBy: sageMakerHere,
      managedPolicies: policies,
      permissionsBoundary: props.permissionsBoundary,
    });

    // Studio passes the person's profile name as source identity, so that CloudTrail shows who ran the code.
    role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({ actions: ['sts:SetSourceIdentity'], principals: [sageMakerHere] }),
    );
    for (const policy of policies) this.node.addValidation({ validate: () => policySizeProblems(stack, policy) });

    this.role = role;
    this.grantPrincipal = policies[policies.length - 1].grantPrincipal;
  }

  /** As few policies as the activities fit into. */
  private policiesOf({ activities, description }: ExecutionRoleProps, stack: Stack): iam.ManagedPolicy[] {
    const packed = packStatements(packable(this, activities, stack), {
      maxPolicies: POLICIES,
      maxCharacters: POLICY_SIZE,
    });
    check(this, (problems) => packed.leftOver.forEach((statement) => problems.add(withoutRoom(statement))));

    return packed.policies.map((statements, i) => {
      const policy = new iam.ManagedPolicy(this, i === 0 ? 'Policy' : `Policy${i + 1}`, { description });
      recordRelaxedActions(policy.node.defaultChild as CfnResource, statements);
      for (const { statement, wildcardReason } of statements) {
        policy.addStatements(statement);
        if (wildcardReason === undefined) continue;
        acknowledgeWildcards(policy, 'Resource', { patterns: statement.resources, reason: wildcardReason });
      }

      return policy;
    });
  }
}

function withoutRoom({ activity, characters, statement }: PackableStatement): Problem {
  return {
    code: 'RolePolicyTooLarge',
    path: `activities[${activity}]`,
    got: `has a statement about ${statement.actions.join(', ')} of ${characters} characters or more`,
    wanted: `IAM accepts ${POLICIES} policies of ${POLICY_SIZE}`,
    remedy: 'name fewer resources, or divide the work between two roles',
  };
}

/** Grants are made until the end, so the size is known only when the app is synthesised. */
function policySizeProblems(stack: Stack, policy: iam.ManagedPolicy): string[] {
  const size = leastPolicySize(stack.resolve(policy.document));
  if (size <= POLICY_SIZE) return [];

  return [
    renderProblem({
      code: 'RolePolicyTooLarge',
      path: 'activities',
      got: `and grants come to ${size} characters or more`,
      wanted: `IAM accepts ${POLICY_SIZE} in one policy`,
      remedy: 'name fewer resources, or divide the work between two roles',
    }),
  ];
}

function checkExecutionRole(scope: Construct, props: ExecutionRoleProps): void {
  check(scope, (problems) => {
    if (props.activities.length === 0) {
      problems.add({
        code: 'RoleWithoutActivities',
        path: 'activities',
        got: 'is empty',
        wanted: 'a role that may do nothing cannot run anything',
        remedy: 'give at least one, such as Activity.writeLogs()',
      });
    }
    if (!Token.isUnresolved(props.roleName) && props.roleName.length > ROLE_NAME_LENGTH) {
      problems.add({
        code: 'RoleNameTooLong',
        path: 'roleName',
        got: `is "${props.roleName}", ${props.roleName.length} characters`,
        wanted: `IAM accepts up to ${ROLE_NAME_LENGTH}`,
        remedy: 'shorten it',
      });
    }
  });
}
