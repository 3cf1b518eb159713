import { Aws, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  check,
  checkAccountId,
  checkArn,
  checkOrganizationId,
  checkRegion,
  checkVpcResourceId,
  InstanceUse,
  localStorageFamilies,
  Problems,
} from '../core';
import { GuardrailExemption } from './guardrail-exemption';
import * as perms from './perms';
import { Denial, inPartition, resourceControlStatement, serviceControlStatement } from './private/control-statement';
import {
  checkBucketPattern,
  checkInstanceTypePattern,
  checkNamePrefix,
  checkNotEmpty,
  checkOnce,
  checkTagKey,
} from './private/guardrail-checks';

const SUBNETS = 'sagemaker:VpcSubnets';
const SECURITY_GROUPS = 'sagemaker:VpcSecurityGroupIds';
const VOLUME_KEY = 'sagemaker:VolumeKmsKeyArn';
const OUTPUT_KEY = 'sagemaker:OutputKmsKeyArn';
const OFFLINE_STORE_KEY = 'sagemaker:FeatureGroupOfflineStoreKmsKeyArn';
const ONLINE_STORE_KEY = 'sagemaker:FeatureGroupOnlineStoreKmsKeyArn';
const INSTANCE_TYPES = 'sagemaker:InstanceTypes';

const USES_WITH_VOLUMES: InstanceUse[] = ['hosting', 'notebook', 'processing', 'training', 'transform'];

/** True of a list that is missing or empty, as well as of one that names none: `Null` would let an empty list pass. */
const NO_SUBNET = { 'ForAllValues:StringNotLike': { [SUBNETS]: 'subnet-*' } };
const NO_SECURITY_GROUP = { 'ForAllValues:StringNotLike': { [SECURITY_GROUPS]: 'sg-*' } };

/** A schedule that describes its job itself carries instance types; one that names a job definition does not. */
const DESCRIBES_ITS_JOB = { 'ForAnyValue:StringLike': { [INSTANCE_TYPES]: ['ml.*'] } };

/** Which subnets and security groups are approved, beside that there must be some. */
export interface InsideVpcProps {
  /**
   * Ids of the subnets that work may run in, as `subnet-0a1b2c3d4e5f67890`.
   *
   * @default - any subnet, as long as one is named
   */
  readonly subnetIds?: string[];

  /**
   * Ids of the security groups that work may run under, as `sg-0a1b2c3d4e5f67890`.
   *
   * @default - any security group, as long as one is named
   */
  readonly securityGroupIds?: string[];
}

/** Which keys are approved, beside that there must be one. */
export interface CustomerManagedKeysProps {
  /**
   * ARNs of the keys that may be used, as `arn:aws:kms:eu-west-1:666666666666:key/*`; they may have wildcards.
   *
   * KMS gives AWS managed keys ARNs like all others, so that only a list of keys tells them apart.
   *
   * @default - any key, as long as one is named
   */
  readonly keyArns?: string[];
}

/** Which regions are approved, and what may be done outside them. */
export interface ApprovedRegionsProps {
  /** Names of the regions, as `eu-west-1`. At least one. */
  readonly regions: string[];

  /**
   * Actions that are allowed in every region beside those of the global services, as `securityhub:*`.
   *
   * @default - the global services only, such as IAM, STS, Organizations, Route 53, CloudFront, Budgets and Support
   */
  readonly otherGlobalActions?: string[];
}

/** A tag that what is created must carry. */
export interface RequiredTag {
  /** Key of the tag, as `governed-ml:team`: 1 to 128 characters. */
  readonly key: string;

  /**
   * The values that it may have.
   *
   * @default - any value
   */
  readonly values?: string[];
}

/** Which tags are required, and of what. */
export interface RequiredTagsProps {
  /** The tags. At least one, each key once. */
  readonly tags: RequiredTag[];

  /**
   * Whether jobs must carry the tags, too.
   *
   * Jobs that a pipeline starts carry only the tags that their step names.
   *
   * @default false
   */
  readonly includeJobs?: boolean;
}

