import { Token } from 'aws-cdk-lib';
import { workloadUnit } from '../../core';
import { GuardrailPreset } from '../organization-description';
import { PlatformDescription } from '../platform-description';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown } from './draft';
import { placesByPurpose, unitOfStage, unitsMeant, unitTreeOf } from './organization-tree';

/** Where the preset strict lets nobody deploy by hand. */
const ALL_PRODUCTION = workloadUnit('*', 'prod');

/**
 * Checks that what holds in production reaches the accounts of production.
 *
 * An account lies in one unit, that of its first use: where production shares the account of an earlier stage or of the platform,
 * what is chosen for the unit of production alone would not hold, in silence.
 */
export function checkProductionUnits(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const tree = unitTreeOf(platform);
  const places = placesByPurpose(platform);
  const chosen = chosenUnits(platform);

  eachKnown(platform.teams, (team, i) => {
    const account = team.stages?.prod?.account ?? '';
    const place = places.get(account);
    if (place === undefined) return;

    const unit = unitOfStage(platform, team, 'prod');
    const missed = chosen.some((pattern) => {
      const meant = unitsMeant(pattern, tree);
      return meant.includes(unit) && !meant.includes(place.unit);
    });
    if (!missed) return;
    problems.add({
      code: 'ProductionInOtherUnit',
      path: `teams[${i}].stages.prod.account`,
      got: `is "${account}", which ${problems.mention(place.path)} puts into "${place.unit}"`,
      wanted: `the guardrails of "${unit}" hold for the accounts that lie there, and an account lies in one unit`,
      remedy: 'give prod an account of its own',
    });
  });
}

/** The units for which something is chosen, each a path that may mean several. */
function chosenUnits({ organization }: Draft<PlatformDescription>): string[] {
  const { preset, units } = organization?.guardrails ?? {};
  const chosen = preset === GuardrailPreset.STRICT ? [ALL_PRODUCTION] : [];
  eachKnown(units, ({ unit }) => {
    if (unit !== undefined && !Token.isUnresolved(unit)) chosen.push(unit);
  });

  return chosen;
}
