import { Duration, IResource, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, checkNetworkPlaces, claimName, freezeTags, Problems } from '../core';
import { IdentityProvider } from '../description';
import { DockerAccess } from './docker-access';

const SHORTEST_IDLE = Duration.minutes(60);
const LONGEST_IDLE = Duration.minutes(525_600);

/** A Studio domain. */
export interface IDomain extends IResource {
  /**
   * Id of the domain, as `d-a1b2c3d4e5f6`.
   *
   * @attribute
   */
  readonly domainId: string;

  /**
   * ARN of the domain.
   *
   * @attribute
   */
  readonly domainArn: string;

  /** How people sign in. */
  readonly identityProvider: IdentityProvider;
}

/** A domain that exists. */
export interface DomainAttributes {
  /** Id of the domain, as `d-a1b2c3d4e5f6`. */
  readonly domainId: string;

  /**
   * How people sign in.
   *
   * @default IdentityProvider.IAM
   */
  readonly identityProvider?: IdentityProvider;
}

/** What a Studio domain stands on and how people use it. */
export interface DomainProps {
  /** Name of the domain: 1 to 63 letters, digits and hyphens. SageMaker cannot change it. */
  readonly domainName: string;

  /** The VPC of the domain. SageMaker cannot change it. */
  readonly vpc: ec2.IVPCRef;

  /**
   * The private subnets of the domain: 1 to 16, best in two availability zones.
   *
   * CloudFormation replaces the domain, and with it people's homes, when this list changes: give the same subnets for ever.
   */
  readonly subnets: ec2.ISubnetRef[];

  /** Security groups of people's apps: 1 to 5. */
  readonly securityGroups: ec2.ISecurityGroupRef[];

  /** The key that encrypts people's homes and spaces. SageMaker cannot change it. */
  readonly key: kms.IKeyRef;

  /** The role of apps whose user profile or shared space names none. */
  readonly executionRole: iam.IRoleRef;

  /**
   * How people sign in. SageMaker cannot change it.
   *
   * @default IdentityProvider.IAM
   */
  readonly identityProvider?: IdentityProvider;

  /**
   * How long an app may be idle before it is shut down: 1 hour to 365 days, whole minutes.
   *
   * @default Duration.hours(1)
   */
  readonly idleTimeout?: Duration;

  /**
   * Whether people may run Docker in Studio.
   *
   * @default DockerAccess.denied()
   */
  readonly dockerAccess?: DockerAccess;

  /**
   * Tags that the domain carries for ever. CloudFormation replaces the domain when a tag changes, so `Tags.of(…)` does not reach it.
   *
   * @default - no tags
   */
  readonly permanentTags?: Record<string, string>;

  /**
   * What happens to the domain when it leaves the template.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A Studio domain: the place where a team's people work.
 *
 * All its traffic stays in the VPC, homes and spaces are encrypted with the given key, idle apps are shut down, notebooks
 * cannot be shared through S3, and CloudTrail shows the person behind each call. No edit of its tags, idle time, role
 * or security groups replaces it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
export class Domain extends Resource implements IDomain {
  /** A domain that exists in the stack's account and region. */
  public static fromDomainAttributes(scope: Construct, id: string, attrs: DomainAttributes): IDomain {
    class Import extends Resource implements IDomain {
      public readonly domainId = attrs.domainId;
      public readonly domainArn = Stack.of(scope).formatArn({
        service: 'sagemaker',
        resource: 'domain',
        resourceName: attrs.domainId,
      });
      public readonly identityProvider = attrs.identityProvider ?? IdentityProvider.IAM;
    }

    return new Import(scope, id);
  }

  public readonly domainId: string;
  public readonly domainArn: string;

  /** Address at which Studio opens. */
  public readonly domainUrl: string;
  public readonly identityProvider: IdentityProvider;

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id, { physicalName: props.domainName });

    check(this, (problems) => checkDomain(problems, props));

    const dockerAccess = props.dockerAccess ?? DockerAccess.denied();
    this.identityProvider = props.identityProvider ?? IdentityProvider.IAM;

    const domain = new CfnDomain(this, 'Resource', {
      domainName: claimName(this, 'domain', `${this.env.account}/${this.env.region}`, props.domainName),
      authMode: this.identityProvider === IdentityProvider.IAM ? 'IAM' : 'SSO',
      appNetworkAccessType: 'VpcOnly',
      vpcId: props.vpc.vpcRef.vpcId,
      subnetIds: props.subnets.map((subnet) => subnet.subnetRef.subnetId),
      kmsKeyId: props.key.keyRef.keyArn,
      tagPropagation: 'ENABLED',
      domainSettings: {
        dockerSettings: dockerAccess._render(),
        executionRoleIdentityConfig: 'USER_PROFILE_NAME',
      },
      defaultUserSettings: userSettings(props),
      defaultSpaceSettings: spaceSettings(props),
    });
    freezeTags(domain, props.permanentTags ?? {});
    domain.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    dockerAccess._record(domain);

    this.domainId = domain.attrDomainId;
    this.domainArn = domain.attrDomainArn;
    this.domainUrl = domain.attrUrl;
  }
}

function userSettings(props: DomainProps): CfnDomain.UserSettingsProperty {
  return {
    executionRole: props.executionRole.roleRef.roleArn,
    securityGroups: securityGroupIds(props),
    studioWebPortal: 'ENABLED',
    defaultLandingUri: 'studio::',
    sharingSettings: { notebookOutputOption: 'Disabled' },
    jupyterLabAppSettings: idleShutdown(props),
    codeEditorAppSettings: idleShutdown(props),
  };
}

function spaceSettings(props: DomainProps): CfnDomain.DefaultSpaceSettingsProperty {
  return {
    executionRole: props.executionRole.roleRef.roleArn,
    securityGroups: securityGroupIds(props),
    jupyterLabAppSettings: idleShutdown(props),
  };
}

function securityGroupIds(props: DomainProps): string[] {
  return props.securityGroups.map((group) => group.securityGroupRef.securityGroupId);
}

/** People may shorten their idle time but not lengthen it, so that nobody switches the shutdown off. */
function idleShutdown(props: DomainProps): CfnDomain.JupyterLabAppSettingsProperty {
  const idleTimeoutInMinutes = (props.idleTimeout ?? SHORTEST_IDLE).toMinutes();

  return {
    appLifecycleManagement: {
      idleSettings: {
        lifecycleManagement: 'ENABLED',
        idleTimeoutInMinutes,
        minIdleTimeoutInMinutes: SHORTEST_IDLE.toMinutes(),
        maxIdleTimeoutInMinutes: idleTimeoutInMinutes,
      },
    },
  };
}

function checkDomain(problems: Problems, props: DomainProps): void {
  checkName(problems, 'domainName', props.domainName, 'domain');
  checkNetworkPlaces(problems, 'subnets', props.subnets.length, 'subnets');
  checkNetworkPlaces(problems, 'securityGroups', props.securityGroups.length, 'security groups');
  checkIdleTimeout(problems, props.idleTimeout);
}

function checkIdleTimeout(problems: Problems, idle?: Duration): void {
  if (!idle || idle.isUnresolved()) return;

  const [shortest, longest] = [SHORTEST_IDLE.toMinutes(), LONGEST_IDLE.toMinutes()];
  const minutes = idle.toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes >= shortest && minutes <= longest) return;
  problems.add({
    code: 'IdleTimeoutOutOfRange',
    path: 'idleTimeout',
    got: `is ${minutes} minutes`,
    wanted: `SageMaker accepts ${shortest} to ${longest} whole minutes`,
    remedy: 'use Duration.hours(1) or more',
  });
}