/** Which tags are protected, and from whom not. */
export interface ProtectedTagsProps {
  /** Keys of the tags, as `governed-ml:team`. At least one. */
  readonly tagKeys: string[];

  /** The roles of the platform, which set these tags. At least one. */
  readonly platformRoles: GuardrailExemption[];
}

/** What belongs to governance, and who may change it. */
export interface ProtectedGovernanceResourcesProps {
  /** What the names of the platform's rules, alarms, monitors, buckets and key aliases begin with, as `acme-`. */
  readonly namePrefix: string;

  /** The roles of the platform, which alone may change them. At least one. */
  readonly platformRoles: GuardrailExemption[];

  /**
   * Names of the buckets whose objects nobody else may delete, such as log buckets; they may have wildcards.
   *
   * @default - buckets are protected, and their objects are not
   */
  readonly logBucketNames?: string[];
}

/** Whose principals may use the resources. */
export interface ResourcePerimeterProps {
  /** Id of the organization, as `o-a1b2c3d4e5`. */
  readonly organizationId: string;

  /**
   * Accounts outside the organization that are trusted, each an id of 12 digits.
   *
   * @default - none
   */
  readonly trustedAccountIds?: string[];
}

/** The two kinds of control policies that a guardrail consists of. */
interface Denials {
  readonly ofCallers: readonly Denial[];
  readonly onResources: readonly Denial[];
}

