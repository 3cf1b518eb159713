import * as iam from 'aws-cdk-lib/aws-iam';
import { GuardrailExemption } from '../guardrail-exemption';

/** What a control policy denies; without resources it denies the actions on every resource. */
export interface Denial {
  readonly sid: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions?: iam.Conditions;
  /** Whether it does not bind, either, the roles that hand templates to exempt ones. */
  readonly sparesDeployers?: boolean;
}

/** The statement of a service control policy: it binds every principal of the account but those that are exempt. */
export function serviceControlStatement(
  denial: Denial,
  exemptions: readonly GuardrailExemption[],
): iam.PolicyStatement {
  const exempt = exemptions.flatMap((exemption) => [
    ...exemption._roleArns(),
    ...(denial.sparesDeployers ? exemption._deployerArns() : []),
  ]);

  return exempt.length === 0
    ? statementOf(denial, denial.conditions ?? {})
    : statementOf(denial, {
        ...denial.conditions,
        ArnNotLike: { ...(denial.conditions?.ArnNotLike as object | undefined), 'aws:PrincipalArn': exempt },
      });
}

/**
 * The statement of a resource control policy.
 *
 * It knows no exemption by role: a pattern for a role in every account would admit a stranger's role of the same name.
 */
export function resourceControlStatement(denial: Denial): iam.PolicyStatement {
  const statement = statementOf(denial, denial.conditions ?? {});

  statement.addPrincipals(new iam.StarPrincipal());
  return statement;
}

/** Statements for policies that IAM stores, which, unlike those of Organizations, must name the partition of a resource. */
export function inPartition(statements: readonly iam.PolicyStatement[], partition: string): iam.PolicyStatement[] {
  const named = (arn: string): string => arn.replace(/^arn:\*:/, `arn:${partition}:`);

  return statements.map((statement) =>
    statement.copy({
      ...(statement.resources.length > 0 && { resources: statement.resources.map(named) }),
      ...(statement.notResources.length > 0 && { notResources: statement.notResources.map(named) }),
    }),
  );
}

function statementOf(denial: Denial, conditions: iam.Conditions): iam.PolicyStatement {
  const { sid, actions, notActions, resources, notResources } = denial;

  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    ...(actions && { actions: [...actions] }),
    ...(notActions && { notActions: [...notActions] }),
    ...(notResources ? { notResources: [...notResources] } : { resources: [...(resources ?? ['*'])] }),
    conditions,
  });
}
