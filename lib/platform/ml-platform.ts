import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { check } from '../core';
import { DescriptionRules, IdentityProvider, PlatformDescription, TeamDescription } from '../description';
import { INetwork, TrustedPerimeter } from '../foundation';
import { checkEndpointNames } from './connections/networks-log-centrally';
import { deliveringTrails, watchesObjects } from './connections/objects-are-watched';
import { registeredModels } from './connections/projects-share-the-registry';
import { HostingStack } from './hosting-stack';
import { LogsStack } from './logs-stack';
import { OrganizationStack } from './organization-stack';
import { PlatformNames } from './platform-names';
import { PlatformStackProps } from './platform-stack';
import { RegistryStack } from './registry-stack';
import { isSearched, isWatched, SecurityStack } from './security-stack';
import { servingStagesOf, stageAccountsOf } from './stages';
import { WorkspaceStack } from './workspace-stack';

/** What a platform is made from. */
export interface MlPlatformProps {
  /** What the platform team decided. */
  readonly description: PlatformDescription;

  /**
   * Folder that the paths of project code are relative to; for a description from a file, the file's folder.
   *
   * @default - the current folder
   */
  readonly codeRoot?: string;
}

/**
 * A governed machine-learning platform: every stack of every account, from one description.
 *
 * Throws one error that names every problem of the description; nothing is defined then.
 */
export class MlPlatform extends Construct {
  /** The organization: units, guardrails, permission sets. Nothing where the description has none. */
  public readonly organization?: Stack;

  /** What watches the organization. Nothing where the description has none, or where nothing does, as with the starter preset. */
  public readonly security?: Stack;

  /** The log archive. */
  public readonly logs: Stack;

  /** The central model registry. */
  public readonly registry: Stack;

  /** One workspace per team, in the order of the description. */
  public readonly workspaces: Stack[];

  /** One hosting stack per team and serving stage, in the order of the description. */
  public readonly hosting: Stack[];

  private readonly checklist: readonly string[];
  private readonly description: PlatformDescription;
  private readonly names: PlatformNames;
  private readonly perimeter: TrustedPerimeter;

  constructor(scope: Construct, id: string, props: MlPlatformProps) {
    super(scope, id);

    check(this, (problems) => DescriptionRules._check(problems, props.description));
    check(this, (problems) => checkEndpointNames(problems, props.description));

    this.description = props.description;
    this.names = new PlatformNames(props.description);
    this.perimeter = perimeterOf(props.description);

    const organization = this.theOrganization();
    this.organization = organization;
    const security = this.securityAccount();
    this.security = security;
    this.checklist = [...(organization?.layout.preflight() ?? []), ...(security?.controls.preflight() ?? [])];
    this.logs = this.logArchive();
    this.registry = this.centralRegistry();
    const workspaces = this.description.teams.map((team) => this.workspace(team, props.codeRoot ?? '.'));
    this.workspaces = workspaces;
    this.hosting = this.description.teams.flatMap((team, i) => this.hostingOf(team, workspaces[i]));

    this.registry.addStackDependency(this.logs);
    for (const stack of [...this.workspaces, ...this.hosting]) {
      stack.addStackDependency(this.logs);
      stack.addStackDependency(this.registry);
    }
  }

  /**
   * What somebody does by hand around the first deployment, because CloudFormation cannot: a line each, with its command.
   *
   * Accounts are moved once the units are there, and what follows the security stack says so.
   *
   * The lines tell what must hold, not what is missing: a line that is done already may be passed over.
   */
  public preflight(): string[] {
    return [...this.checklist];
  }

  private theOrganization(): OrganizationStack | undefined {
    if (this.description.organization === undefined) return undefined;

    return new OrganizationStack(this, 'Organization', {
      ...this.place(this.description.accounts.management, 'Units, guardrails and permission sets', 'organization'),
      platform: this.description,
      names: this.names,
    });
  }

  private securityAccount(): SecurityStack | undefined {
    const { organization, accounts } = this.description;
    if (organization === undefined || !isWatched(organization)) return undefined;

    return new SecurityStack(this, 'Security', {
      ...this.place(accounts.security, 'What watches the organization', 'security'),
      platform: this.description,
      organization,
      names: this.names,
    });
  }

