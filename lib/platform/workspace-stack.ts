import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { IdentityProvider, Persona, ProjectDescription, ProjectTemplate, TeamDescription } from '../description';
import { AccessLogBucket, DataBucket, DataKey, INetwork, KeyUse, TrustedPerimeter } from '../foundation';
import { CostBudget } from '../observability';
import { ContainerImage } from '../pipelines';
import { TabularRegressionProject } from '../projects';
import * as security from '../security';
import { Activity, ExecutionRole } from '../security';
import { Domain, UserProfile } from '../studio';
import { defineStageNetwork } from './connections/networks-log-centrally';
import { watchObjects } from './connections/objects-are-watched';
import { offerNetwork } from './connections/stages-share-a-network';
import { PlatformNames } from './platform-names';
import { PlatformStack, PlatformStackProps } from './platform-stack';

const STAGE = 'dev';

/** SageMaker Pipelines begins the name of every job with this. */
const PIPELINE_JOBS = 'pipelines-';

/** A Studio domain is replaced when its subnets change, so a zone that is added later must not reach it. */
const DOMAIN_ZONES = 2;

/** Whose workspace it is. */
export interface WorkspaceStackProps extends PlatformStackProps {
  /** The team. */
  readonly team: TeamDescription;

  /** How its people sign in. */
  readonly identityProvider: IdentityProvider;

  /** Availability zones of a new network. */
  readonly availabilityZones: string[];

  /** Whether a trail records who reads and writes the team's data. */
  readonly watched: boolean;

  /** Whether Macie searches the team's data for what is sensitive. */
  readonly searched: boolean;

  /** Folder that the paths of project code are relative to. */
  readonly codeRoot: string;

  /** Who is trusted at all. */
  readonly perimeter: TrustedPerimeter;

  /** The physical names of the platform. */
  readonly names: PlatformNames;
}

/** A team's workspace: network, data, Studio domain, people, pipelines and budget. */
export class WorkspaceStack extends PlatformStack {
  /** The network; stages that share the account share it. */
  public readonly network: INetwork;

  private readonly dataKey: DataKey;
  private readonly data: DataBucket;

  constructor(scope: Construct, id: string, props: WorkspaceStackProps) {
    super(scope, id, props);

    const { team, names } = props;
    this.network = defineStageNetwork(this, 'Network', {
      ...props,
      network: team.stages.dev.network,
      // The domain is retained, and it lives in this network.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    offerNetwork(this.network);
    this.dataKey = new DataKey(this, 'DataKey', {
      alias: names.alias(team.name, STAGE),
      description: `Encrypts the data, homes and volumes of the team ${team.name}`,
      serviceUses: props.searched ? [KeyUse.sensitiveDataDiscovery()] : [],
    });
    this.data = this.dataBucket(props);
    if (props.watched) watchObjects(this, { trailName: props.stackName, buckets: [this.data.bucket], names });

    const roles = this.personaRoles(props);
    const domain = this.domain(props, roles.get(Persona.DATA_SCIENTIST) as ExecutionRole);
    for (const { name, persona } of team.members) {
      const { role } = roles.get(persona) as ExecutionRole;
      new UserProfile(this, `Member-${name}`, {
        domain,
        userProfileName: name,
        executionRole: role,
        permanentTags: this.permanentTags(props),
      });
    }

    for (const project of team.projects ?? []) this.project(project, props);
    new CostBudget(this, 'Budget', {
      monthlyLimitUsd: team.monthlyBudgetUsd,
      emails: [team.email],
    });
  }

  private dataBucket({ team, names }: WorkspaceStackProps): DataBucket {
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      bucketName: names.accessLogBucket(this.account, team.name, STAGE),
    });

    return new DataBucket(this, 'Data', {
      bucketName: names.dataBucket(team),
      encryptionKey: this.dataKey.key,
      accessLogBucket: accessLogs.bucket,
    });
  }

  /** One role per persona that somebody has; the data scientist's is also that of apps that belong to nobody. */
  private personaRoles({ team, names }: WorkspaceStackProps): Map<string, ExecutionRole> {
    const personas = [...new Set([Persona.DATA_SCIENTIST, ...team.members.map(({ persona }) => persona)])];

    return new Map(
      personas.map((persona) => [
        persona,
        new ExecutionRole(this, `Persona-${persona}`, {
          roleName: names.personaRole(team, persona),
          description: `Studio apps of the team ${team.name}, persona ${persona}`,
          activities: this.personaOf(persona, { team, names }).activities,
        }),
      ]),
    );
  }

