import * as iam from 'aws-cdk-lib/aws-iam';
import { IModelPackageGroupRef } from 'aws-cdk-lib/aws-sagemaker';
import { modelPackageVersionArn } from '../core';
import * as perms from './perms';

/** Grants on a model package group. A role of another account also needs its account in the group's props. */
export class ModelPackageGroupGrants {
  /** The grants of a group. */
  public static of(group: IModelPackageGroupRef): ModelPackageGroupGrants {
    return new ModelPackageGroupGrants(group);
  }

  private constructor(private readonly group: IModelPackageGroupRef) {}

  /** Lets the grantee read the group and its versions. */
  public read(grantee: iam.IGrantable): iam.Grant {
    const resourceArns = [this.group.modelPackageGroupRef.modelPackageGroupArn];
    const onGroup = iam.Grant.addToPrincipal({ grantee, actions: perms.READ_GROUP, resourceArns });

    return onGroup.combine(this.grantOnVersions(grantee, perms.READ_VERSIONS));
  }

  /** Lets the grantee read the group and register versions; neither as approved, nor to approve them later. */
  public register(grantee: iam.IGrantable): iam.Grant {
    return this.read(grantee)
      .combine(this.grantOnVersions(grantee, perms.REGISTER_VERSIONS, perms.UNDECIDED))
      .combine(this.grantOnVersions(grantee, perms.TAG_VERSIONS));
  }

  private grantOnVersions(
    grantee: iam.IGrantable,
    actions: string[],
    conditions?: Record<string, Record<string, unknown>>,
  ): iam.Grant {
    const { modelPackageGroupArn } = this.group.modelPackageGroupRef;
    const resourceArns = [modelPackageVersionArn(this.group, modelPackageGroupArn, '*')];

    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns, conditions });
  }
}
