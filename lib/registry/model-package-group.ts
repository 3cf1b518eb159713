import { ArnFormat, IResource, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModelPackageGroup, IModelPackageGroupRef, ModelPackageGroupReference } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkAccountId, checkArn, checkName, claimName, modelPackageVersionArn, Problems } from '../core';
import { ModelPackageGroupGrants } from './model-package-group-grants';
import * as perms from './perms';

/** A model package group: the versions of one model. */
export interface IModelPackageGroup extends IResource, IModelPackageGroupRef {
  /** Name of the group. */
  readonly modelPackageGroupName: string;

  /**
   * ARN of the group. Pipelines of other accounts register with it.
   *
   * @attribute
   */
  readonly modelPackageGroupArn: string;

  /** Grants on the group, for roles of its own account. */
  readonly grants: ModelPackageGroupGrants;

  /** ARN of one version of the group. */
  modelPackageArn(version: number): string;
}

/** What a model package group is called and who shares it. */
export interface ModelPackageGroupProps {
  /** Name of the group: 1 to 63 letters, digits and hyphens. SageMaker cannot change it. */
  readonly modelPackageGroupName: string;

  /**
   * Accounts that register versions. The group's own account needs no entry.
   *
   * @default - only the group's own account
   */
  readonly registeringAccounts?: string[];

  /**
   * Accounts that read and deploy versions. An account may be in both lists. The group's own account needs no entry.
   *
   * @default - only the group's own account
   */
  readonly deployingAccounts?: string[];

  /**
   * What happens to the group when it leaves the template. SageMaker refuses to delete a group that has versions.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A model package group of the central registry, shared with the accounts that train and that deploy.
 *
 * Approval stays in the group's own account: no other account may register a version as approved or change its status.
 * The group has no description, because CloudFormation replaces a group, and with it every version, when it changes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy-xaccount.html
 */
export class ModelPackageGroup extends Resource implements IModelPackageGroup {
  /** A group that exists, maybe in another account. */
  public static fromModelPackageGroupArn(
    scope: Construct,
    id: string,
    modelPackageGroupArn: string,
  ): IModelPackageGroup {
    check(scope, (problems) => checkArn(problems, 'modelPackageGroupArn', modelPackageGroupArn, 'sagemaker'));
    const { resourceName } = Stack.of(scope).splitArn(modelPackageGroupArn, ArnFormat.SLASH_RESOURCE_NAME);

    class Import extends Resource implements IModelPackageGroup {
      public readonly modelPackageGroupArn = modelPackageGroupArn;
      public readonly modelPackageGroupName = resourceName as string;
      public readonly grants = ModelPackageGroupGrants.of(this);

      public get modelPackageGroupRef(): ModelPackageGroupReference {
        return { modelPackageGroupArn };
      }

      public modelPackageArn(version: number): string {
        return modelPackageVersionArn(this, modelPackageGroupArn, `${version}`);
      }
    }

    return new Import(scope, id);
  }

  public readonly modelPackageGroupName: string;
  public readonly modelPackageGroupArn: string;
  public readonly grants: ModelPackageGroupGrants;

  constructor(scope: Construct, id: string, props: ModelPackageGroupProps) {
    super(scope, id, { physicalName: props.modelPackageGroupName });

    check(this, (problems) => checkGroup(problems, props));

    this.modelPackageGroupName = props.modelPackageGroupName;
    this.modelPackageGroupArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'model-package-group',
      resourceName: props.modelPackageGroupName,
    });
    this.grants = ModelPackageGroupGrants.of(this);

    const group = new CfnModelPackageGroup(this, 'Resource', {
      modelPackageGroupName: claimName(
        this,
        'model package group',
        `${this.env.account}/${this.env.region}`,
        props.modelPackageGroupName,
      ),
      modelPackageGroupPolicy: sharingPolicy(this, props),
    });
    group.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
  }

  public get modelPackageGroupRef(): ModelPackageGroupReference {
    return { modelPackageGroupArn: this.modelPackageGroupArn };
  }

  public modelPackageArn(version: number): string {
    return modelPackageVersionArn(this, this.modelPackageGroupArn, `${version}`);
  }
}

/**
 * One statement per verb, each account once: SageMaker rejects a policy that repeats a principal, as happens where one
 * account is both dev and prod.
 */
function sharingPolicy(group: ModelPackageGroup, props: ModelPackageGroupProps): iam.PolicyDocument | undefined {
  const registering = others(group, props.registeringAccounts);
  const deploying = others(group, props.deployingAccounts);
  const sharing = others(group, [...registering, ...deploying]);
  if (sharing.length === 0) return undefined;

  const versions = [modelPackageVersionArn(group, group.modelPackageGroupArn, '*')];
  const statements = [
    { sid: 'ReadGroup', accounts: sharing, actions: perms.READ_GROUP, resources: [group.modelPackageGroupArn] },
    { sid: 'ReadVersions', accounts: sharing, actions: perms.READ_VERSIONS, resources: versions },
    {
      sid: 'RegisterVersions',
      accounts: registering,
      actions: perms.REGISTER_VERSIONS,
      resources: versions,
      conditions: perms.UNDECIDED,
    },
    { sid: 'DeployVersions', accounts: deploying, actions: perms.DEPLOY_VERSIONS, resources: versions },
  ];

  return new iam.PolicyDocument({
    statements: statements
      .filter(({ accounts }) => accounts.length > 0)
      .map(
        ({ accounts, ...share }) =>
          new iam.PolicyStatement({
            ...share,
            principals: accounts.map((account) => new iam.AccountPrincipal(account)),
          }),
      ),
    minimize: false,
  });
}

function others(group: ModelPackageGroup, accounts: string[] = []): string[] {
  const own = Stack.of(group).account;

  return [...new Set(accounts)].filter((account) => account !== own);
}

function checkGroup(problems: Problems, props: ModelPackageGroupProps): void {
  checkName(problems, 'modelPackageGroupName', props.modelPackageGroupName, 'modelPackageGroup');
  props.registeringAccounts?.forEach((account, i) => checkAccountId(problems, `registeringAccounts[${i}]`, account));
  props.deployingAccounts?.forEach((account, i) => checkAccountId(problems, `deployingAccounts[${i}]`, account));
}
