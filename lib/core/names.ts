import { createHash } from 'node:crypto';
import { IConstruct } from 'constructs';
import { Token } from 'aws-cdk-lib';
import { check } from './problems';

/** What a service accepts as a name. */
export interface NameLimits {
  /** Longest name the service accepts, in characters. */
  readonly maxLength: number;
  /** Joins the parts. @default '-' */
  readonly separator?: string;
}

const HASH_LENGTH = 8;

/**
 * Builds a physical name from its parts: the same parts give the same name in every account and every run.
 *
 * A name that would pass the limit is cut and ends in a hash of the whole, so that two long names never become one.
 * Cross-account links rely on these names, because a reference cannot cross an account.
 */
export function physicalName(parts: readonly string[], limits: NameLimits): string {
  const separator = limits.separator ?? '-';
  const whole = parts.join(separator);
  if (Token.isUnresolved(whole) || whole.length <= limits.maxLength) return whole;

  const kept = whole.slice(0, limits.maxLength - HASH_LENGTH - separator.length);
  const trimmed = kept.replace(/[^a-zA-Z0-9]+$/, '');
  return `${trimmed}${separator}${shortHash(whole)}`;
}

/**
 * Claims a physical name for a construct and refuses the second claim to it.
 *
 * Two resources of one kind with one name in one account and region would collide at deployment; here they collide at synth.
 */
export function claimName(scope: IConstruct, kind: string, environment: string, name: string): string {
  if (Token.isUnresolved(name)) return name;

  const claims = claimsOf(scope.node.root);
  const key = `${kind} ${environment} ${name}`;
  const owner = claims.get(key);
  check(scope, (problems) => {
    if (owner === undefined || owner === scope.node.path) return;
    problems.add({
      code: 'NameTaken',
      path: scope.node.path,
      got: `wants the ${kind} name "${name}" in ${environment}, which ${owner} has`,
      wanted: 'no two of a kind share a name there',
      remedy: 'give one of the two another name',
    });
  });

  claims.set(key, scope.node.path);
  return name;
}

const claimsByRoot = new WeakMap<IConstruct, Map<string, string>>();

function claimsOf(root: IConstruct): Map<string, string> {
  const claims = claimsByRoot.get(root) ?? new Map<string, string>();
  claimsByRoot.set(root, claims);
  return claims;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
