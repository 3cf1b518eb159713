import * as kms from 'aws-cdk-lib/aws-kms';
import { NetworkScope } from './activity-scopes';
import { DomainIsolation } from './domain-isolation';

/** Actions that stay as they are, and why. */
export interface UnconditionalActions {
  /** The actions in full, as `sagemaker:CreateTransformJob`; at least one, each of the activity and concerned by a condition. */
  readonly actions: string[];

  /** Why they need none of the conditions; it stands in the template's metadata, `governed-ml:relaxations`. */
  readonly reason: string;
}

/**
 * What an activity is allowed under, beside its names and roles. At least one condition.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export interface ActivityConditions {
  /**
   * Everything that is created, started, updated or written is placed in this network.
   *
   * Requests name subnets and security groups, all of them of the network. A monitoring schedule that names a job definition
   * is placed by the definition.
   *
   * @default - any network, or none
   */
  readonly network?: NetworkScope;

  /**
   * Everything that is created, started, updated or written is encrypted with one of these keys.
   *
   * Requests name a key wherever SageMaker takes one. Disks of the instance itself are encrypted in hardware and take none.
   *
   * @default - any key, or none
   */
  readonly keys?: kms.IKeyRef[];

  /**
   * What is created carries these tags, and what exists is touched only if it carries them.
   *
   * @default - any tags
   */
  readonly tags?: { [key: string]: string };

  /**
   * The Studio domain that resources of SageMaker which exist must come from.
   *
   * Creation is not concerned, since SageMaker sets the tag itself; nor is listing and searching, which names no resource.
   *
   * @default - any domain, or none
   */
  readonly domain?: DomainIsolation;

  /**
   * Actions that stay without the conditions, even without those that they could carry.
   *
   * To leave out one condition only, give the conditions one after another.
   *
   * @default - none: every action carries the conditions that concern it
   */
  readonly unconditional?: UnconditionalActions;
}
