import { CfnResource, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Permission, USE_KEY } from '../../core';

const RESTORABLE =
  'point-in-time recovery restores any second of the last 35 days; counters that are older have no use, because tests and bandits go on from the latest';

/** How a table of rewards is encrypted, and whether it outlives its stack. */
export interface RewardTableProps {
  readonly encryptionKey: kms.IKeyRef;
  readonly removalPolicy: RemovalPolicy;
}

/** A table of rewards that were taken, of counters, and of the state of what reads them. */
export class RewardTable extends Construct {
  public readonly resource: dynamodb.ITable;
  private readonly keyArn: string;

  constructor(scope: Construct, id: string, props: RewardTableProps) {
    super(scope, id);

    const { encryptionKey, removalPolicy } = props;
    this.keyArn = encryptionKey.keyRef.keyArn;
    this.resource = new dynamodb.Table(this, 'Resource', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: kms.Key.fromKeyArn(this, 'Key', this.keyArn),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
    });
    Validations.of(this.resource.node.defaultChild as CfnResource).acknowledge(
      { id: 'NIST.800.53.R5-DynamoDBInBackupPlan', reason: RESTORABLE },
      { id: 'HIPAA.Security-DynamoDBInBackupPlan', reason: RESTORABLE },
    );
  }

  /** What it takes to do something with the items of some partitions, which may end in `*`, and with no others. */
  public permissions(stack: Stack, actions: readonly string[], ...partitions: string[]): Permission[] {
    return [
      {
        actions,
        resources: [this.resource.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
          // A request that names no partition would satisfy the condition on all of them.
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        actions: USE_KEY,
        resources: [this.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${stack.region}.${stack.urlSuffix}` } },
      },
    ];
  }
}
