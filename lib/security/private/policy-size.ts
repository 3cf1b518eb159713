const JOIN = 'Fn::Join';

/**
 * How many characters of a managed policy IAM counts, at least.
 *
 * IAM counts no white space; what is known at deployment only counts for nothing here, so that no policy is refused in error.
 */
export function leastPolicySize(resolvedDocument: unknown): number {
  const known = JSON.stringify(resolvedDocument, (_key, part: unknown) => (isIntrinsic(part) ? knownText(part) : part));

  return known.replace(/\s/g, '').length;
}

function isIntrinsic(part: unknown): part is Record<string, unknown> {
  if (typeof part !== 'object' || part === null) return false;

  const [name, ...others] = Object.keys(part);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'));
}

function knownText(intrinsic: Record<string, unknown>): string {
  if (!(JOIN in intrinsic)) return '';

  const [separator, items] = intrinsic[JOIN] as [string, unknown[]];
  return items.filter((item) => typeof item === 'string').join(separator);
}
