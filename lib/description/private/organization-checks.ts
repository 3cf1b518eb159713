import {
  checkAccountId,
  checkInstanceTypePattern,
  checkOrganizationId,
  checkOrganizationRootId,
  checkOrganizationalUnitId,
  checkRegion,
  isAccountId,
  isBelowRoot,
  isOrganizationalUnitId,
  levelsOf,
  nearest,
  organizationalUnitTree,
  Problem,
  Problems,
  unitAbove,
} from '../../core';
import {
  DetectiveControlChoices,
  GuardrailChoices,
  GuardrailExemption,
  GuardrailPreset,
  DetectiveControl,
} from '../organization-description';
import { PlatformDescription } from '../platform-description';
import { checkApproved } from './approved-list-checks';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';
import { checkEmail } from './email-checks';
import { placesByPurpose, unitTreeOf, workloadGroupsOf } from './organization-tree';
import { checkProductionUnits } from './production-unit-checks';
import { checkUnitGuardrails } from './unit-guardrail-checks';

/** Services that an account has once. */
const ADOPTABLE = [DetectiveControl.SECURITY_HUB, DetectiveControl.GUARDDUTY, DetectiveControl.MACIE];

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const MOST_LEVELS = 5;

/** Without `*`, which stands for any name where guardrails are chosen for units. */
const UNIT_NAME = /^(?=.*\S)[^*]{1,128}$/s;

/** Checks the organization: its units, the accounts in them, and the controls that hold there. */
export function checkOrganization(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const { organization } = platform;
  if (organization === undefined) return;

  whenKnown(organization.id, (id) => checkOrganizationId(problems, 'organization.id', id));
  whenKnown(organization.rootId, (id) => checkOrganizationRootId(problems, 'organization.rootId', id));
  checkAdditionalUnits(problems, platform);
  checkAdoptedUnits(problems, platform);
  checkPlacedAccounts(problems, platform);
  if (organization.guardrails) checkGuardrails(problems, organization.guardrails);
  checkUnitGuardrails(problems, platform);
  checkProductionUnits(problems, platform);
  if (organization.detectiveControls) {
    checkDetectiveControls(problems, organization.detectiveControls);
    checkControlsWatch(problems, organization.guardrails?.preset);
  }
}

function checkAdditionalUnits(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const tree = unitTreeOf(platform);
  const present = organizationalUnitTree(workloadGroupsOf(platform));

  eachKnown(platform.organization?.additionalUnits, (unit, i) => {
    const path = `organization.additionalUnits[${i}]`;
    const twin = present.find((other) => other.toLowerCase() === unit.toLowerCase());
    present.push(unit);

    if (!unit.split('/').every((name) => UNIT_NAME.test(name)) || levelsOf(unit) > MOST_LEVELS) {
      problems.add({
        code: 'OrganizationalUnitMalformed',
        path,
        got: `is "${unit}"`,
        wanted: `a path is up to ${MOST_LEVELS} names of 1 to 128 characters without "*", joined by slashes`,
        remedy: 'write a path such as "Infrastructure/Network"',
      });
    } else if (twin !== undefined) {
      problems.add({
        code: 'OrganizationalUnitTwice',
        path,
        got: `adds "${unit}", and there is "${twin}"`,
        wanted: 'the units below one parent have different names, upper and lower case alike',
        remedy: 'remove or rename one of the two',
      });
    } else if (unitAbove(unit) !== '') {
      const others = tree.filter((other) => other !== unit);
      checkUnitKnown(problems, path, unitAbove(unit), others, 'lies below');
    }
  });
}

