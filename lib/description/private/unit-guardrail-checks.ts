import { Token } from 'aws-cdk-lib';
import { checkInstanceTypePattern, nearest, ORGANIZATIONAL_UNITS, Problem } from '../../core';
import { GuardrailChoices, GuardrailName, GuardrailPreset, UnitGuardrails } from '../organization-description';
import { PlatformDescription } from '../platform-description';
import { checkApproved } from './approved-list-checks';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';
import { GUARDRAILS_OF_PRESET } from './guardrail-presets';
import { unitTreeOf, unitsMeant } from './organization-tree';

/** Where everything is denied, no guardrail holds beside that. */
const SUSPENDED = ORGANIZATIONAL_UNITS.suspended;

/** Checks what differs in some units: that they exist, that each is meant once, and that nothing contradicts what holds above. */
export function checkUnitGuardrails(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const { guardrails } = platform.organization ?? {};
  const preset = presetOf(guardrails);
  const tree = unitTreeOf(platform);
  const owners = new Map<string, string>();

  if (preset === GuardrailPreset.STRICT && guardrails?.approvedRegistryAccounts === undefined) {
    problems.add({
      code: 'ApprovedRegistriesMissing',
      path: 'organization.guardrails.approvedRegistryAccounts',
      got: 'is missing',
      wanted: 'the preset strict lets images come from approved registries only',
      remedy: 'list the accounts of your registries and of the AWS images that you use',
    });
  }
  if (guardrails && preset) checkListsUsed(problems, guardrails, preset);
  eachKnown(guardrails?.units, (choice, i) => {
    const path = `organization.guardrails.units[${i}]`;
    whenKnown(choice.unit, (unit) => {
      checkMeant(problems, `${path}.unit`, unit, tree);
      checkMeantOnce(problems, `${path}.unit`, unitsMeant(unit, tree), owners);
    });
    checkIncluded(problems, path, choice, { preset, guardrails, tree });
    checkOmitted(problems, path, choice, preset);
    checkApproved(problems, `${path}.approvedInstanceTypes`, choice.approvedInstanceTypes, checkInstanceTypePattern);
  });
}

/** A list that no guardrail reads would be ignored in silence. */
function checkListsUsed(
  problems: DescriptionProblems,
  guardrails: Draft<GuardrailChoices>,
  preset: GuardrailPreset,
): void {
  for (const [list, guardrail] of [
    ['approvedRegions', GuardrailName.APPROVED_REGIONS],
    ['approvedRegistryAccounts', GuardrailName.APPROVED_IMAGE_REGISTRIES],
  ] as const) {
    if (guardrails[list] === undefined || GUARDRAILS_OF_PRESET[preset].includes(guardrail)) continue;
    if (mayBeIncluded(guardrail, guardrails.units)) continue;

    problems.add({
      code: 'ApprovedListUnused',
      path: `organization.guardrails.${list}`,
      got: 'is given',
      wanted: `neither the preset ${preset} nor a unit has the guardrail "${guardrail}", which reads it`,
      remedy: 'include the guardrail in a unit, or remove the key',
    });
  }
}

/** Whether a unit includes a guardrail, as far as that is known. */
function mayBeIncluded(guardrail: GuardrailName, units: Draft<UnitGuardrails[]> = []): boolean {
  if (Token.isUnresolved(units)) return true;

  return units.some((choice) => {
    if (choice === undefined || Token.isUnresolved(choice) || Token.isUnresolved(choice.include)) return true;
    return 'include' in choice && (choice.include?.includes(guardrail) ?? true);
  });
}

/** The preset that holds; `undefined` where it is not known: it was refused, or is a token. */
function presetOf(guardrails: Draft<GuardrailChoices> | undefined): GuardrailPreset | undefined {
  const preset = guardrails && 'preset' in guardrails ? guardrails.preset : GuardrailPreset.STANDARD;

  return Token.isUnresolved(preset) ? undefined : preset;
}

function checkMeant(problems: DescriptionProblems, path: string, unit: string, tree: readonly string[]): void {
  if (unit === SUSPENDED) {
    problems.add({
      code: 'SuspendedUnitWithGuardrails',
      path,
      got: `is "${unit}"`,
      wanted: 'everything is denied there',
      remedy: 'remove the entry',
    });
    return;
  }
  if (unitsMeant(unit, tree).length > 0) return;

  const [candidate] = nearest(unit, tree);
  problems.add({
    code: 'OrganizationalUnitUnknown',
    path,
    got: `is "${unit}"`,
    wanted: 'the organization has no such unit',
    remedy: candidate ? `did you mean "${candidate}"` : `the organization has ${tree.join(', ')}`,
  });
}

function checkMeantOnce(
  problems: DescriptionProblems,
  path: string,
  units: readonly string[],
  owners: Map<string, string>,
): void {
  const unit = units.find((each) => owners.has(each));
  if (unit !== undefined) {
    problems.add({
      code: 'UnitGuardrailsTwice',
      path,
      got: `means "${unit}", as ${problems.mention(owners.get(unit) ?? '')} does`,
      wanted: 'what differs in a unit stands in one entry',
      remedy: 'join the two entries',
    });
  }

  for (const each of units) owners.set(each, owners.get(each) ?? path);
}

/** What is known when a guardrail is included. */
interface Inclusion {
  readonly preset?: GuardrailPreset;
  readonly guardrails?: Draft<GuardrailChoices>;
  readonly tree: readonly string[];
}

