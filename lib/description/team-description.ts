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

  /**
   * Line of business that the team belongs to: 1 to 24 lower-case letters, digits and hyphens. Its accounts lie together.
   *
   * Not used where one central team runs machine learning.
   *
   * @default - the team is a line of business of its own
   */
  readonly lineOfBusiness?: string;

  /** The people of the team who work in Studio; at least one. */
  readonly members: MemberDescription[];

  /**
   * Groups of the directory whose people reach the team's accounts. Needs Identity Center.
   *
   * @default - none: people have Studio only
   */
  readonly groups?: TeamGroup[];

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

  /** What the person does, in Studio. */
  readonly persona: Persona;
}

/** A group of the directory, and what its people do for a team. */
export interface TeamGroup {
  /** Id of the group in Identity Center, as `a1b2c3d4-5678-90ab-cdef-1234567890ab`. */
  readonly groupId: string;

  /** What its people do. */
  readonly persona: Persona;

  /**
   * The stages whose accounts they reach.
   *
   * @default - the stages that the persona works in: all for an MLOps engineer, the serving ones for a model approver, dev for others
   */
  readonly stages?: StageName[];

  /**
   * Name of the permission set that they see in the access portal: 1 to 32 letters, digits and `+=,.@_-`. It is permanent.
   *
   * @default - the names of the team and of the persona
   */
  readonly permissionSetName?: string;
}

/** A stage of a team. */
export enum StageName {
  /** Where people work and models are trained. */
  DEV = 'dev',

  /** Where a model is tried before production. */
  TEST = 'test',

  /** Where a model serves its users. */
  PROD = 'prod',
}

/** What a person does on the platform. */
export enum Persona {
  /** Explores data and experiments in Studio, starts the team's pipelines. */
  DATA_SCIENTIST = 'data-scientist',

  /** Prepares data: tables, queries, the team's bucket. Trains nothing. */
  DATA_ENGINEER = 'data-engineer',

  /** Builds pipelines, trains, and tries models on endpoints of the dev stage. */
  ML_ENGINEER = 'ml-engineer',

  /** Runs pipelines, watches endpoints and monitors, approves nothing. */
  MLOPS_ENGINEER = 'mlops-engineer',

  /** Deploys the platform through its pipeline of roles; reads no data. Works for the whole platform. */
  PLATFORM_ENGINEER = 'platform-engineer',

  /** Approves or rejects versions of models, as the risk officer does. Neither trains nor deploys. */
  MODEL_APPROVER = 'model-approver',

  /** Reads how everything is configured, and nothing of what it holds. Works for the whole platform. */
  AUDITOR = 'auditor',

  /** Prepares data and builds models without code, in Canvas. */
  BUSINESS_ANALYST = 'business-analyst',
}
