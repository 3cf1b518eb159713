import { isAccountId } from '../../core';
import { PlatformAccounts, PlatformDescription } from '../platform-description';
import { DescriptionProblems } from './description-problems';
import { Draft } from './draft';
import { PlacedStage, stagesByTeam } from './stages';

/**
 * Checks that a stage whose account serves something else too says why.
 *
 * The reason stands at the later user of the account; shared roles come before stages. The shared roles of a platform
 * may share an account among themselves without one.
 */
export function checkAccountSharing(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const stages = stagesByTeam(platform).flat();
  const users = usersByAccount(platform, stages);

  for (const { path, stage } of stages) {
    const [first, ...others] = users.get(stage.account ?? '') ?? [];
    if (first === undefined) continue;

    if (others.length === 0 && stage.sharedAccountReason !== undefined) {
      problems.add({
        code: 'SharedAccountReasonUnused',
        path: `${path}.sharedAccountReason`,
        got: 'is given',
        wanted: 'the account serves this stage only',
        remedy: 'remove the reason, or correct the account',
      });
    }
    if (first !== path && isBlank(stage.sharedAccountReason)) {
      problems.add({
        code: 'AccountSharedWithoutReason',
        path: `${path}.account`,
        got: `is "${stage.account}", which ${problems.mention(first)} has too`,
        wanted: 'an account serves one purpose, so that a mistake in one stage cannot reach another',
        remedy: `give the stage an account of its own, or add ${path}.sharedAccountReason`,
      });
    }
  }
}

function usersByAccount(
  { accounts = {} }: Draft<PlatformDescription>,
  stages: readonly PlacedStage[],
): Map<string, string[]> {
  const uses = [
    ...(Object.keys(accounts) as (keyof PlatformAccounts)[]).map(
      (role) => [accounts[role], `accounts.${role}`] as const,
    ),
    ...stages.map(({ path, stage }) => [stage.account, path] as const),
  ];

  const users = new Map<string, string[]>();
  for (const [account, user] of uses) {
    if (account !== undefined && isAccountId(account)) users.set(account, [...(users.get(account) ?? []), user]);
  }
  return users;
}

function isBlank(reason: string | undefined): boolean {
  return reason === undefined || reason.trim() === '';
}
