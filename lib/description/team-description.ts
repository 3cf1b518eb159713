import { StageNetwork } from './network-description';
import { ProjectDescription } from './project-description';

/** A team: its people, its accounts and its projects. */
export interface TeamDescription {
  /** Name of the team: 1 to 24 lower-case letters, digits and hyphens, unique in the platform. It is part of physical names, so it is permanent. */
  readonly name: string;

  /** Cost centre that the team's accounts are charged to: 1 to 256 letters, digits, spaces and `_.:/=+-@`. It becomes the tag `cost-centre`. */
  readonly costCentre: string;

  /** What the team may spend in a month, in US dollars; above 0. The team is told at 80 % and at 100 %. */
  readonly monthlyBudgetUsd: number;

  /** Address that alarms and budget messages go to. */
  readonly email: string;

  /** The team's accounts, by stage. */
  readonly stages: TeamStages;

  /** The people of the team; at least one. */
  readonly members: MemberDescription[];

  /**
   * What the team builds.
   *
   * @default - no projects yet: the team has a workspace only
   */
  readonly projects?: ProjectDescription[];
}

/** A team's accounts, by stage. */
export interface TeamStages {
  /** Where people work and models are trained. */
  readonly dev: StageDescription;

  /**
   * Where a model is tried before production.
   *
   * @default - no test stage
   */
  readonly test?: StageDescription;

  /**
   * Where a model serves its users.
   *
   * @default - no production stage
   */
  readonly prod?: StageDescription;
}

/** One stage of a team: an account and the network in it. */
export interface StageDescription {
  /** Id of the account: twelve digits, quoted in YAML. */
  readonly account: string;

  /**
   * The network of the stage.
   *
   * @default - the network of the team's earlier stage in the same account
   */
  readonly network?: StageNetwork;

  /**
   * Why this stage shares its account with another stage, another team or a shared role. It ends up in the evidence.
   *
   * Required of every user of an account but the first, in the order of the description with the shared roles before
   * the stages; refused when nothing else uses the account.
   *
   * @default - the account serves this stage only
   */
  readonly sharedAccountReason?: string;
}

/** A person of a team. */
export interface MemberDescription {
  /** Name of the person's user profile: letters, digits and hyphens, unique in the team. With Identity Center, the user name in the directory. */
  readonly name: string;

  /** What the person does. */
  readonly persona: Persona;
}

/** What a person does on the platform. */
export enum Persona {
  /** Explores data, trains models and starts pipelines in the team's workspace. */
  DATA_SCIENTIST = 'data-scientist',

  /** Runs pipelines, approves nothing, watches endpoints and repairs deployments. */
  MLOPS_ENGINEER = 'mlops-engineer',
}
