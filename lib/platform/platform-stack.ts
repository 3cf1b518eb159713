import { CrossStackReferences, ReferenceStrength, Stack, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** Where a stack is deployed and what its resources are tagged with. */
export interface PlatformStackProps {
  /** Name of the stack. It never changes, or a deployment would build everything a second time. */
  readonly stackName: string;

  /** What the stack holds. */
  readonly description: string;

  /** Id of the account. */
  readonly account: string;

  /** The region. */
  readonly region: string;

  /** Tags of the stack's resources, those that can bear a change. */
  readonly governanceTags: Record<string, string>;

  /**
   * Why the stack shares its account with another stage or team; it ends up in the template's metadata.
   *
   * @default - it does not
   */
  readonly sharedAccountReason?: string;
}

/**
 * A stack of the platform: pinned to an account and a region, tagged, and protected against deletion.
 *
 * What it takes from another stack of its account it imports, so that CloudFormation refuses to delete that under it.
 */
export abstract class PlatformStack extends Stack {
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, {
      stackName: props.stackName,
      description: props.description,
      env: { account: props.account, region: props.region },
      terminationProtection: true,
    });

    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);
    if (props.sharedAccountReason) {
      this.addMetadata('governed-ml:relaxations', [{ setting: 'sharedAccount', reason: props.sharedAccountReason }]);
    }
    for (const [key, value] of Object.entries(props.governanceTags)) Tags.of(this).add(key, value);
  }
}
