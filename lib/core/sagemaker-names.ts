import { Token } from 'aws-cdk-lib';
import { Problems } from './problems';

/** The rule that SageMaker gives for a kind of name. */
interface NameRule {
  /** The kind with its article, as a message begins with it. */
  readonly noun: string;
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly says: string;
}

const HYPHENATED = 'letters, digits and hyphens between them';
const LOWER = 'lower-case letters, digits and single hyphens between them, beginning with a letter';

/**
 * The name patterns of SageMaker's API reference, one per kind of thing that we name.
 *
 * `platform` and `team` are ours: they are parts of bucket names, so they take lower case only.
 */
const NAME_RULES = {
  platform: { noun: 'a platform name', pattern: /^[a-z](-?[a-z0-9])*$/, maxLength: 20, says: LOWER },
  team: { noun: 'a team name', pattern: /^[a-z](-?[a-z0-9])*$/, maxLength: 24, says: LOWER },
  project: {
    noun: 'a project name',
    pattern: /^[a-zA-Z](-*[a-zA-Z0-9])*$/,
    maxLength: 32,
    says: `${HYPHENATED}, beginning with a letter`,
  },
  userProfile: {
    noun: 'a user profile name',
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    maxLength: 63,
    says: HYPHENATED,
  },
  domain: { noun: 'a domain name', pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, maxLength: 63, says: HYPHENATED },
  modelPackageGroup: {
    noun: 'a model package group name',
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    maxLength: 63,
    says: HYPHENATED,
  },
  endpoint: { noun: 'an endpoint name', pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, maxLength: 63, says: HYPHENATED },
  variant: { noun: 'a variant name', pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, maxLength: 63, says: HYPHENATED },
  inferenceComponent: {
    noun: 'an inference component name',
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    maxLength: 63,
    says: HYPHENATED,
  },
  pipeline: { noun: 'a pipeline name', pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, maxLength: 256, says: HYPHENATED },
  step: {
    noun: 'a step name',
    pattern: /^[A-Za-z0-9\-_]+$/,
    maxLength: 64,
    says: 'letters, digits, hyphens and underscores',
  },
  parameter: {
    noun: 'a parameter name',
    pattern: /^[A-Za-z0-9\-_]+$/,
    maxLength: 256,
    says: 'letters, digits, hyphens and underscores',
  },
} as const satisfies Record<string, NameRule>;

/** A kind of thing that has a name. */
export type NamedKind = keyof typeof NAME_RULES;

/** Checks a name against the pattern and length of its kind. */
export function checkName(problems: Problems, path: string, value: string, kind: NamedKind): void {
  const rule: NameRule = NAME_RULES[kind];
  if (Token.isUnresolved(value) || (rule.pattern.test(value) && value.length <= rule.maxLength)) return;

  problems.add({
    code: 'NameMalformed',
    path,
    got: `is "${value}"`,
    wanted: `${rule.noun} is 1 to ${rule.maxLength} characters: ${rule.says}`,
    remedy: suggestion(value, rule),
  });
}

function suggestion(value: string, rule: NameRule): string {
  const mended = value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .slice(0, rule.maxLength)
    .replace(/^[-0-9]+|-+$/g, '');
  const candidates = [mended, mended.toLowerCase()];

  const candidate = candidates.find((name) => rule.pattern.test(name));
  return candidate ? `write "${candidate}"` : 'choose a name of that form';
}