function checkAdoptedUnits(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const { adoptedUnits, rootId } = platform.organization ?? {};
  const tree = unitTreeOf(platform);
  const units = new Map<string, string>();
  const ids = new Map<string, string>();
  eachKnown(adoptedUnits, ({ unit }, i) =>
    whenKnown(unit, (given) => units.set(given, units.get(given) ?? `organization.adoptedUnits[${i}].unit`)),
  );

  eachKnown(adoptedUnits, ({ unit, id }, i) => {
    const path = `organization.adoptedUnits[${i}]`;
    whenKnown(unit, (given) => {
      const first = units.get(given) ?? '';
      if (first !== `${path}.unit`) problems.add(adoptedTwice(`${path}.unit`, given, problems.mention(first)));
      else if (!tree.includes(given)) checkUnitKnown(problems, `${path}.unit`, given, tree);
      else if (unitAbove(given) !== '' && !units.has(unitAbove(given))) {
        problems.add(belowNewUnit(`${path}.unit`, given));
      }
    });
    whenKnown(id, (given) => {
      checkOrganizationalUnitId(problems, `${path}.id`, given);
      if (!isOrganizationalUnitId(given)) return;

      const first = ids.get(given);
      if (first !== undefined) problems.add(adoptedTwice(`${path}.id`, given, problems.mention(first)));
      ids.set(given, first ?? `${path}.id`);
      whenKnown(rootId, (root) => {
        if (!isBelowRoot(given, root)) problems.add(ofOtherRoot(`${path}.id`, given, root));
      });
    });
  });
}

function adoptedTwice(path: string, given: string, first: string): Problem {
  return {
    code: 'AdoptedUnitTwice',
    path,
    got: `is "${given}", which ${first} is too`,
    wanted: 'an existing unit has one place in the tree',
    remedy: 'remove or correct one of the two',
  };
}

function belowNewUnit(path: string, unit: string): Problem {
  return {
    code: 'AdoptedUnitBelowNewUnit',
    path,
    got: `is "${unit}", and "${unitAbove(unit)}" above it is not adopted`,
    wanted: 'AWS Organizations cannot move a unit below a new one',
    remedy: `adopt "${unitAbove(unit)}" too, or remove the entry, so that "${unit}" is created`,
  };
}

function ofOtherRoot(path: string, id: string, rootId: string): Problem {
  return {
    code: 'AdoptedUnitOfOtherRoot',
    path,
    got: `is "${id}"`,
    wanted: `organization.rootId is "${rootId}", and the first part of the id is that of the root`,
    remedy: 'copy the id of a unit of this organization, or correct the root',
  };
}

/** Every account lies in one unit: that of its first use, or the one that it is placed in. */
function checkPlacedAccounts(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const tree = unitTreeOf(platform);
  const places = placesByPurpose(platform);

  eachKnown(platform.organization?.accounts, ({ account, unit }, i) => {
    const path = `organization.accounts[${i}]`;
    whenKnown(unit, (given) => checkUnitKnown(problems, `${path}.unit`, given, tree));
    whenKnown(account, (id) => {
      checkAccountId(problems, `${path}.account`, id);
      if (!isAccountId(id) || unit === undefined) return;

      const owner = places.get(id);
      if (owner) {
        problems.add({
          code: 'AccountInTwoUnits',
          path: `${path}.account`,
          got: `puts ${id} into "${unit}", and ${problems.mention(owner.path)} into "${owner.unit}"`,
          wanted: 'an account lies in one organisational unit',
          remedy: 'remove it here, or correct the other place',
        });
      }
      places.set(id, owner ?? { path: `${path}.account`, unit });
    });
  });
}

function checkUnitKnown(
  problems: Problems,
  path: string,
  unit: string,
  tree: readonly string[],
  verb: 'is' | 'lies below' = 'is',
): void {
  if (tree.includes(unit)) return;

  const [candidate] = nearest(unit, tree);
  problems.add({
    code: 'OrganizationalUnitUnknown',
    path,
    got: `${verb} "${unit}"`,
    wanted: 'the organization has no such unit',
    remedy: candidate ? `did you mean "${candidate}"` : 'add it to organization.additionalUnits',
  });
}

