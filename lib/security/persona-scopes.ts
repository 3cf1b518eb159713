import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Activity } from './activity';
import { JobScope, NetworkScope } from './activity-scopes';

/** What the people of a team stand on. */
export interface TeamScope {
  /** The team's data bucket. */
  readonly dataBucket: s3.IBucketRef;

  /** How the key of the team's data is used: `Activity.useKey` in the key's own account, `Activity.useKeyOfAlias` elsewhere. */
  readonly useOfDataKey: Activity;

  /** Beginning of the names of what the team makes, as `marine-life--`. */
  readonly namePrefix: string;

  /** ARNs of the model package groups of the team's projects; may be empty. */
  readonly modelPackageGroupArns: string[];

  /**
   * Whether they work in Studio: with apps, spaces and profiles of their own.
   *
   * @default true
   */
  readonly inStudio?: boolean;
}

/** What the people who prepare a team's data stand on. */
export interface DataEngineerScope extends TeamScope {
  /** Names of the databases of the Glue catalogue, as `marine_life_raw`; at least one. */
  readonly databaseNames: string[];

  /** Names of the Athena workgroups that queries run in; at least one. */
  readonly workgroupNames: string[];
}

/** What the people who build a team's pipelines stand on. */
export interface MlEngineerScope extends TeamScope {
  /** The network that everything they run is placed in. */
  readonly network: NetworkScope;

  /** The keys that everything they store is encrypted with; at least one. */
  readonly keys: kms.IKeyRef[];

  /** The roles that their jobs, pipelines and models may run as; at least one. */
  readonly workRoles: iam.IRoleRef[];
}

/** What the people who build models without code stand on. */
export interface BusinessAnalystScope extends TeamScope {
  /** The network that everything they run is placed in. */
  readonly network: NetworkScope;

  /** The keys that everything they store is encrypted with; at least one. */
  readonly keys: kms.IKeyRef[];

  /** The role of their Studio apps, which Canvas runs its jobs as. */
  readonly executionRole: iam.IRoleRef;
}

/** What jobs stand on. */
export interface JobsScope {
  /** What they read and write, and the keys of both. */
  readonly data: Activity[];

  /** ARNs of the ECR repositories that their images are pulled from; at least one. */
  readonly repositoryArns: string[];

  /** The network that they are placed in. */
  readonly network: NetworkScope;
}

/** What pipelines stand on. */
export interface PipelinesScope {
  /** The jobs that they run. */
  readonly jobs: JobScope;

  /** ARNs of the model package groups that they register in, as pending; at least one. */
  readonly modelPackageGroupArns: string[];

  /** What they read, as the files that steps hand on, and the keys of it. */
  readonly data: Activity[];
}

/** What endpoints stand on. */
export interface EndpointsScope {
  /** The models that they load and what they capture, and the keys of both. */
  readonly data: Activity[];

  /** The network that they are placed in. */
  readonly network: NetworkScope;

  /**
   * ARNs of the ECR repositories that their images are pulled from.
   *
   * @default - none: the repositories admit the endpoint by a policy of their own
   */
  readonly repositoryArns?: string[];
}
