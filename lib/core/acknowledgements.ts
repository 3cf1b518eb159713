import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A wildcard in a policy that no narrower form can replace, and why. */
export interface ExplainedWildcards {
  /** The actions and resources as they stand in the statement; those without `*` are passed over. */
  readonly patterns: readonly string[];
  /** Why no narrower form exists; a security reviewer reads it in the evidence. */
  readonly reason: string;
}

/** The rule that reports a policy with a wildcard; its finding ids name the wildcard, so each is acknowledged on its own. */
const WILDCARD_RULE = 'AwsSolutions-IAM5';

/** Acknowledges each wildcard of a policy by its own finding id, on the resource that the finding names. */
export function acknowledgeWildcards(
  policy: IConstruct,
  kind: 'Action' | 'Resource',
  wildcards: ExplainedWildcards,
): void {
  const findings = wildcards.patterns
    .map((pattern) => flatten(Stack.of(policy).resolve(pattern)))
    .filter((pattern) => pattern.includes('*'))
    .map((pattern) => ({ id: `${WILDCARD_RULE}[${kind}::${pattern}]`, reason: wildcards.reason }));

  if (findings.length > 0) Validations.of(policy.node.defaultChild ?? policy).acknowledge(...findings);
}

/** Writes a resolved ARN the way finding ids do: a reference as `<LogicalId>`, an attribute as `<LogicalId.Attribute>`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\$\{/g, '<').replace(/\}/g, '>');

  const [intrinsic, argument] = Object.entries(value as Record<string, unknown>)[0];
  switch (intrinsic) {
    case 'Fn::Join': {
      const [delimiter, items] = argument as [string, unknown[]];
      return items.map(flatten).join(delimiter);
    }
    case 'Fn::GetAtt': {
      const [resource, attribute] = argument as [string, string];
      return `<${resource}.${attribute}>`;
    }
    case 'Ref':
      return `<${argument as string}>`;
    case 'Fn::Sub':
    case 'Fn::ImportValue':
      return flatten(argument);
    default:
      return JSON.stringify(value);
  }
}
