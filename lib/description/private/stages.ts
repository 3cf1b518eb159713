import { PlatformDescription } from '../platform-description';
import { StageDescription, TeamDescription, TeamStages } from '../team-description';
import { Draft, eachKnown } from './draft';

/** The stages of a team, from the first to the last that a model passes. */
export const STAGES = ['dev', 'test', 'prod'] as const satisfies readonly (keyof TeamStages)[];

/** A stage with its place in the description. */
export interface PlacedStage {
  readonly name: keyof TeamStages;
  readonly path: string;
  readonly stage: Draft<StageDescription>;
}

/** The stages that a team has, in order. */
export function stagesOf(team: Draft<TeamDescription>, path = ''): PlacedStage[] {
  return STAGES.flatMap((name) => {
    const stage = team.stages?.[name];
    return stage ? [{ name, path: `${path}.stages.${name}`, stage }] : [];
  });
}

/** The stages of each team. */
export function stagesByTeam({ teams }: Draft<PlatformDescription>): PlacedStage[][] {
  const stages: PlacedStage[][] = [];
  eachKnown(teams, (team, i) => stages.push(stagesOf(team, `teams[${i}]`)));

  return stages;
}
