import { check, nearest, Problems, repeatedIn } from '../core';
import { Guardrail } from './guardrail';
import { GuardrailExemption } from './guardrail-exemption';
import { checkAgreement } from './private/approvals';

/** What the starter set needs to know. */
export interface StarterGuardrailsProps {
  /** Id of the organization, as `o-a1b2c3d4e5`. */
  readonly organizationId: string;

  /** What the names of the platform's resources begin with, as `acme`. A hyphen follows it, which may be left out. */
  readonly namePrefix: string;

  /** The roles of the platform, which deploy and change what governance consists of. At least one. */
  readonly platformRoles: GuardrailExemption[];

  /**
   * Names of the buckets whose objects nobody but the platform may delete; they may have wildcards.
   *
   * @default - buckets are protected, and their objects are not
   */
  readonly logBucketNames?: string[];

  /**
   * What the names of monitoring schedules begin with, as `marine-life--`, just as they are written. At least one.
   *
   * @default - those of `namePrefix`, with its hyphen
   */
  readonly monitorNamePrefixes?: string[];

  /**
   * Roles that sets of units below exempt, and that nobody but the platform may create or change.
   *
   * @default - none
   */
  readonly exemptBelow?: GuardrailExemption[];

  /**
   * Accounts outside the organization whose principals may use buckets, keys and roles.
   *
   * @default - none
   */
  readonly trustedAccountIds?: string[];
}

/** What the standard set needs to know. */
export interface StandardGuardrailsProps extends StarterGuardrailsProps {
  /** Names of the regions in which the accounts may work, as `eu-west-1`. At least one. */
  readonly approvedRegions: string[];

  /** Keys of the tags that what lasts and costs must carry, and that only the platform may change. At least one. */
  readonly governanceTags: string[];

  /**
   * Instance types that work may run on, as `ml.m5.*`.
   *
   * @default - any
   */
  readonly approvedInstanceTypes?: string[];
}

/** What the strict set needs to know. */
export interface StrictGuardrailsProps extends StandardGuardrailsProps {
  /** Accounts whose image registries are approved, those of AWS images included. At least one, each an id of 12 digits. */
  readonly approvedRegistryAccounts: string[];
}

/** A guardrail that was taken out of a set, and why. */
export interface GuardrailOmission {
  /** Name of the guardrail. */
  readonly guardrail: string;

  /** Why it does not hold. */
  readonly reason: string;
}

/**
 * The guardrails that hold together for an organisational unit.
 *
 * A set is never changed: what adds or takes out gives a new one, so that units may share a set and differ by a line.
 */
export class GuardrailSet {
  /**
   * What every organisation wants: keys, no sharing outside, protected governance resources, a perimeter.
   *
   * Throws what its guardrails throw.
   */
  public static starter(props: StarterGuardrailsProps): GuardrailSet {
    const { organizationId, trustedAccountIds, platformRoles } = props;

    return GuardrailSet.of([
      Guardrail.customerManagedKeys(),
      Guardrail.noPublicSharing(platformRoles),
      Guardrail.noExternalSharing(),
      Guardrail.protectedGovernanceResources(props),
      Guardrail.resourcePerimeter({ organizationId, trustedAccountIds }),
      Guardrail.remainInOrganization(),
    ]);
  }

  /**
   * The starter set, and private networks, encrypted traffic, hardened notebooks, approved regions, required tags.
   *
   * Throws what its guardrails throw.
   */
  public static standard(props: StandardGuardrailsProps): GuardrailSet {
    const { approvedInstanceTypes, approvedRegions, governanceTags, platformRoles } = props;

    return GuardrailSet.of([
      ...GuardrailSet.starter(props).guardrails,
      Guardrail.insideVpc(),
      Guardrail.studioVpcOnly(),
      Guardrail.encryptedContainerTraffic(),
      Guardrail.hardenedNotebooks(),
      Guardrail.approvedRegions({ regions: approvedRegions }),
      Guardrail.requiredTags({ tags: governanceTags.map((key) => ({ key })) }),
      Guardrail.protectedTags({ tagKeys: governanceTags, platformRoles }),
      ...(approvedInstanceTypes ? [Guardrail.approvedInstanceTypes(approvedInstanceTypes)] : []),
    ]);
  }

