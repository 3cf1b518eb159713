import { checkAccountId, checkName } from '../../core';
import { PlatformDescription } from '../platform-description';
import { MemberDescription, TeamDescription } from '../team-description';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';
import { checkEmail } from './email-checks';
import { checkProjects } from './project-checks';
import { stagesOf } from './stages';
import { checkUniqueNames } from './unique-names';

const TAG_VALUE = /^(?=.*\S)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

/** Checks the teams: who they are, their people, and their projects. */
export function checkTeams(problems: DescriptionProblems, { teams }: Draft<PlatformDescription>): void {
  whenKnown(teams, (list) => {
    if (list.length > 0) return;
    problems.add({
      code: 'PlatformWithoutTeam',
      path: 'teams',
      got: 'is empty',
      wanted: 'a platform serves at least one team',
      remedy: 'add a team with its name, costCentre, monthlyBudgetUsd, email, stages and members',
    });
  });
  checkUniqueNames(problems, 'teams', teams, 'a team name is unique in the platform, upper and lower case alike');

  eachKnown(teams, (team, i) => {
    checkTeam(problems, `teams[${i}]`, team);
    checkMembers(problems, `teams[${i}].members`, team.members);
    checkProjects(problems, `teams[${i}]`, team);
  });
}

function checkTeam(problems: DescriptionProblems, path: string, team: Draft<TeamDescription>): void {
  whenKnown(team.name, (name) => checkName(problems, `${path}.name`, name, 'team'));
  whenKnown(team.lineOfBusiness, (name) => checkName(problems, `${path}.lineOfBusiness`, name, 'team'));
  whenKnown(team.costCentre, (costCentre) => {
    if (TAG_VALUE.test(costCentre)) return;
    problems.add({
      code: 'CostCentreMalformed',
      path: `${path}.costCentre`,
      got: costCentre.trim() === '' ? 'is empty' : `is "${costCentre}"`,
      wanted: 'the value of a tag is 1 to 256 letters, digits, spaces and _.:/=+-@',
      remedy: 'write the code under which finance knows the team',
    });
  });
  whenKnown(team.monthlyBudgetUsd, (budget) => {
    if (budget > 0) return;
    problems.add({
      code: 'BudgetNotPositive',
      path: `${path}.monthlyBudgetUsd`,
      got: `is ${budget}`,
      wanted: 'a budget is more than 0 US dollars',
      remedy: 'write what the team may spend in a month, as 5000',
    });
  });
  whenKnown(team.email, (email) =>
    checkEmail(problems, `${path}.email`, email, {
      remedy: 'write the address that the team reads alarms at, as "team@example.com"',
    }),
  );
  for (const { name, stage } of stagesOf(team)) {
    whenKnown(stage.account, (account) => checkAccountId(problems, `${path}.stages.${name}.account`, account));
  }
}

function checkMembers(
  problems: DescriptionProblems,
  path: string,
  members: Draft<MemberDescription[]> | undefined,
): void {
  whenKnown(members, (list) => {
    if (list.length > 0) return;
    problems.add({
      code: 'TeamWithoutMember',
      path,
      got: 'is empty',
      wanted: 'a team has at least one member',
      remedy: 'add a member with name and persona',
    });
  });
  checkUniqueNames(problems, path, members, 'a member name is unique in its team, upper and lower case alike');

  eachKnown(members, (member, i) =>
    whenKnown(member.name, (name) => checkName(problems, `${path}[${i}].name`, name, 'userProfile')),
  );
}
