import { Arn, ArnFormat } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { physicalName } from '../core';
import { PlatformDescription, TeamDescription } from '../description';
import { stagesOf } from './stages';

const ACCESS_LOGS = 'access-logs';
const BUCKET_NAME = { maxLength: 63 };
const POLICY_NAME_PREFIX = { maxLength: 100 };
const ROLE_NAME = { maxLength: 64 };
const SAGEMAKER_NAME = { maxLength: 63 };
const STACK_NAME = { maxLength: 128 };
const TOPIC_NAME = { maxLength: 256 };

/** The bootstrap whose roles deploy the platform. */
export const BOOTSTRAP_QUALIFIER = 'hnb659fds';

/** No team's name has two hyphens together, so the project `life-abalone` of `marine` is not `abalone` of `marine-life`. */
const TEAM_END = '--';

/**
 * The physical names of a platform. Each follows from the description alone, so that a stack in one account can name what
 * a stack in another account holds, and so that no edit but a renaming changes it.
 */
export class PlatformNames {
  /** Beginning of the name of every resource. */
  public readonly platform: string;

  private readonly region: string;
  private readonly sharedServices: string;
  private readonly logArchive: string;

  constructor(private readonly description: PlatformDescription) {
    this.platform = description.name;
    this.region = description.homeRegion;
    this.sharedServices = description.accounts.sharedServices;
    this.logArchive = description.accounts.logArchive;
  }

  public stack(...parts: string[]): string {
    return physicalName([this.platform, ...parts], STACK_NAME);
  }

  public alias(...parts: string[]): string {
    return [this.platform, ...parts].join('/');
  }

  public topic(...parts: string[]): string {
    return physicalName([this.platform, ...parts], TOPIC_NAME);
  }

  public role(...parts: string[]): string {
    return physicalName([this.platform, ...parts], ROLE_NAME);
  }

  /** Bucket names are unique in all of S3, so they carry account and region. */
  public bucket(account: string, ...parts: string[]): string {
    return physicalName([this.platform, ...parts, account, this.region], BUCKET_NAME);
  }

  public flowLogBucket(): string {
    return this.bucket(this.logArchive, 'flow-logs');
  }

  /** Where trails deliver who read and wrote what. */
  public trailBucket(): string {
    return this.bucket(this.logArchive, 'trails');
  }

  public logKeyAliasArn(): string {
    return this.arn('kms', 'alias', this.alias('logs'), this.logArchive);
  }

  /** Where the access logs of an account's buckets lie. */
  public accessLogBucket(account: string, ...parts: string[]): string {
    return this.bucket(account, ...parts, ACCESS_LOGS);
  }

  /** Stands for the buckets that hold nothing but logs. What is cut from a name no pattern finds, so that such a bucket is named. */
  public logBucketPatterns(): string[] {
    const named = this.description.teams
      .flatMap((team) => stagesOf(team).map(({ name, stage }) => this.accessLogBucket(stage.account, team.name, name)))
      .filter((bucket) => !bucket.includes(`${ACCESS_LOGS}-`));

    return [this.flowLogBucket(), this.trailBucket(), `${this.platform}-*${ACCESS_LOGS}-*`, ...named];
  }

  /** Where a team's data lies. */
  public dataBucket(team: TeamDescription): string {
    return this.bucket(team.stages.dev.account, team.name, 'dev', 'data');
  }

  public dataKeyAliasArn(team: TeamDescription): string {
    return this.arn('kms', 'alias', this.alias(team.name, 'dev'), team.stages.dev.account);
  }

  /** What a team calls its databases and workgroups. Databases take no hyphens. */
  public catalogue({ name }: TeamDescription): { databaseNames: string[]; workgroupNames: string[] } {
    return { databaseNames: [name.replace(/-/g, '_')], workgroupNames: [name] };
  }

  /** Beginning of the names of guardrail policies. */
  public policy(units: string): string {
    return physicalName([this.platform, units], POLICY_NAME_PREFIX);
  }

  /** The role of the Studio apps of a persona of a team. */
  public personaRole(team: TeamDescription, persona: string): string {
    return this.role(team.name, 'dev', persona);
  }

  /** The role that repairs what serves in a stage. */
  public breakGlassRole(team: TeamDescription, stage: string): string {
    return this.role(team.name, stage, 'break-glass');
  }

  /** Where a project's models and their evaluations are kept. Bucket names take lower case only. */
  public artifactBucket(team: TeamDescription, project: string): string {
    return this.bucket(this.sharedServices, inTeam(team, project.toLowerCase()), 'artifacts');
  }

  public artifactKeyAlias(team: TeamDescription, project: string): string {
    return this.alias('artifacts', team.name, project);
  }

  public artifactKeyAliasArn(team: TeamDescription, project: string): string {
    return this.arn('kms', 'alias', this.artifactKeyAlias(team, project));
  }

  public domain(team: TeamDescription): string {
    return physicalName([this.platform, team.name], SAGEMAKER_NAME);
  }

  /** Beginning of the names of a team's pipelines. */
  public pipelinePrefix(team: TeamDescription): string {
    return `${team.name}${TEAM_END}`;
  }

  public pipeline(team: TeamDescription, project: string): string {
    return physicalName([inTeam(team, project)], SAGEMAKER_NAME);
  }

  /** The stage is part of the name, because two stages may share an account. */
  public endpoint(team: TeamDescription, project: string, stage: string): string {
    return physicalName([inTeam(team, project), stage], SAGEMAKER_NAME);
  }

  public modelPackageGroup(team: TeamDescription, project: string): string {
    return physicalName([inTeam(team, project)], SAGEMAKER_NAME);
  }

  public modelPackageGroupArn(team: TeamDescription, project: string): string {
    return this.arn('sagemaker', 'model-package-group', this.modelPackageGroup(team, project));
  }

  /** Stands for the groups of all projects of a team, so that a policy that names them does not grow with them. */
  public modelPackageGroupArnPattern(team: TeamDescription): string {
    return this.modelPackageGroupArn(team, '*');
  }

  /** Beginning of the keys of a project's models and evaluations. */
  public artifactPrefix(team: TeamDescription, project: string): string {
    return `${team.name}/${project}/`;
  }

  public jobRole(team: TeamDescription, project: string): string {
    return this.role(inTeam(team, project), 'jobs');
  }

  public pipelineRole(team: TeamDescription, project: string): string {
    return this.role(inTeam(team, project), 'pipeline');
  }

  public endpointRole(team: TeamDescription, project: string, stage: string): string {
    return this.role(inTeam(team, project), stage, 'endpoint');
  }

  /** ARN of a resource of the home region. */
  private arn(service: string, resource: string, resourceName: string, account = this.sharedServices): string {
    return Arn.format({
      partition: RegionInfo.get(this.region).partition ?? 'aws',
      service,
      region: this.region,
      account,
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}

function inTeam(team: TeamDescription, project: string): string {
  return `${team.name}${TEAM_END}${project}`;
}
