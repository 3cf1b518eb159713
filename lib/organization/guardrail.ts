import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { check } from '../core';
import { ClosedFeature } from './closed-feature';
import { GuardrailExemption } from './guardrail-exemption';
import {
  ApprovedPackagesOnlyProps,
  ApprovedRegionsProps,
  CustomerManagedKeysProps,
  InsideVpcProps,
  ProtectedGovernanceResourcesProps,
  ProtectedTagsProps,
  RequiredTagsProps,
  ResourcePerimeterProps,
} from './guardrail-parameters';
import { Approvals } from './private/approvals';
import * as compute from './private/compute-denials';
import { Denial, inPartition, resourceControlStatement, serviceControlStatement } from './private/control-statement';
import * as deployment from './private/deployment-denials';
import * as encryption from './private/encryption-denials';
import * as closed from './private/feature-denials';
import * as governance from './private/governance-denials';
import * as images from './private/image-denials';
import * as network from './private/network-denials';
import * as sharing from './private/sharing-denials';
import * as tags from './private/tag-denials';

/** What a guardrail consists of: denials for either kind of control policy, and what they leave. */
interface Rule {
  /** What it denies to callers, given the roles that it protects where it protects any. */
  readonly ofCallers?: (protectedRoles: readonly GuardrailExemption[]) => readonly Denial[];
  /** What it denies on resources, whoever calls. */
  readonly onResources?: readonly Denial[];
  /** What it approves by lists of values, everything else being denied. */
  readonly approvals?: Readonly<Record<string, readonly string[] | undefined>>;
  /** The roles that alone may do what it denies. */
  readonly onlyRoles?: readonly GuardrailExemption[];
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
    return Guardrail.ofCallers('inside-vpc', 'jobs, models, notebooks and domains run only inside a VPC', {
      denials: network.outsideVpc(props),
      approvals: { subnets: props.subnetIds, 'security groups': props.securityGroupIds },
    });
  }

  /**
   * Studio domains reach the network through the VPC only.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html
   */
  public static studioVpcOnly(): Guardrail {
    return Guardrail.ofCallers('studio-vpc-only', 'Studio domains reach the network through the VPC only', {
      denials: network.studioOnInternet(),
    });
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
    return Guardrail.ofCallers('customer-managed-keys', 'what is stored is encrypted with customer-managed keys', {
      denials: encryption.withoutCustomerManagedKeys(props),
      approvals: { keys: props.keyArns },
    });
  }

  /**
   * The containers of a job encrypt what they send each other.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
   */
  public static encryptedContainerTraffic(): Guardrail {
    return Guardrail.ofCallers('encrypted-container-traffic', 'the containers of a job encrypt their traffic', {
      denials: encryption.plainContainerTraffic(),
    });
  }

  /**
   * The containers of training jobs and models make no network calls of their own.
   *
   * Distributed training with libraries that need the network, and models that call other services, are thereby forbidden.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   */
  public static networkIsolation(): Guardrail {
    return Guardrail.ofCallers('network-isolation', 'training and model containers make no network calls', {
      denials: network.containersOnNetwork(),
    });
  }

  /**
   * Notebook instances give no root access and have no direct way to the internet.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html
   */
  public static hardenedNotebooks(): Guardrail {
    return Guardrail.ofCallers('hardened-notebooks', 'notebook instances have no root access and no direct internet', {
      denials: network.openNotebooks(),
    });
  }

  /**
   * Jobs, endpoints, notebooks, clusters and Studio apps run on approved instance types only.
   *
   * Studio's own `system` instances are always approved. Throws when the list is empty or a pattern begins with no `ml.`.
   *
   * @param instanceTypes types such as `ml.m5.xlarge`, or families such as `ml.m5.*`
   */
  public static approvedInstanceTypes(instanceTypes: string[]): Guardrail {
    return Guardrail.ofCallers('approved-instance-types', 'work runs on approved instance types only', {
      denials: compute.otherInstanceTypes(instanceTypes),
      approvals: { 'instance types': instanceTypes },
    });
  }

  /**
   * Nothing is done outside the approved regions, save by services that have no region.
   *
   * Throws when the list is empty, a region is unknown or one is named twice.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
   */
  public static approvedRegions(props: ApprovedRegionsProps): Guardrail {
    return Guardrail.ofCallers('approved-regions', 'nothing is done outside the approved regions', {
      denials: compute.otherRegions(props),
      approvals: { regions: props.regions },
    });
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
    return Guardrail.ofCallers('approved-image-registries', 'images come from approved registries only', {
      denials: images.otherImageRegistries(accountIds),
      approvals: { 'image registries': accountIds },
    });
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
    return Guardrail.ofCallers('approved-studio-images', 'Studio apps start from approved images only', {
      denials: images.otherStudioImages(imageArns),
      approvals: { 'Studio images': imageArns },
    });
  }

  /**
   * What lasts and costs is created with the required tags.
   *
   * Models, endpoints, pipelines, clusters, notebooks, model package groups and MLflow servers. Throws when there is no tag,
   * a key is malformed or named twice, or a tag may have no value.
   */
  public static requiredTags(props: RequiredTagsProps): Guardrail {
    return Guardrail.ofCallers('required-tags', 'what lasts and costs is created with the required tags', {
      denials: tags.withoutTags(props),
      approvals: Object.fromEntries(props.tags.map(({ key, values }) => [`values of the tag "${key}"`, values])),
    });
  }

  /**
   * Governance tags are changed by the platform's roles only.
   *
   * Whoever creates something in SageMaker may tag it then, and not afterwards. Throws when a list is empty or a key malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_service-with-iam.html
   */
  public static protectedTags(props: ProtectedTagsProps): Guardrail {
    return Guardrail.ofCallers('protected-tags', 'governance tags are changed by the platform only', {
      denials: tags.changesOfTags(props),
      onlyRoles: props.platformRoles,
    });
  }

  /**
   * Keys, buckets, logs, trails, event rules, alarms, topics, monitors, stacks, managed policies and the roles of governance are
   * changed by the platform only.
   *
   * So is what detects: nobody else ends or pauses Config, Security Hub, GuardDuty, Macie, an access analyzer or a flow log, takes
   * an account out of it, or hides what it finds. Nobody else lets callers from elsewhere in, by an instance of Identity Center
   * beside that of the organisation or by a provider for SAML or OpenID Connect.
   *
   * The roles that are exempt from it are themselves protected: nobody else may create, change or pass a role of their name, and
   * only the deploy role of a CDK exemption passes the role that it is for. Include the role that creates them in a new account.
   * Throws when a prefix or a bucket name is malformed, or no role is named.
   */
  public static protectedGovernanceResources(props: ProtectedGovernanceResourcesProps): Guardrail {
    const denials = governance.changesOfGovernance(props);

    return new Guardrail(
      'protected-governance-resources',
      'what governance consists of is changed by the platform only',
      { ofCallers: denials, onlyRoles: props.platformRoles },
    );
  }

  /**
   * No canned access list opens a bucket or an object to the public, no function has an address without IAM, and no snapshot of a
   * volume is lent to everybody.
   *
   * Grants in the body of an access list, bucket policies and machine images have no condition key that tells the public. What
   * stops them are the account's blocks of public access, for S3, snapshots and images: nobody but the platform turns them off.
   * Throws when no role is named.
   *
   * @param platformRoles the roles of the platform, which alone set an account's blocks of public access; at least one
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
   */
  public static noPublicSharing(platformRoles: GuardrailExemption[]): Guardrail {
    return Guardrail.ofCallers('no-public-sharing', 'nothing is opened to the public', {
      denials: sharing.publicSharing(platformRoles),
      onlyRoles: platformRoles,
    });
  }

  /**
   * Nothing is shared with principals outside the organisation through Resource Access Manager.
   *
   * @see https://docs.aws.amazon.com/ram/latest/userguide/scp.html
   */
  public static noExternalSharing(): Guardrail {
    return Guardrail.ofCallers('no-external-sharing', 'nothing is shared outside the organisation', {
      denials: sharing.externalSharing(),
    });
  }

  /**
   * Buckets, keys and roles are used by principals of the organisation only, and by AWS services on its behalf only.
   *
   * It renders as a resource control policy, and takes no exemption by role: a stranger may give a role any name. It does not see
   * federated callers; `protectedGovernanceResources()` leaves their providers to the platform. Throws when an id is malformed.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
   */
  public static resourcePerimeter(props: ResourcePerimeterProps): Guardrail {
    const denials = sharing.useByOutsiders(props);

    return new Guardrail(
      'resource-perimeter',
      'buckets, keys and roles are used by principals of the organisation only',
      { onResources: denials },
    );
  }

  /**
   * No account leaves the organisation, and with it the reach of its guardrails.
   *
   * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave-as-member.html
   */
  public static remainInOrganization(): Guardrail {
    return Guardrail.ofCallers('remain-in-organization', 'no account leaves the organisation', {
      denials: governance.leavingOrganization(),
    });
  }

  /**
   * Work runs on instances without a GPU or another accelerator, save on the given types.
   *
   * For stages that need none, such as development. Only families that are known to have no accelerator are let past, so that
   * a family newer than this library is refused until it is named. Throws when a pattern begins with no `ml.`.
   *
   * @param butFor types with an accelerator that are allowed nevertheless, such as `ml.g5.xlarge`, or families such as `ml.g5.*`
   */
  public static noAccelerators(butFor: string[] = []): Guardrail {
    return Guardrail.ofCallers('no-accelerators', 'work runs on instances without accelerators', {
      denials: compute.accelerators(butFor),
      approvals: { 'instance types': compute.typesWithoutAccelerator(butFor) },
    });
  }

  /**
   * Nobody deploys by hand: what serves is created, changed and removed by the platform's roles only.
   *
   * That is models, endpoint configurations, endpoints, inference components and shadow tests, and the weights and capacities of
   * their variants. Automatic scaling goes on, as its role is linked to the service and bound by no control policy. It is meant
   * for the units of production. Throws when no role is named.
   *
   * @param platformRoles the roles that deploy; at least one
   */
  public static deployedByPlatform(platformRoles: GuardrailExemption[]): Guardrail {
    return Guardrail.ofCallers('deployed-by-platform', 'nobody but the platform deploys', {
      denials: deployment.deploymentByHand(platformRoles),
      onlyRoles: platformRoles,
    });
  }

  /**
   * What serves and transforms is a model that the platform created, which creates them from approved versions only.
   *
   * SageMaker has no condition key for the version that a model is created from. What holds it is threefold: SageMaker refuses
   * a model of a version that is not approved; only the platform's roles may create models, and their deployments name versions
   * of the central registry; and nothing but models with the platform's prefix, which nobody else can create, gets into an
   * endpoint configuration, an inference component or a transform job. Components of a bare image, without a model, are denied.
   *
   * It is meant for the units of production, beside `approvedByApprovers()` where the registry is. Throws when no role is named or
   * the prefix is malformed.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
   */
  public static approvedPackagesOnly(props: ApprovedPackagesOnlyProps): Guardrail {
    return Guardrail.ofCallers('approved-packages-only', 'only models of approved versions serve', {
      denials: deployment.modelsOfOtherOrigin(props),
      onlyRoles: props.platformRoles,
    });
  }

  /**
   * Versions in a registry are approved by the approvers only.
   *
   * It binds callers, so that it must hold where they are, not where the registry is: attach it to every unit whose accounts may
   * reach the registry. Throws when no role is named.
   *
   * @param approverRoles the roles that approve; at least one
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
   */
  public static approvedByApprovers(approverRoles: GuardrailExemption[]): Guardrail {
    return Guardrail.ofCallers('approved-by-approvers', 'versions are approved by the approvers only', {
      denials: deployment.approvalByOthers(approverRoles),
      onlyRoles: approverRoles,
    });
  }

  /**
   * Nobody begins to use features that AWS has closed to new customers or ended. What exists goes on.
   *
   * Throws when the list is empty or names a feature twice.
   *
   * @param features the features; all that can be told apart unless given
   */
  public static closedFeatures(features: ClosedFeature[] = Object.values(ClosedFeature)): Guardrail {
    return Guardrail.ofCallers('closed-features', 'nobody begins to use what AWS has closed', {
      denials: closed.useOfClosedFeatures(features),
    });
  }

  private static ofCallers(
    name: string,
    description: string,
    { denials, ...rule }: Omit<Rule, 'ofCallers'> & { readonly denials: readonly Denial[] },
  ): Guardrail {
    return new Guardrail(name, description, { ...rule, ofCallers: () => denials });
  }

  private constructor(
    /** Name of the guardrail, as `inside-vpc`; the same in every version of this library. */
    public readonly name: string,
    /** What holds because of it, in a few words. */
    public readonly description: string,
    private readonly rule: Rule,
    private readonly exempt: readonly GuardrailExemption[] = rule.onlyRoles ?? [],
    private readonly protectedRoles: readonly GuardrailExemption[] = exempt,
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
    const denials = this.rule.ofCallers?.(this.protectedRoles) ?? [];

    return denials.map((denial) => serviceControlStatement(denial, this.exempt));
  }

  /** Its statements for a resource control policy; none when it binds principals of the account only. */
  public resourceControlStatements(): iam.PolicyStatement[] {
    return (this.rule.onResources ?? []).map(resourceControlStatement);
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

  /**
   * What it approves, everything else being denied.
   *
   * @internal
   */
  public _approvals(): Approvals {
    const { approvals = {}, onlyRoles } = this.rule;
    const lists = Object.entries(approvals).filter((entry): entry is [string, readonly string[]] => !!entry[1]);
    const roles = onlyRoles?.flatMap((role) => role._roleArns());

    return { ...Object.fromEntries(lists), ...(roles && { [`roles of ${this.name}`]: roles }) };
  }

  private bindsCallers(): boolean {
    return this.rule.ofCallers !== undefined;
  }

  private copy(exempt: readonly GuardrailExemption[], protectedRoles: readonly GuardrailExemption[]): Guardrail {
    return new Guardrail(this.name, this.description, this.rule, exempt, protectedRoles);
  }
}
