import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { StageDescription, TeamDescription } from '../description';
import { AccessLogBucket, DataBucket, DataKey, INetwork, KeyUse, TrustedPerimeter } from '../foundation';
import { AlertTopic } from '../observability';
import { Activity, BreakGlassRole } from '../security';
import { serveApprovedVersion } from './connections/approved-versions-are-served';
import { defineStageNetwork } from './connections/networks-log-centrally';
import { watchObjects } from './connections/objects-are-watched';
import { offerNetwork } from './connections/stages-share-a-network';
import { PlatformNames } from './platform-names';
import { PlatformStack, PlatformStackProps } from './platform-stack';

/** Whose models are served, in which stage. */
export interface HostingStackProps extends PlatformStackProps {
  /** The team. */
  readonly team: TeamDescription;

  /** Name of the stage: `test` or `prod`. */
  readonly stageName: string;

  /** The stage. */
  readonly stage: StageDescription;

  /**
   * The network of an earlier stage in the same account.
   *
   * @default - the stage's own network
   */
  readonly sharedNetwork?: INetwork;

  /** Whether a trail records who reads and writes what endpoints capture. */
  readonly watched: boolean;

  /** Whether Macie searches what endpoints capture for what is sensitive. */
  readonly searched: boolean;

  /**
   * ARNs of those who may repair what serves when everything else fails.
   *
   * @default - nobody: there is no such role
   */
  readonly breakGlassPrincipals?: string[];

  /**
   * Address that hears beside the team, so that whoever breaks the glass is seen by others. It hears what the team hears.
   *
   * @default - the team alone hears
   */
  readonly securityEmail?: string;

  /** Availability zones of a new network. */
  readonly availabilityZones: string[];

  /** Who is trusted at all. */
  readonly perimeter: TrustedPerimeter;

  /** The physical names of the platform. */
  readonly names: PlatformNames;
}

/** A team's hosting: network, endpoints of the approved models, what they capture, and who is told when they fail. */
export class HostingStack extends PlatformStack {
  /** The network; later stages that share the account share it. */
  public readonly network: INetwork;

  constructor(scope: Construct, id: string, props: HostingStackProps) {
    super(scope, id, props);

    const { team, stageName, names } = props;
    this.network = props.sharedNetwork ?? this.ownNetwork(props);
    const { key } = new DataKey(this, 'HostingKey', {
      alias: names.alias(team.name, stageName),
      description: `Encrypts what the endpoints of the team ${team.name} capture, their volumes and alerts`,
      serviceUses: props.searched ? [KeyUse.sensitiveDataDiscovery()] : [],
    });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', {
      bucketName: names.accessLogBucket(this.account, team.name, stageName),
    });
    const capture = new DataBucket(this, 'Capture', {
      bucketName: names.bucket(this.account, team.name, stageName, 'capture'),
      encryptionKey: key,
      accessLogBucket: accessLogs.bucket,
    });
    const alerts = new AlertTopic(this, 'Alerts', {
      topicName: names.topic(team.name, stageName, 'alerts'),
      key,
      emails:
        props.breakGlassPrincipals && props.securityEmail
          ? [...new Set([team.email, props.securityEmail])]
          : [team.email],
    });

    if (props.watched || props.breakGlassPrincipals) {
      watchObjects(this, {
        trailName: props.stackName,
        buckets: [capture.bucket],
        names,
        managementEvents: props.breakGlassPrincipals !== undefined,
      });
    }
    if (props.breakGlassPrincipals) this.breakGlassRole(props.breakGlassPrincipals, props, { key, alerts });

    for (const project of team.projects ?? []) {
      serveApprovedVersion(this, {
        ...props,
        project,
        network: this.network,
        key,
        captureBucket: capture.bucket,
        alarmAction: alerts.alarmAction,
      });
    }
  }

  /** For emergencies: it goes back to an earlier version, scales and stops what serves, and creates no model. */
  private breakGlassRole(
    principalArns: string[],
    { team, stageName, names }: HostingStackProps,
    { key, alerts }: { readonly key: IKey; readonly alerts: AlertTopic },
  ): BreakGlassRole {
    return new BreakGlassRole(this, 'BreakGlass', {
      roleName: names.breakGlassRole(team, stageName),
      description: `Repairs the endpoints of the team ${team.name} in ${stageName} in an emergency`,
      principalArns,
      activities: [
        Activity.observe(),
        Activity.manageEndpoints({ namePrefix: names.pipelinePrefix(team), keys: [key] }),
        Activity.invokeEndpoints(names.pipelinePrefix(team)),
      ],
      alertTopic: alerts.topic,
    });
  }

  private ownNetwork(props: HostingStackProps): INetwork {
    const network = defineStageNetwork(this, 'Network', { ...props, network: props.stage.network });
    offerNetwork(network);

    return network;
  }
}
