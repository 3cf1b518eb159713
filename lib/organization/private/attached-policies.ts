import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../../core';

/** How many policies there are, and how many there may be. */
interface Room {
  readonly policies: number;
  readonly maxPolicies: number;
  readonly alreadyAttached: number;
}

/** Policies of one kind on their way to targets. */
export interface Attachment extends Room {
  /** `SERVICE_CONTROL_POLICY` or `RESOURCE_CONTROL_POLICY`. */
  readonly policyType: string;
  readonly targetIds: readonly string[];
}

/** What one construct attaches to a target. */
interface Share extends Room {
  readonly owner: string;
}

/**
 * Attaches policies of a construct, and checks that the policies of the whole app fit onto each target.
 *
 * The quota is one of each node of the organisation: what a node inherits does not count.
 */
export function attach(problems: Problems, scope: IConstruct, attachment: Attachment): void {
  if (attachment.policies === 0) return;

  const { policyType, targetIds, ...room } = attachment;
  for (const target of new Set(targetIds)) {
    const shares = sharesOf(scope.node.root, `${policyType} ${target}`);
    shares.push({ ...room, owner: scope.node.path });
    checkRoom(problems, policyType, target, shares);
  }
}

/** A quota that was raised is raised for all, and what is attached already is seen by all: the largest number told is right. */
function checkRoom(problems: Problems, policyType: string, target: string, shares: readonly Share[]): void {
  const maxPolicies = Math.max(...shares.map((share) => share.maxPolicies));
  const alreadyAttached = Math.max(...shares.map((share) => share.alreadyAttached));
  const total = shares.reduce((sum, share) => sum + share.policies, alreadyAttached);
  if (shares.length === 1 || total <= maxPolicies) return;

  const list = shares.map(({ owner, policies }) => `${policies} of ${owner}`).join(', ');
  problems.add({
    code: 'PolicyQuotaExceeded',
    path: 'targetIds',
    got: `would give ${nameOf(target)} ${list} and ${alreadyAttached} attached already`,
    wanted: `a target has at most ${maxPolicies} of the kind ${policyType}`,
    remedy: 'put the guardrails into one set, or move some to a parent organisational unit',
  });
}

/** A unit that the same app defines has no id before it is deployed. */
function nameOf(target: string): string {
  return Token.isUnresolved(target) ? 'a unit of this app' : target;
}

const attachedByRoot = new WeakMap<IConstruct, Map<string, Share[]>>();

function sharesOf(root: IConstruct, key: string): Share[] {
  const attached = attachedByRoot.get(root) ?? new Map<string, Share[]>();
  attachedByRoot.set(root, attached);

  const shares = attached.get(key) ?? [];
  attached.set(key, shares);
  return shares;
}