  private logArchive(): LogsStack {
    const account = this.description.accounts.logArchive;

    return new LogsStack(this, 'Logs', {
      ...this.place(account, 'Central logs of the platform', 'logs'),
      flowLogBucketName: this.names.flowLogBucket(),
      accessLogBucketName: this.names.accessLogBucket(account, 'logs'),
      keyAlias: this.names.alias('logs'),
      sourceAccounts: stageAccountsOf(this.description),
      trailBucketName: this.names.trailBucket(),
      keyAliasArn: this.names.logKeyAliasArn(),
      trails: deliveringTrails(this.description, this.names),
    });
  }

  private centralRegistry(): RegistryStack {
    const account = this.description.accounts.sharedServices;

    return new RegistryStack(this, 'Registry', {
      ...this.place(account, 'Central model registry of the platform', 'registry'),
      accessLogBucketName: this.names.accessLogBucket(account, 'registry'),
      models: registeredModels(this.description, this.names),
      perimeter: this.perimeter,
      watched: watchesObjects(this.description),
      names: this.names,
    });
  }

  private workspace(team: TeamDescription, codeRoot: string): WorkspaceStack {
    const { identity, network } = this.description;

    return new WorkspaceStack(this, `Workspace-${team.name}`, {
      ...this.place(team.stages.dev.account, `Workspace of the team ${team.name}`, team.name, 'workspace'),
      governanceTags: this.teamTags(team, 'dev'),
      sharedAccountReason: team.stages.dev.sharedAccountReason,
      team,
      identityProvider: identity?.provider ?? IdentityProvider.IAM,
      availabilityZones: network.availabilityZones,
      watched: watchesObjects(this.description),
      searched: isSearched(this.description),
      codeRoot,
      perimeter: this.perimeter,
      names: this.names,
    });
  }

  /** A stage without a network of its own shares that of the team's first stage in the same account. */
  private hostingOf(team: TeamDescription, workspace: WorkspaceStack): HostingStack[] {
    const networks = new Map<string, INetwork>([[team.stages.dev.account, workspace.network]]);

    return servingStagesOf(team).map(({ name: stageName, stage }) => {
      const sharedNetwork = stage.network ? undefined : networks.get(stage.account);
      const hosting = new HostingStack(this, `Hosting-${team.name}-${stageName}`, {
        ...this.place(stage.account, `Endpoints of the team ${team.name}, stage ${stageName}`, team.name, stageName),
        governanceTags: this.teamTags(team, stageName),
        sharedAccountReason: stage.sharedAccountReason,
        team,
        stageName,
        stage,
        sharedNetwork,
        watched: watchesObjects(this.description),
        searched: isSearched(this.description),
        breakGlassPrincipals: this.description.identity?.breakGlass?.assumedBy,
        securityEmail: this.description.organization?.detectiveControls?.email,
        availabilityZones: this.description.network.availabilityZones,
        perimeter: this.perimeter,
        names: this.names,
      });

      if (!networks.has(stage.account)) networks.set(stage.account, hosting.network);
      return hosting;
    });
  }

  private place(account: string, description: string, ...nameParts: string[]): PlatformStackProps {
    return {
      account,
      region: this.description.homeRegion,
      description,
      stackName: this.names.stack(...nameParts),
      governanceTags: this.platformTags(),
    };
  }

  private platformTags(): Record<string, string> {
    return { 'governed-ml:platform': this.description.name };
  }

  private teamTags(team: TeamDescription, stage: string): Record<string, string> {
    return {
      ...this.platformTags(),
      'governed-ml:team': team.name,
      'governed-ml:stage': stage,
      'cost-centre': team.costCentre,
    };
  }
}

/** The organization, or, where there is none, the accounts of the description. */
function perimeterOf(description: PlatformDescription): TrustedPerimeter {
  if (description.organization) return TrustedPerimeter.organization(description.organization.id);

  const { management, logArchive, security, sharedServices, data } = description.accounts;
  const shared = [management, logArchive, security, sharedServices, data];
  return TrustedPerimeter.accounts([...shared, ...stageAccountsOf(description)]);
}
