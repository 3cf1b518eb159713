import { IResource, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, claimName, freezeTags } from '../core';
import { IdentityProvider } from '../description';
import { IDomain } from './domain';

/** A person's profile in a Studio domain. */
export interface IUserProfile extends IResource {
  /** Name of the profile. */
  readonly userProfileName: string;

  /**
   * ARN of the profile.
   *
   * @attribute
   */
  readonly userProfileArn: string;
}

/** Whose profile it is and what the person may do. */
export interface UserProfileProps {
  /** The domain that the person works in. */
  readonly domain: IDomain;

  /** Name of the profile: 1 to 63 letters, digits and hyphens. In a domain with Identity Center it is the user name in the directory. SageMaker cannot change it. */
  readonly userProfileName: string;

  /** The role that the person's apps run as. */
  readonly executionRole: iam.IRoleRef;

  /**
   * Tags that the profile carries for ever. CloudFormation replaces the profile when a tag changes, so `Tags.of(…)` does not reach it.
   *
   * @default - no tags
   */
  readonly permanentTags?: Record<string, string>;

  /**
   * What happens to the profile when it leaves the template. SageMaker refuses to delete one whose apps or spaces exist.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A person's profile in a Studio domain: the name that CloudTrail shows and the role that the person's code runs as.
 *
 * Network, encryption, idle shutdown and sharing come from the domain. No edit of its tags or role replaces it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-user-profile.html
 */
export class UserProfile extends Resource implements IUserProfile {
  public readonly userProfileName: string;
  public readonly userProfileArn: string;

  constructor(scope: Construct, id: string, props: UserProfileProps) {
    super(scope, id, { physicalName: props.userProfileName });

    check(this, (problems) => checkName(problems, 'userProfileName', props.userProfileName, 'userProfile'));

    const fromDirectory = props.domain.identityProvider === IdentityProvider.IDENTITY_CENTER;
    const profile = new CfnUserProfile(this, 'Resource', {
      domainId: props.domain.domainId,
      userProfileName: claimName(this, 'user profile', props.domain.node.path, props.userProfileName),
      singleSignOnUserIdentifier: fromDirectory ? 'UserName' : undefined,
      singleSignOnUserValue: fromDirectory ? props.userProfileName : undefined,
      userSettings: { executionRole: props.executionRole.roleRef.roleArn },
    });
    freezeTags(profile, props.permanentTags ?? {});
    profile.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);

    this.userProfileName = props.userProfileName;
    this.userProfileArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'user-profile',
      resourceName: `${props.domain.domainId}/${props.userProfileName}`,
    });
  }
}