  private personaOf(persona: Persona, { team, names }: Pick<WorkspaceStackProps, 'team' | 'names'>): security.Persona {
    const conditions = {
      network: { subnets: this.network.subnets, securityGroups: [this.network.securityGroup] },
      keys: [this.dataKey.key],
    };
    const scope = {
      dataBucket: this.data.bucket,
      useOfDataKey: Activity.useKey(this.dataKey.key),
      namePrefix: names.pipelinePrefix(team),
      modelPackageGroupArns: [names.modelPackageGroupArnPattern(team)],
    };

    switch (persona) {
      case Persona.DATA_ENGINEER:
        return security.Persona.dataEngineer({ ...scope, ...names.catalogue(team) });
      case Persona.ML_ENGINEER:
        return security.Persona.mlEngineer({
          ...scope,
          ...conditions,
          workRoles: [this.workRole(team, names).role],
        });
      case Persona.MLOPS_ENGINEER:
        return security.Persona.mlOpsEngineer(scope);
      case Persona.BUSINESS_ANALYST:
        return security.Persona.businessAnalyst({
          ...scope,
          ...conditions,
          executionRole: Role.fromRoleName(this, 'AnalystRole', names.personaRole(team, persona)),
        });
      default:
        return security.Persona.dataScientist(scope);
    }
  }

  /** What the jobs, pipelines and models run as that people make by hand. */
  private workRole(team: TeamDescription, names: PlatformNames): ExecutionRole {
    const images = [ContainerImage.scikitLearn('1.2-1'), ContainerImage.xgboost('3.2-0')];
    const roleName = names.personaRole(team, 'work');
    const network = { subnets: this.network.subnets, securityGroups: [this.network.securityGroup] };
    const jobs = security.Persona.jobs({
      data: [
        Activity.readObjects(this.data.bucket),
        Activity.writeObjects(this.data.bucket),
        Activity.useKey(this.dataKey.key),
      ],
      repositoryArns: images.map((image) => image.repositoryArn(this)),
      network,
    });
    const runPipelines = Activity.runJobs({
      namePrefix: PIPELINE_JOBS,
      jobRole: Role.fromRoleName(this, 'WorkRoleOfJobs', roleName),
      network,
      volumeKey: this.dataKey.key,
    });

    return new ExecutionRole(this, 'WorkRole', {
      roleName,
      description: `Jobs, pipelines and models that the ML engineers of the team ${team.name} make by hand`,
      activities: [...jobs.activities, runPipelines],
    });
  }

  private domain(props: WorkspaceStackProps, defaultRole: ExecutionRole): Domain {
    return new Domain(this, 'Domain', {
      domainName: props.names.domain(props.team),
      vpc: this.network.vpc,
      subnets: domainSubnets(this.network),
      securityGroups: [this.network.securityGroup],
      key: this.dataKey.key,
      executionRole: defaultRole.role,
      identityProvider: props.identityProvider,
      permanentTags: this.permanentTags(props),
    });
  }

  private project(project: ProjectDescription, props: WorkspaceStackProps): void {
    const { team, names } = props;

    switch (project.template) {
      case ProjectTemplate.TABULAR_REGRESSION:
        new TabularRegressionProject(this, `Project-${project.name}`, {
          projectName: project.name,
          codeFolder: join(props.codeRoot, project.model.code),
          pipelineName: names.pipeline(team, project.name),
          pipelineRoleName: names.pipelineRole(team, project.name),
          jobRoleName: names.jobRole(team, project.name),
          dataBucket: this.data.bucket,
          dataKey: this.dataKey.key,
          trainingDataPrefix: project.model.trainingDataPrefix,
          artifacts: {
            bucket: s3.Bucket.fromBucketName(
              this,
              `Artifacts-${project.name}`,
              names.artifactBucket(team, project.name),
            ),
            prefix: names.artifactPrefix(team, project.name),
            keyAliasArn: names.artifactKeyAliasArn(team, project.name),
          },
          modelPackageGroupArn: names.modelPackageGroupArn(team, project.name),
          subnets: this.network.subnets,
          securityGroups: [this.network.securityGroup],
          maxMse: project.model.maxMse,
          processingInstanceType: project.model.processingInstanceType,
          trainingInstanceType: project.model.trainingInstanceType,
          inferenceInstanceTypes: project.deployment?.instanceType ? [project.deployment.instanceType] : undefined,
        });
    }
  }

  /** Facts that never change for a team; they show whose cost a Studio app is. */
  private permanentTags({ team, names }: WorkspaceStackProps): Record<string, string> {
    return { 'governed-ml:platform': names.platform, 'governed-ml:team': team.name };
  }
}

/** The subnets of the first zones, in an order of their own: the order of a list is a change, too. */
function domainSubnets({ subnets }: INetwork): ISubnet[] {
  return subnets.slice(0, DOMAIN_ZONES).sort((a, b) => (a.availabilityZone < b.availabilityZone ? -1 : 1));
}
