const JOIN = 'Fn::Join';

/** The ARN of a key or of a role with a long name, and what is a part of such. */
const LIKELY_ARN = 80;
const LIKELY_NAME = 40;

/** The longest of each, where it is not known. */
const LIKELY_PSEUDO_PARAMETERS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 10,
  'AWS::Region': 14,
};

/**
 * How many characters of a managed policy IAM counts, at least.
 *
 * IAM counts no white space; what is known at deployment only counts for nothing here, so that no policy is refused in error.
 */
export function leastPolicySize(resolvedDocument: unknown): number {
  return sizeWith(resolvedDocument, () => '');
}

/**
 * How many characters IAM is likely to count: an ARN or a name for each value that is known at deployment only.
 *
 * For dividing statements among policies, where a guess that is too low would fill a policy beyond its limit at deployment.
 */
export function likelyPolicySize(resolvedDocument: unknown): number {
  return sizeWith(resolvedDocument, (value, isPart) => 'x'.repeat(likelyLength(value, isPart)));
}

function likelyLength(value: unknown, isPart: boolean): number {
  const pseudoParameter = (value as { Ref?: string } | undefined)?.Ref ?? '';

  return LIKELY_PSEUDO_PARAMETERS[pseudoParameter] ?? (isPart ? LIKELY_NAME : LIKELY_ARN);
}

/** What stands for a value that is known at deployment only: alone, or as a part of a text. */
type Stand = (value: unknown, isPart: boolean) => string;

function sizeWith(resolvedDocument: unknown, unknown: Stand): number {
  const text = JSON.stringify(resolvedDocument, (_key, part: unknown) =>
    isIntrinsic(part) ? textOf(part, unknown) : part,
  );

  return text.replace(/\s/g, '').length;
}

function isIntrinsic(part: unknown): part is Record<string, unknown> {
  if (typeof part !== 'object' || part === null) return false;

  const [name, ...others] = Object.keys(part);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'));
}

function textOf(intrinsic: Record<string, unknown>, unknown: Stand): string {
  if (!(JOIN in intrinsic)) return unknown(intrinsic, false);

  const [separator, items] = intrinsic[JOIN] as [string, unknown[]];
  const known = items.map((item) => (typeof item === 'string' ? item : unknown(item, true)));
  return known.filter((item) => item !== '').join(separator);
}