  /**
   * The standard set, and network isolation and approved image registries.
   *
   * Throws what its guardrails throw.
   */
  public static strict(props: StrictGuardrailsProps): GuardrailSet {
    return GuardrailSet.of([
      ...GuardrailSet.standard(props).guardrails,
      Guardrail.networkIsolation(),
      Guardrail.approvedImageRegistries(props.approvedRegistryAccounts),
    ]);
  }

  /** The given guardrails. Throws when two have the same name, or leave nothing together. */
  public static of(guardrails: Guardrail[]): GuardrailSet {
    check(undefined, (problems) => checkTogether(problems, guardrails));

    return new GuardrailSet(guardrails, []);
  }

  private constructor(
    /** The guardrails, in the order they were given. */
    public readonly guardrails: Guardrail[],
    /** What was taken out, and why. */
    public readonly omissions: GuardrailOmission[],
  ) {}

  /**
   * The set and one guardrail more.
   *
   * Throws when the set has one of its name already: two that differ would contradict each other unseen. Throws, too, when
   * the two approve nothing in common, such as instance types with accelerators only, where none are allowed.
   */
  public including(guardrail: Guardrail): GuardrailSet {
    const guardrails = [...this.guardrails, guardrail];
    check(undefined, (problems) => checkTogether(problems, guardrails));

    return new GuardrailSet(guardrails, this.omissions);
  }

  /**
   * The set without a guardrail.
   *
   * Throws when the set has none of the name, and when the reason is empty.
   *
   * @param guardrail name of the guardrail, as `inside-vpc`
   * @param reason why it does not hold; it ends up in the template and the evidence
   */
  public without(guardrail: string, reason: string): GuardrailSet {
    check(undefined, (problems) => {
      checkKnown(
        problems,
        guardrail,
        this.guardrails.map(({ name }) => name),
      );
      checkReason(problems, guardrail, reason);
    });

    return new GuardrailSet(
      this.guardrails.filter(({ name }) => name !== guardrail),
      [...this.omissions, { guardrail, reason }],
    );
  }

  /**
   * The set, of which no guardrail binds the role.
   *
   * The resource perimeter takes no exemption and stays as it is.
   */
  public exempting(exemption: GuardrailExemption): GuardrailSet {
    return new GuardrailSet(
      this.guardrails.map((guardrail) => guardrail._exemptingIfPossible(exemption)),
      this.omissions,
    );
  }

  /**
   * The guardrails as they hold together: every role that one of them exempts is protected.
   *
   * @internal
   */
  public _together(): Guardrail[] {
    const exempt = [...new Set(this.guardrails.flatMap(({ exemptions }) => exemptions))];

    return this.guardrails.map((guardrail) => guardrail._protecting(exempt));
  }
}

function checkTogether(problems: Problems, guardrails: readonly Guardrail[]): void {
  checkDistinct(problems, guardrails);
  checkAgreement(problems, guardrails);
}

function checkDistinct(problems: Problems, guardrails: readonly Guardrail[]): void {
  const names = guardrails.map(({ name }) => name);

  for (const name of repeatedIn(names)) {
    problems.add({
      code: 'GuardrailTwice',
      path: 'guardrails',
      got: `has "${name}" twice`,
      wanted: 'a set has each guardrail once',
      remedy: `take one out first, with without('${name}', reason)`,
    });
  }
}

function checkKnown(problems: Problems, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;

  const [candidate] = nearest(name, known);
  problems.add({
    code: 'GuardrailUnknown',
    path: 'guardrail',
    got: `is "${name}"`,
    wanted: 'the set has no such guardrail',
    remedy: candidate ? `did you mean "${candidate}"` : `it has ${known.join(', ')}`,
  });
}

function checkReason(problems: Problems, guardrail: string, reason: string): void {
  if (reason.trim() !== '') return;

  problems.add({
    code: 'GuardrailOmittedWithoutReason',
    path: guardrail,
    got: 'is taken out without a reason',
    wanted: 'an omission says why',
    remedy: 'write the sentence that an auditor will ask for',
  });
}