function checkIncluded(
  problems: DescriptionProblems,
  path: string,
  choice: Draft<UnitGuardrails>,
  { preset, guardrails, tree }: Inclusion,
): void {
  eachKnown(choice.include, (guardrail, i) => {
    const place = `${path}.include[${i}]`;

    if (omits(choice, guardrail)) {
      problems.add(includedAndOmitted(place, guardrail, problems.mention(`${path}.omit`)));
    } else if (choice.include?.indexOf(guardrail) !== i) {
      problems.add(twice(place, guardrail));
    } else if (preset && GUARDRAILS_OF_PRESET[preset].includes(guardrail)) {
      if (isOmittedAbove(guardrail, choice, guardrails, tree)) return;
      problems.add(heldAlready(place, guardrail, preset));
    } else if (guardrail === GuardrailName.APPROVED_INSTANCE_TYPES) {
      problems.add(withoutTypes(place, guardrail));
    } else if (guardrail === GuardrailName.APPROVED_IMAGE_REGISTRIES && !guardrails?.approvedRegistryAccounts) {
      problems.add(withoutRegistries(place, guardrail));
    }
  });
}

/** What is taken out at the top of the tree may be included again further down. */
function isOmittedAbove(
  guardrail: GuardrailName,
  { unit }: Draft<UnitGuardrails>,
  guardrails: Draft<GuardrailChoices> | undefined,
  tree: readonly string[],
): boolean {
  const tops = new Set(unitsMeant(unit ?? '', tree).map((meant) => meant.split('/')[0]));
  const omitting: string[] = [];
  eachKnown(guardrails?.units, (choice) => {
    if (omits(choice, guardrail)) omitting.push(...unitsMeant(choice.unit ?? '', tree));
  });

  return omitting.some((top) => tops.has(top));
}

function omits({ omit }: Draft<UnitGuardrails>, guardrail: GuardrailName): boolean {
  return omit?.some((omission) => omission?.guardrail === guardrail) ?? false;
}

function checkOmitted(
  problems: DescriptionProblems,
  path: string,
  { unit, omit }: Draft<UnitGuardrails>,
  preset: GuardrailPreset | undefined,
): void {
  eachKnown(omit, ({ guardrail, reason }, i) => {
    const place = `${path}.omit[${i}]`;
    whenKnown(guardrail, (name) => {
      const first = omit?.findIndex((omission) => omission?.guardrail === name);
      if (first !== i) problems.add(twice(`${place}.guardrail`, name));
      else if (preset && !GUARDRAILS_OF_PRESET[preset].includes(name)) problems.add(notHeld(place, name, preset));
      else if (unit?.includes('/')) problems.add(heldAbove(place, name, unit));
    });
    whenKnown(reason, (text) => {
      if (text.trim() !== '') return;
      problems.add({
        code: 'GuardrailOmittedWithoutReason',
        path: `${place}.reason`,
        got: 'is empty',
        wanted: 'a guardrail is left out for a reason only, which ends up in the evidence',
        remedy: 'say why, or remove the entry',
      });
    });
  });
}

function includedAndOmitted(path: string, name: GuardrailName, omission: string): Problem {
  return {
    code: 'GuardrailsConflict',
    path,
    got: `is "${name}", which ${omission} takes out`,
    wanted: 'a guardrail either holds in a unit or does not',
    remedy: 'remove one of the two',
  };
}

function twice(path: string, name: GuardrailName): Problem {
  return {
    code: 'GuardrailTwice',
    path,
    got: `is "${name}" a second time`,
    wanted: 'a guardrail stands once in its list',
    remedy: 'remove one of the two',
  };
}

function heldAlready(path: string, name: GuardrailName, preset: GuardrailPreset): Problem {
  return {
    code: 'GuardrailHeldAlready',
    path,
    got: `is "${name}"`,
    wanted: `the preset ${preset} has it, so it holds in every unit`,
    remedy: 'remove it here',
  };
}

function withoutTypes(path: string, name: GuardrailName): Problem {
  return {
    code: 'GuardrailWithoutList',
    path,
    got: `is "${name}"`,
    wanted: 'that guardrail holds wherever approvedInstanceTypes are given',
    remedy: 'give the unit approvedInstanceTypes, and remove it here',
  };
}

function withoutRegistries(path: string, name: GuardrailName): Problem {
  return {
    code: 'GuardrailWithoutList',
    path,
    got: `is "${name}"`,
    wanted: 'that guardrail lets images come from approved registries only',
    remedy: 'write their accounts as organization.guardrails.approvedRegistryAccounts',
  };
}

function notHeld(path: string, name: GuardrailName, preset: GuardrailPreset): Problem {
  return {
    code: 'GuardrailNotHeld',
    path: `${path}.guardrail`,
    got: `is "${name}"`,
    wanted: `the preset ${preset} does not have it`,
    remedy: 'remove the entry',
  };
}

function heldAbove(path: string, name: GuardrailName, unit: string): Problem {
  const [top] = unit.split('/');

  return {
    code: 'GuardrailsConflict',
    path: `${path}.guardrail`,
    got: `takes "${name}" out of "${unit}"`,
    wanted: `it holds in "${top}", and what holds in a unit holds in all below it`,
    remedy: `take it out of "${top}", and include it in the other units below`,
  };
}