/**
 * A preventive control for machine learning: what nobody may do, whatever their permissions say.
 *
 * Each guardrail denies; none allows. It renders as statements of a service control policy, which binds the principals of
 * the accounts below an organisational unit, of a resource control policy, which binds whoever touches their resources, or of
 * a permissions boundary, where there is no organisation. It does not bind the management account nor service-linked roles,
 * as AWS applies no control policy to them.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export class Guardrail {
  /**
   * Jobs, models, notebooks, clusters and domains run only inside a VPC, under a security group.
   *
   * Serverless inference cannot run in a VPC and is thereby forbidden. Throws when an id is malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html
   */
  public static insideVpc(props: InsideVpcProps = {}): Guardrail {
    check(undefined, (problems) => {
      props.subnetIds?.forEach((id, i) => checkVpcResourceId(problems, `subnetIds[${i}]`, id, 'subnet'));
      props.securityGroupIds?.forEach((id, i) => checkSecurityGroupId(problems, `securityGroupIds[${i}]`, id));
      checkNotGivenEmpty(problems, 'subnetIds', props.subnetIds);
      checkNotGivenEmpty(problems, 'securityGroupIds', props.securityGroupIds);
    });

    return Guardrail.ofCallers('inside-vpc', 'jobs, models, notebooks and domains run only inside a VPC', [
      { sid: 'WithoutSubnets', actions: perms.REQUIRE_NETWORK, conditions: NO_SUBNET },
      { sid: 'WithoutSecurityGroups', actions: perms.REQUIRE_NETWORK, conditions: NO_SECURITY_GROUP },
      {
        sid: 'MonitorWithoutSubnets',
        actions: perms.SCHEDULE_MONITORS,
        conditions: { ...NO_SUBNET, ...DESCRIBES_ITS_JOB },
      },
      {
        sid: 'MonitorWithoutSecurityGroups',
        actions: perms.SCHEDULE_MONITORS,
        conditions: { ...NO_SECURITY_GROUP, ...DESCRIBES_ITS_JOB },
      },
      ...onlyOf('OtherSubnets', perms.CHOOSE_SUBNETS, SUBNETS, props.subnetIds),
      ...onlyOf('OtherSecurityGroups', perms.CHOOSE_SECURITY_GROUPS, SECURITY_GROUPS, props.securityGroupIds),
    ]);
  }

  /**
   * Studio domains reach the network through the VPC only.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
   */
  public static studioVpcOnly(): Guardrail {
    const access = 'sagemaker:AppNetworkAccessType';

    return Guardrail.ofCallers('studio-vpc-only', 'Studio domains reach the network through the VPC only', [
      {
        sid: 'DomainNotVpcOnly',
        actions: perms.CREATE_DOMAIN,
        conditions: { StringNotEquals: { [access]: 'VpcOnly' } },
      },
      {
        sid: 'DomainOpened',
        actions: perms.UPDATE_DOMAIN,
        conditions: { StringEquals: { [access]: 'PublicInternetOnly' } },
      },
    ]);
  }

  /**
   * Volumes, outputs, endpoints and feature groups are encrypted with customer-managed keys.
   *
   * Instances with disks of their own, which their hardware encrypts, take no key for a volume and are admitted without one.
   * Throws when an ARN is none of KMS.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
   */
  public static customerManagedKeys(props: CustomerManagedKeysProps = {}): Guardrail {
    check(undefined, (problems) => {
      props.keyArns?.forEach((arn, i) => checkArn(problems, `keyArns[${i}]`, withoutWildcards(arn), 'kms'));
      checkNotGivenEmpty(problems, 'keyArns', props.keyArns);
    });
    const withDisks = [...new Set(USES_WITH_VOLUMES.flatMap(localStorageFamilies))]
      .sort()
      .map((family) => `${family}.*`);
    const volumes = [...perms.CREATE_VOLUMES, ...perms.CREATE_INSTANCE_VOLUMES];
    const outputs = [...perms.WRITE_OUTPUTS, ...perms.SCHEDULE_MONITORS];

    return Guardrail.ofCallers('customer-managed-keys', 'what is stored is encrypted with customer-managed keys', [
      { sid: 'VolumeWithoutKey', actions: perms.CREATE_VOLUMES, conditions: missing(VOLUME_KEY) },
      {
        sid: 'InstanceVolumeWithoutKey',
        actions: perms.CREATE_INSTANCE_VOLUMES,
        conditions: { ...missing(VOLUME_KEY), 'ForAnyValue:StringNotLike': { [INSTANCE_TYPES]: withDisks } },
      },
      { sid: 'OutputWithoutKey', actions: perms.WRITE_OUTPUTS, conditions: missing(OUTPUT_KEY) },
      {
        sid: 'MonitorOutputWithoutKey',
        actions: perms.SCHEDULE_MONITORS,
        conditions: { ...missing(OUTPUT_KEY), ...DESCRIBES_ITS_JOB },
      },
      {
        sid: 'OfflineStoreWithoutKey',
        actions: perms.CREATE_FEATURE_GROUP,
        conditions: { Null: { 'sagemaker:FeatureGroupOfflineStoreConfig': 'false', [OFFLINE_STORE_KEY]: 'true' } },
      },
      {
        sid: 'OnlineStoreWithoutKey',
        actions: perms.CREATE_FEATURE_GROUP,
        conditions: { ...missing(ONLINE_STORE_KEY), Bool: { 'sagemaker:FeatureGroupEnableOnlineStore': 'true' } },
      },
      ...otherKey('VolumeWithOtherKey', volumes, VOLUME_KEY, props.keyArns),
      ...otherKey('OutputWithOtherKey', outputs, OUTPUT_KEY, props.keyArns),
      ...otherKey('OfflineStoreWithOtherKey', perms.CREATE_FEATURE_GROUP, OFFLINE_STORE_KEY, props.keyArns),
      ...otherKey('OnlineStoreWithOtherKey', perms.CREATE_FEATURE_GROUP, ONLINE_STORE_KEY, props.keyArns),
    ]);
  }

  /**
   * The containers of a job encrypt what they send each other.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
   */
  public static encryptedContainerTraffic(): Guardrail {
    const plain = { BoolIfExists: { 'sagemaker:InterContainerTrafficEncryption': 'false' } };

    return Guardrail.ofCallers('encrypted-container-traffic', 'the containers of a job encrypt their traffic', [
      { sid: 'PlainTraffic', actions: perms.CONNECT_CONTAINERS, conditions: plain },
      {
        sid: 'PlainMonitorTraffic',
        actions: perms.SCHEDULE_MONITORS,
        conditions: { ...plain, ...DESCRIBES_ITS_JOB },
      },
    ]);
  }

  /**
   * The containers of training jobs and models make no network calls of their own.
   *
   * Distributed training with libraries that need the network, and models that call other services, are thereby forbidden.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   */
  public static networkIsolation(): Guardrail {
    return Guardrail.ofCallers('network-isolation', 'training and model containers make no network calls', [
      {
        sid: 'NotIsolated',
        actions: perms.ISOLATE_CONTAINERS,
        conditions: { BoolIfExists: { 'sagemaker:NetworkIsolation': 'false' } },
      },
    ]);
  }

  /**
   * Notebook instances give no root access and have no direct way to the internet.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html
   */
  public static hardenedNotebooks(): Guardrail {
    const internet = 'sagemaker:DirectInternetAccess';
    const root = 'sagemaker:RootAccess';

    return Guardrail.ofCallers('hardened-notebooks', 'notebook instances have no root access and no direct internet', [
      {
        sid: 'NotebookOnInternet',
        actions: perms.CREATE_NOTEBOOK,
        conditions: { StringNotEquals: { [internet]: 'Disabled' } },
      },
      {
        sid: 'NotebookWithRoot',
        actions: perms.CREATE_NOTEBOOK,
        conditions: { StringNotEquals: { [root]: 'Disabled' } },
      },
      { sid: 'NotebookGivenRoot', actions: perms.UPDATE_NOTEBOOK, conditions: { StringEquals: { [root]: 'Enabled' } } },
    ]);
  }

  /**
   * Jobs, endpoints, notebooks, clusters and Studio apps run on approved instance types only.
   *
   * Studio's own `system` instances are always approved. Throws when the list is empty or a pattern begins with no `ml.`.
   *
   * @param instanceTypes types such as `ml.m5.xlarge`, or families such as `ml.m5.*`
   */
  public static approvedInstanceTypes(instanceTypes: string[]): Guardrail {
    check(undefined, (problems) => {
      checkNotEmpty(problems, 'instanceTypes', instanceTypes);
      instanceTypes.forEach((type, i) => checkInstanceTypePattern(problems, `instanceTypes[${i}]`, type));
    });

    return Guardrail.ofCallers('approved-instance-types', 'work runs on approved instance types only', [
      {
        sid: 'OtherInstanceType',
        actions: perms.CHOOSE_INSTANCE_TYPES,
        conditions: { 'ForAnyValue:StringNotLike': { [INSTANCE_TYPES]: [...instanceTypes, 'system'] } },
      },
    ]);
  }

  /**
   * Nothing is done outside the approved regions, save by services that have no region.
   *
   * Throws when the list is empty, a region is unknown or one is named twice.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
   */
  public static approvedRegions(props: ApprovedRegionsProps): Guardrail {
    check(undefined, (problems) => {
      checkNotEmpty(problems, 'regions', props.regions);
      props.regions.forEach((region, i) => checkRegion(problems, `regions[${i}]`, region));
      checkOnce(problems, 'regions', props.regions);
    });

    return Guardrail.ofCallers('approved-regions', 'nothing is done outside the approved regions', [
      {
        sid: 'OtherRegion',
        notActions: [...new Set([...perms.GLOBAL_SERVICES, ...(props.otherGlobalActions ?? [])])],
        conditions: { StringNotEquals: { 'aws:RequestedRegion': props.regions } },
      },
    ]);
  }

  /**
   * Container images come from the registries of approved accounts only.
   *
   * SageMaker has no condition key for the image of a job or a model. The roles of jobs and endpoints pull their images
   * themselves, so the pull is what is denied: such a job is created, and fails when it starts. Throws when the list is empty
   * or an id is malformed.
   *
   * @param accountIds accounts whose registries are approved, those of AWS images included; each an id of 12 digits
   */
  public static approvedImageRegistries(accountIds: string[]): Guardrail {
    check(undefined, (problems) => {
      checkNotEmpty(problems, 'accountIds', accountIds);
      accountIds.forEach((id, i) => checkAccountId(problems, `accountIds[${i}]`, id));
    });

    return Guardrail.ofCallers('approved-image-registries', 'images come from approved registries only', [
      {
        sid: 'OtherRegistry',
        actions: perms.PULL_IMAGES,
        notResources: accountIds.map((id) => `arn:*:ecr:*:${id}:repository/*`),
      },
    ]);
  }

  /**
   * Studio apps start from approved SageMaker images only.
   *
   * Throws when the list is empty or an ARN is none of SageMaker.
   *
   * @param imageArns ARNs of SageMaker images, those that AWS provides included, as
   * `arn:aws:sagemaker:eu-west-1:666666666666:image/*`; they may have wildcards
   */
  public static approvedStudioImages(imageArns: string[]): Guardrail {
    check(undefined, (problems) => {
      checkNotEmpty(problems, 'imageArns', imageArns);
      imageArns.forEach((arn, i) => checkArn(problems, `imageArns[${i}]`, withoutWildcards(arn), 'sagemaker'));
    });

    return Guardrail.ofCallers('approved-studio-images', 'Studio apps start from approved images only', [
      {
        sid: 'OtherStudioImage',
        actions: perms.CHOOSE_STUDIO_IMAGES,
        conditions: { 'ForAnyValue:ArnNotLike': { 'sagemaker:ImageArns': imageArns } },
      },
    ]);
  }

  /**
   * What lasts and costs is created with the required tags.
   *
   * Models, endpoints, pipelines, clusters, notebooks, model package groups and MLflow servers. Throws when there is no tag,
   * a key is malformed or named twice, or a tag may have no value.
   */
  public static requiredTags(props: RequiredTagsProps): Guardrail {
    const { tags, includeJobs = false } = props;
    check(undefined, (problems) => {
      checkNotEmpty(problems, 'tags', tags);
      tags.forEach(({ key, values }, i) => {
        checkTagKey(problems, `tags[${i}].key`, key);
        checkNotGivenEmpty(problems, `tags[${i}].values`, values);
      });
      checkOnce(
        problems,
        'tags',
        tags.map(({ key }) => key),
      );
    });
    const actions = [...perms.CREATE_LASTING, ...(includeJobs ? perms.CREATE_TAGGED_JOBS : [])];

    return Guardrail.ofCallers(
      'required-tags',
      'what lasts and costs is created with the required tags',
      tags.map(({ key, values }, i) => ({
        sid: `WithoutTag${i + 1}`,
        actions,
        conditions: values
          ? { StringNotEquals: { [`aws:RequestTag/${key}`]: values } }
          : missing(`aws:RequestTag/${key}`),
      })),
    );
  }

  /**
   * Governance tags are changed by the platform's roles only.
   *
   * Whoever creates something in SageMaker may tag it then, and not afterwards. Throws when a list is empty or a key malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_service-with-iam.html
   */
  public static protectedTags(props: ProtectedTagsProps): Guardrail {
    check(undefined, (problems) => {
      checkNotEmpty(problems, 'tagKeys', props.tagKeys);
      props.tagKeys.forEach((key, i) => checkTagKey(problems, `tagKeys[${i}]`, key));
      checkNotEmpty(problems, 'platformRoles', props.platformRoles);
    });
    const keys = { 'ForAnyValue:StringEquals': { 'aws:TagKeys': props.tagKeys } };

    return Guardrail.ofCallers(
      'protected-tags',
      'governance tags are changed by the platform only',
      [
        { sid: 'TagAdded', actions: perms.TAG, conditions: { ...keys, ...missing('sagemaker:TaggingAction') } },
        { sid: 'TagChanged', actions: perms.CHANGE_TAGS, conditions: keys },
      ],
      props.platformRoles,
    );
  }

  /**
   * Keys, log buckets, event rules, alarms, monitors, policies and the roles of governance are changed by the platform only.
   *
   * The roles that are exempt from it are themselves protected: nobody else may create or change a role of their name. Include
   * the role that creates them in a new account. Throws when the prefix or a bucket name is malformed, or no role is named.
   */
  public static protectedGovernanceResources(props: ProtectedGovernanceResourcesProps): Guardrail {
    const { namePrefix, platformRoles, logBucketNames = [] } = props;
    check(undefined, (problems) => {
      checkNamePrefix(problems, 'namePrefix', namePrefix);
      checkNotEmpty(problems, 'platformRoles', platformRoles);
      logBucketNames.forEach((name, i) => checkBucketPattern(problems, `logBucketNames[${i}]`, name));
    });

    return new Guardrail(
      'protected-governance-resources',
      'what governance consists of is changed by the platform only',
      (protectedRoles) => ({
        ofCallers: [
          {
            sid: 'GovernanceKey',
            actions: perms.CHANGE_KEYS,
            conditions: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': [`alias/${namePrefix}*`] } },
          },
          {
            sid: 'GovernanceKeyAlias',
            actions: perms.MOVE_ALIASES,
            resources: [`arn:*:kms:*:*:alias/${namePrefix}*`],
          },
          {
            sid: 'GovernanceBucket',
            actions: perms.CHANGE_BUCKETS,
            resources: [`${namePrefix}*`, ...logBucketNames].map(bucketArn),
          },
          ...(logBucketNames.length === 0
            ? []
            : [
                {
                  sid: 'GovernanceLogs',
                  actions: perms.DELETE_OBJECTS,
                  resources: logBucketNames.map((name) => `${bucketArn(name)}/*`),
                },
              ]),
          {
            sid: 'GovernanceRule',
            actions: perms.CHANGE_RULES,
            resources: [`arn:*:events:*:*:rule/${namePrefix}*`, `arn:*:events:*:*:rule/*/${namePrefix}*`],
          },
          {
            sid: 'GovernanceAlarm',
            actions: perms.CHANGE_ALARMS,
            resources: [`arn:*:cloudwatch:*:*:alarm:${namePrefix}*`],
          },
          {
            sid: 'GovernanceMonitor',
            actions: perms.CHANGE_MONITORS,
            resources: [`arn:*:sagemaker:*:*:monitoring-schedule/${namePrefix}*`],
          },
          {
            sid: 'GovernanceRole',
            actions: perms.CHANGE_ROLES,
            resources: [...new Set(protectedRoles.flatMap((role) => role._roleArns()))],
          },
          { sid: 'GovernancePolicy', actions: perms.CHANGE_ORGANIZATION_POLICIES },
        ],
        onResources: [],
      }),
      platformRoles,
      platformRoles,
    );
  }

  /**
   * Nothing is opened to the public: no bucket or object, no function's address.
   *
   * Throws when no role is named.
   *
   * @param platformRoles the roles of the platform, which alone set an account's block of public access; at least one
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
   */
  public static noPublicSharing(platformRoles: GuardrailExemption[]): Guardrail {
    check(undefined, (problems) => checkNotEmpty(problems, 'platformRoles', platformRoles));

    return Guardrail.ofCallers(
      'no-public-sharing',
      'nothing is opened to the public',
      [
        { sid: 'PublicAccountAccess', actions: perms.OPEN_ACCOUNT_TO_PUBLIC },
        {
          sid: 'PublicAcl',
          actions: perms.SET_OBJECT_ACCESS,
          conditions: {
            StringEquals: { 's3:x-amz-acl': ['authenticated-read', 'public-read', 'public-read-write'] },
          },
        },
        {
          sid: 'PublicFunctionUrl',
          actions: perms.OPEN_FUNCTION_URLS,
          conditions: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
        },
      ],
      platformRoles,
    );
  }

  /**
   * Nothing is shared with principals outside the organisation through Resource Access Manager.
   *
   * @see https://docs.aws.amazon.com/ram/latest/userguide/scp.html
   */
  public static noExternalSharing(): Guardrail {
    const requested = 'ram:RequestedAllowsExternalPrincipals';

    return Guardrail.ofCallers('no-external-sharing', 'nothing is shared outside the organisation', [
      {
        sid: 'ExternalShareCreated',
        actions: perms.CREATE_SHARE,
        conditions: { BoolIfExists: { [requested]: 'true' } },
      },
      { sid: 'ExternalShareOpened', actions: perms.UPDATE_SHARE, conditions: { Bool: { [requested]: 'true' } } },
      {
        sid: 'ExternalShareExtended',
        actions: perms.EXTEND_SHARE,
        conditions: { Bool: { 'ram:AllowsExternalPrincipals': 'true' } },
      },
    ]);
  }

  /**
   * Buckets, keys and roles are used by principals of the organisation only, and by AWS services on its behalf only.
   *
   * It renders as a resource control policy, and takes no exemption by role: a stranger may give a role any name. Throws
   * when an id is malformed.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
   */
  public static resourcePerimeter(props: ResourcePerimeterProps): Guardrail {
    const { organizationId, trustedAccountIds = [] } = props;
    check(undefined, (problems) => {
      checkOrganizationId(problems, 'organizationId', organizationId);
      trustedAccountIds.forEach((id, i) => checkAccountId(problems, `trustedAccountIds[${i}]`, id));
    });
    const trusts = (key: string): Record<string, string[]> =>
      trustedAccountIds.length > 0 ? { [key]: trustedAccountIds } : {};

    return new Guardrail(
      'resource-perimeter',
      'buckets, keys and roles are used by principals of the organisation only',
      () => ({
        ofCallers: [],
        onResources: [
          {
            sid: 'CallerOutsideOrganization',
            actions: [...perms.PERIMETER_SERVICES, ...perms.ASSUME_ROLE],
            conditions: {
              StringNotEqualsIfExists: {
                'aws:PrincipalOrgID': organizationId,
                ...trusts('aws:PrincipalAccount'),
              },
              BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
            },
          },
          {
            sid: 'ServiceForOutsider',
            actions: [...perms.PERIMETER_SERVICES, ...perms.ASSUME_ROLE],
            conditions: {
              StringNotEqualsIfExists: { 'aws:SourceOrgID': organizationId, ...trusts('aws:SourceAccount') },
              Null: { 'aws:SourceAccount': 'false' },
              Bool: { 'aws:PrincipalIsAWSService': 'true' },
            },
          },
        ],
      }),
    );
  }

  /**
   * No account leaves the organisation, and with it the reach of its guardrails.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave-as-member.html
   */
  public static remainInOrganization(): Guardrail {
    return Guardrail.ofCallers('remain-in-organization', 'no account leaves the organisation', [
      { sid: 'LeaveOrganization', actions: perms.LEAVE_ORGANIZATION },
    ]);
  }

  private static ofCallers(
    name: string,
    description: string,
    denials: readonly Denial[],
    exemptions: readonly GuardrailExemption[] = [],
  ): Guardrail {
    return new Guardrail(name, description, () => ({ ofCallers: denials, onResources: [] }), exemptions);
  }

  private constructor(
    /** Name of the guardrail, as `inside-vpc`; the same in every version of this library. */
    public readonly name: string,
    /** What holds because of it, in a few words. */
    public readonly description: string,
    private readonly denials: (protectedRoles: readonly GuardrailExemption[]) => Denials,
    private readonly exempt: readonly GuardrailExemption[] = [],
    private readonly protectedRoles: readonly GuardrailExemption[] = [],
  ) {}

  /** The roles that it does not bind. */
  public get exemptions(): GuardrailExemption[] {
    return [...this.exempt];
  }

  /**
   * The same guardrail, which does not bind the given role.
   *
   * Throws when the guardrail consists of a resource control policy, which knows no exemption by role.
   */
  public exempting(exemption: GuardrailExemption): Guardrail {
    check(undefined, (problems) => {
      if (this.bindsCallers()) return;
      problems.add({
        code: 'GuardrailWithoutExemptions',
        path: this.name,
        got: `exempts "${exemption.name}"`,
        wanted: 'a resource control policy takes no exemption by role, because strangers may give a role any name',
        remedy: 'trust an account outside the organization by trustedAccountIds',
      });
    });

    return this.copy([...this.exempt, exemption], [...this.protectedRoles, exemption]);
  }

  /** Its statements for a service control policy; none when it consists of a resource control policy. */
  public serviceControlStatements(): iam.PolicyStatement[] {
    return this.denials(this.protectedRoles).ofCallers.map((denial) => serviceControlStatement(denial, this.exempt));
  }

  /** Its statements for a resource control policy; none when it binds principals of the account only. */
  public resourceControlStatements(): iam.PolicyStatement[] {
    return this.denials(this.protectedRoles).onResources.map(resourceControlStatement);
  }

  /**
   * Its statements for a permissions boundary, which needs a statement beside them that allows.
   *
   * The same denials as those of the service control policy, for accounts without an organisation.
   */
  public boundaryStatements(): iam.PolicyStatement[] {
    return inPartition(this.serviceControlStatements(), Aws.PARTITION);
  }

  /**
   * The same guardrail, which protects the given roles too where it protects any.
   *
   * @internal
   */
  public _protecting(roles: readonly GuardrailExemption[]): Guardrail {
    return this.copy(this.exempt, [...this.protectedRoles, ...roles]);
  }

  /**
   * The same guardrail with the exemption, or itself where it takes none.
   *
   * @internal
   */
  public _exemptingIfPossible(exemption: GuardrailExemption): Guardrail {
    return this.bindsCallers() ? this.exempting(exemption) : this;
  }

  private bindsCallers(): boolean {
    return this.denials([]).ofCallers.length > 0;
  }

  private copy(exempt: readonly GuardrailExemption[], protectedRoles: readonly GuardrailExemption[]): Guardrail {
    return new Guardrail(this.name, this.description, this.denials, exempt, protectedRoles);
  }
}