function checkGuardrails(problems: DescriptionProblems, guardrails: Draft<GuardrailChoices>): void {
  const path = 'organization.guardrails';

  eachKnown(guardrails.approvedRegions, (region, i) => checkRegion(problems, `${path}.approvedRegions[${i}]`, region));
  checkApproved(problems, `${path}.approvedInstanceTypes`, guardrails.approvedInstanceTypes, checkInstanceTypePattern);
  checkApproved(problems, `${path}.approvedRegistryAccounts`, guardrails.approvedRegistryAccounts, checkAccountId);
  eachKnown(guardrails.trustedAccounts, (account, i) =>
    checkAccountId(problems, `${path}.trustedAccounts[${i}]`, account),
  );
  eachKnown(guardrails.exemptions, (exemption, i) => checkExemption(problems, `${path}.exemptions[${i}]`, exemption));
  whenKnown(guardrails.attachedPolicies, (count) => {
    if (Number.isInteger(count) && count >= 0 && count < 10) return;
    problems.add({
      code: 'AttachedPoliciesOutOfRange',
      path: `${path}.attachedPolicies`,
      got: `is ${count}`,
      wanted: 'an organisational unit has up to 10 service control policies, and the guardrails need one',
      remedy: 'write how many each unit has today, from 0 to 9',
    });
  });
}

function checkExemption(problems: Problems, path: string, { roleName, reason }: Draft<GuardrailExemption>): void {
  whenKnown(roleName, (name) => {
    if (ROLE_NAME.test(name)) return;
    problems.add({
      code: 'RoleNameMalformed',
      path: `${path}.roleName`,
      got: `is "${name}"`,
      wanted: 'the name of an IAM role is 1 to 64 letters, digits and +=,.@_-',
      remedy: 'write the name alone, neither its path nor its ARN',
    });
  });
  whenKnown(reason, (text) => {
    if (text.trim() !== '') return;
    problems.add({
      code: 'ExemptionWithoutReason',
      path: `${path}.reason`,
      got: 'is empty',
      wanted: 'an exemption from guardrails is only given for a reason, which ends up in the evidence',
      remedy: 'say why the role needs it, or remove the exemption',
    });
  });
}

function checkControlsWatch(problems: Problems, preset: GuardrailPreset | undefined): void {
  if (preset !== GuardrailPreset.STARTER) return;

  problems.add({
    code: 'DetectiveControlsUnused',
    path: 'organization.detectiveControls',
    got: 'is given',
    wanted: 'with the preset starter no detective control watches',
    remedy: 'remove it, or choose the preset standard',
  });
}

function checkDetectiveControls(problems: DescriptionProblems, controls: Draft<DetectiveControlChoices>): void {
  whenKnown(controls.email, (email) =>
    checkEmail(problems, 'organization.detectiveControls.email', email, {
      remedy: 'write the address that findings go to, as "security@example.com"',
    }),
  );
  eachKnown(controls.omit, ({ reason }, i) =>
    whenKnown(reason, (text) => {
      if (text.trim() !== '') return;
      problems.add({
        code: 'DetectiveControlOmittedWithoutReason',
        path: `organization.detectiveControls.omit[${i}].reason`,
        got: 'is empty',
        wanted: 'a detective control is left out for a reason only, which ends up in the evidence',
        remedy: 'say why, or remove the entry',
      });
    }),
  );
  eachKnown(controls.adopt, (control, i) => {
    if (ADOPTABLE.includes(control)) return;
    problems.add({
      code: 'DetectiveControlNotAdoptable',
      path: `organization.detectiveControls.adopt[${i}]`,
      got: `is "${control}"`,
      wanted: `an account has ${ADOPTABLE.join(', ')} once, and other controls for each platform`,
      remedy: 'remove the entry',
    });
  });
  eachKnown(controls.omit, ({ control }, i) => {
    const first = controls.omit?.findIndex((other) => other?.control === control) ?? i;
    const isAdopted = controls.adopt?.includes(control) ?? false;
    if (control === undefined || (first === i && !isAdopted)) return;
    problems.add({
      code: 'DetectiveControlsConflict',
      path: `organization.detectiveControls.omit[${i}].control`,
      got: `is "${control}", which ${isAdopted ? 'organization.detectiveControls.adopt has too' : problems.mention(`organization.detectiveControls.omit[${first}].control`) + ' is too'}`,
      wanted: 'a control is left out once, or adopted',
      remedy: 'remove one of the two',
    });
  });
}
