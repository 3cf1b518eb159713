/** Something a team builds: a model, the pipeline that makes it and the endpoints that serve it. */
export interface ProjectDescription {
  /** Name of the project: 1 to 32 letters, digits and hyphens, unique in its team. It is part of physical names, so it is permanent. */
  readonly name: string;

  /** The kind of project. */
  readonly template: ProjectTemplate;

  /** Where the project's code lives. */
  readonly repository: RepositoryDescription;

  /** How the model is made. */
  readonly model: ModelDescription;

  /**
   * How the model reaches its users.
   *
   * @default - it does not yet: it is trained and registered only
   */
  readonly deployment?: DeploymentDescription;

  /**
   * How the deployed model is watched.
   *
   * @default - no monitors
   */
  readonly monitoring?: MonitoringDescription;
}

/** The kinds of project. */
export enum ProjectTemplate {
  /** Preprocess, train with XGBoost, evaluate, and register when the mean squared error is low enough: a number predicted from a table. */
  TABULAR_REGRESSION = 'tabular-regression',
}

/** Where a project's code lives. */
export interface RepositoryDescription {
  /** Who hosts it. */
  readonly provider: RepositoryProvider;

  /** Its name at the host, as `acme/abalone`. */
  readonly name: string;

  /**
   * The branch that is built.
   *
   * @default main
   */
  readonly branch?: string;

  /**
   * ARN of the CodeConnections connection to the host.
   *
   * @default - none; a host that needs one is connected when CI/CD is set up
   */
  readonly connectionArn?: string;
}

/** Who hosts a repository. */
export enum RepositoryProvider {
  /** GitHub, or GitHub Enterprise through its connection. */
  GITHUB = 'github',
  /** GitLab, hosted or self-managed. */
  GITLAB = 'gitlab',
  /** Bitbucket Cloud. */
  BITBUCKET = 'bitbucket',
  /** AWS CodeCommit. */
  CODECOMMIT = 'codecommit',
}

/** How a model is made. */
export interface ModelDescription {
  /** Folder of the project's scripts, relative to the description's file: `preprocess.py`, `evaluate.py`, `training.json`. */
  readonly code: string;

  /** The folder of the raw training data in the team's data bucket, as `abalone/raw/`: it ends in a slash. */
  readonly trainingDataPrefix: string;

  /** The largest mean squared error on the test set with which a model is registered; above 0. */
  readonly maxMse: number;

  /**
   * Instance type of the processing steps.
   *
   * @default ml.m5.xlarge
   */
  readonly processingInstanceType?: string;

  /**
   * Instance type of the training step.
   *
   * @default ml.m5.xlarge
   */
  readonly trainingInstanceType?: string;
}

/** How a model reaches its users. */
export interface DeploymentDescription {
  /**
   * Version of the project's model package that the test stage serves.
   *
   * @default - no endpoint in test
   */
  readonly testVersion?: number;

  /**
   * Version of the project's model package that production serves. Approve it in the registry first: SageMaker refuses a version that is not approved.
   *
   * @default - no endpoint in production
   */
  readonly prodVersion?: number;

  /**
   * Instance type of the endpoint.
   *
   * @default ml.m5.large
   */
  readonly instanceType?: string;

  /**
   * Fewest instances; at least 1, in production at least 2 so that the endpoint spans two availability zones.
   *
   * @default 2
   */
  readonly minInstances?: number;

  /**
   * Most instances; at least the fewest.
   *
   * @default - twice the fewest
   */
  readonly maxInstances?: number;

  /**
   * Share of the traffic that a new version serves first, in percent: 1 to 50, and at least one of the fewest instances.
   *
   * @default - one instance; everything at once where there is one only
   */
  readonly canaryPercent?: number;

  /**
   * How long the first share is watched before the rest follows, in minutes: 3, which the alarms take, to 60.
   *
   * @default 15
   */
  readonly bakeMinutes?: number;

  /**
   * Model latency (99th percentile) above which a deployment is rolled back and the team is told, in milliseconds: a whole number, at least 1.
   *
   * @default 500
   */
  readonly maxLatencyMs?: number;

  /**
   * Share of the requests and responses that are captured for monitoring, in percent: 0 to 100.
   *
   * @default 100
   */
  readonly capturePercent?: number;
}

/** How a deployed model is watched. */
export interface MonitoringDescription {
  /** What is watched; at least one. */
  readonly monitors: MonitorKind[];

  /**
   * When: `cron(0 * ? * * *)`, `cron(0 2 ? * * *)` or `cron(0 0/6 ? * * *)`.
   *
   * @default cron(0 2 ? * * *)
   */
  readonly schedule?: string;

  /**
   * What computes the results. The managed engine is closed to customers who did not use it before 2026-07-30.
   *
   * @default MonitoringEngineKind.OPEN
   */
  readonly engine?: MonitoringEngineKind;
}

/** What is watched on a deployed model. */
export enum MonitorKind {
  /** Whether the input still looks like the training data. */
  DATA_QUALITY = 'data-quality',
  /** Whether predictions still match the truth. */
  MODEL_QUALITY = 'model-quality',
  /** Whether predictions treat groups alike. */
  MODEL_BIAS = 'model-bias',
  /** Whether the same features still drive the predictions. */
  FEATURE_ATTRIBUTION = 'feature-attribution',
}

/** What computes monitoring results. */
export enum MonitoringEngineKind {
  /** Open analysis code in a processing job. */
  OPEN = 'open',
  /** SageMaker Model Monitor and Clarify. */
  MANAGED = 'managed',
}