/** Holds for a request without the key; one key for each statement, because several in one block must all be missing. */
function missing(key: string): iam.Conditions {
  return { Null: { [key]: 'true' } };
}

/** A request that names several values is denied for a single one that is not approved. */
function onlyOf(sid: string, actions: readonly string[], key: string, approved?: readonly string[]): Denial[] {
  return approved ? [{ sid, actions, conditions: { 'ForAnyValue:StringNotEquals': { [key]: approved } } }] : [];
}

/** A negated condition holds for a missing key, too; the `Null` beside it leaves that case to the statement that is for it. */
function otherKey(sid: string, actions: readonly string[], key: string, approved?: readonly string[]): Denial[] {
  return approved ? [{ sid, actions, conditions: { ArnNotLike: { [key]: approved }, Null: { [key]: 'false' } } }] : [];
}

/** The ARN as it is checked: a region or an account that is a wildcard counts as none. */
function withoutWildcards(arn: string): string {
  return arn.replace(/:\*(?=:)/g, ':');
}

function bucketArn(name: string): string {
  return `arn:*:s3:::${name}`;
}

function checkNotGivenEmpty(problems: Problems, path: string, values?: readonly unknown[]): void {
  if (values) checkNotEmpty(problems, path, values);
}

function checkSecurityGroupId(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/.test(value)) return;

  problems.add({
    code: 'ResourceIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'the id of a security group is "sg-" and 8 or 17 hexadecimal digits',
    remedy: 'copy the id from the VPC console, as "sg-0a1b2c3d4e5f67890"',
  });
}
