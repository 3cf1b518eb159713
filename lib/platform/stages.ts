import { PlatformDescription, StageDescription, TeamDescription } from '../description';

/** A stage with its name. */
export interface NamedStage {
  /** `dev`, `test` or `prod`. */
  readonly name: string;
  readonly stage: StageDescription;
}

/** The stages of a team, in the order in which a model passes them. */
export function stagesOf(team: TeamDescription): NamedStage[] {
  return [{ name: 'dev', stage: team.stages.dev }, ...servingStagesOf(team)];
}

/** The stages of a team that serve models. */
export function servingStagesOf({ stages }: TeamDescription): NamedStage[] {
  return [
    ...(stages.test ? [{ name: 'test', stage: stages.test }] : []),
    ...(stages.prod ? [{ name: 'prod', stage: stages.prod }] : []),
  ];
}

/** The accounts of all stages of all teams, each once. */
export function stageAccountsOf({ teams }: PlatformDescription): string[] {
  return [...new Set(teams.flatMap((team) => stagesOf(team).map(({ stage }) => stage.account)))];
}
