import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  StackEvent,
} from '@aws-sdk/client-cloudformation';
import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DescribeEndpointCommand,
  DescribeEndpointCommandOutput,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  DataCapture,
  FunctionEnvironment,
  ModelEndpoint,
  ModelEndpointProps,
  ProductionVariant,
  ServedModel,
} from '../../lib/deployment';
import { ADOPTED_NETWORK } from './adopted-network';
import { DeployedResource } from './facts';
import { LandingZone } from './landing-zone';

/** Where endpoints are served. */
export const PLACE = { account: '111111111111', region: 'eu-west-1' };

const GROUP = 'abalone';

/** A stack with what endpoints stand on: a key, a network, a bucket, and a topic for whom alarms tell. */
export class Hosting extends Stack {
  public readonly functions: FunctionEnvironment;
  public readonly key: kms.Key;
  public readonly bucket: s3.Bucket;

  constructor(app: App, id: string) {
    super(app, id, { env: PLACE });

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: ADOPTED_NETWORK.vpcId,
      availabilityZones: ADOPTED_NETWORK.subnets.map(({ availabilityZone }) => availabilityZone),
    });
    this.key = new kms.Key(this, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    this.bucket = new s3.Bucket(this, 'Data', { removalPolicy: RemovalPolicy.DESTROY });
    this.functions = {
      subnets: ADOPTED_NETWORK.subnets.map(({ subnetId }) => ec2.Subnet.fromSubnetId(this, subnetId, subnetId)),
      securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false })],
      encryptionKey: this.key,
      alarmActions: [new actions.SnsAction(new sns.Topic(this, 'Alerts'))],
    };
  }

  /** An endpoint that is captured. */
  public endpoint(
    endpointName: string,
    variants: ProductionVariant[],
    wished: Partial<ModelEndpointProps> = {},
  ): ModelEndpoint {
    const { subnets, securityGroups, alarmActions } = this.functions;

    return new ModelEndpoint(this, endpointName, {
      endpointName,
      variants,
      subnets,
      securityGroups,
      volumeKey: this.key,
      alarmActions,
      dataCapture: DataCapture.toBucket({ bucket: this.bucket, prefix: `capture/${endpointName}/`, key: this.key }),
      ...wished,
    });
  }
}

/** An app of one stack with endpoints. */
export function hosting(id: string, define: (stack: Hosting) => void): App {
  const app = new App({ analyticsReporting: false });
  define(new Hosting(app, id));

  return app;
}

/** A version of the registered model. */
export function version(number: number): ServedModel {
  const { account, region } = PLACE;

  return ServedModel.approvedPackage(`arn:aws:sagemaker:${region}:${account}:model-package/${GROUP}/${number}`);
}

/** Registers as many approved versions of the model. */
export async function register(zone: LandingZone, versions: number): Promise<void> {
  const sagemaker = zone.as(PLACE.account, PLACE.region).client(SageMakerClient);

  await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: GROUP }));
  for (let i = 0; i < versions; i++) {
    await sagemaker.send(
      new CreateModelPackageCommand({
        ModelPackageGroupName: GROUP,
        ModelApprovalStatus: 'Approved',
        InferenceSpecification: {
          Containers: [{ Image: 'image', ModelDataUrl: `s3://acme-models/${i + 1}/model.tar.gz` }],
          SupportedContentTypes: ['text/csv'],
          SupportedResponseMIMETypes: ['text/csv'],
        },
      }),
    );
  }
}

/** An endpoint as SageMaker describes it. */
export function describeEndpoint(zone: LandingZone, EndpointName: string): Promise<DescribeEndpointCommandOutput> {
  const sagemaker = zone.as(PLACE.account, PLACE.region).client(SageMakerClient);

  return sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
}

/** The only resource of a type whose logical id begins so. */
export async function resourceOf(zone: LandingZone, type: string, logicalId: string): Promise<DeployedResource> {
  const found = (await zone.resources()).filter((one) => one.type === type && one.logicalId.startsWith(logicalId));

  expect(found.map((one) => one.logicalId)).toHaveLength(1);
  return found[0];
}

/** The lines of JSON that a function has written, by its logical id's beginning. */
export async function linesOf(zone: LandingZone, logicalId: string): Promise<Record<string, unknown>[]> {
  const { properties } = await resourceOf(zone, 'AWS::Lambda::Function', logicalId);
  const { LogGroup } = properties.LoggingConfig as { LogGroup: string };
  const { answer } = await zone.run(`aws logs filter-log-events --log-group-name ${LogGroup}`, PLACE);

  return (answer as { events: { message: string }[] }).events.flatMap(({ message }) =>
    message.startsWith('{') ? [JSON.parse(message) as Record<string, unknown>] : [],
  );
}

/** What a function has measured by a name, in order. */
export async function measuredBy(zone: LandingZone, logicalId: string, metric: string): Promise<unknown[]> {
  return (await linesOf(zone, logicalId)).flatMap((line) => (metric in line && '_aws' in line ? [line[metric]] : []));
}

/** What a function has told, in order. */
export async function toldBy(zone: LandingZone, logicalId: string): Promise<unknown[]> {
  return (await linesOf(zone, logicalId)).flatMap(({ message }) => message ?? []);
}

/** Fires a schedule by hand, and waits until everything that follows has happened. */
export async function fire(
  zone: LandingZone,
  type: 'AWS::Events::Rule' | 'AWS::Scheduler::Schedule',
  logicalId: string,
): Promise<void> {
  const { attributes } = await resourceOf(zone, type, logicalId);

  await zone.fire(String(attributes.Arn), PLACE);
  await zone.settle();
}

/** How good an answer of a variant was, as a shop tells it. */
export interface ShopReward {
  readonly rewardId: string;
  readonly variantName: string;
  readonly value: number;
}

/** Puts rewards on the bus, ten at a time, and waits until they are recorded. */
export async function reward(zone: LandingZone, detailType: string, rewards: readonly ShopReward[]): Promise<void> {
  const bus = zone.as(PLACE.account, PLACE.region).client(EventBridgeClient);

  for (let i = 0; i < rewards.length; i += 10) {
    const Entries = rewards
      .slice(i, i + 10)
      .map((one) => ({ Source: 'acme.shop', DetailType: detailType, Detail: JSON.stringify(one) }));
    await bus.send(new PutEventsCommand({ Entries }));
  }
  await zone.settle();
}

/** Rewards of a variant, the first of them worth 1 and the others nothing. */
export function rewardsOf(variantName: string, { good, bad }: { good: number; bad: number }): ShopReward[] {
  return Array.from({ length: good + bad }, (_, i) => ({
    rewardId: `${variantName}-${i}`,
    variantName,
    value: i < good ? 1 : 0,
  }));
}

/** How an endpoint shares its requests out among its variants. */
export async function weightsOf(zone: LandingZone, endpointName: string): Promise<Record<string, unknown>> {
  const { ProductionVariants = [] } = await describeEndpoint(zone, endpointName);

  return Object.fromEntries(ProductionVariants.map(({ VariantName, CurrentWeight }) => [VariantName, CurrentWeight]));
}

/** The types of what goes with a stack, in the order in which CloudFormation begins to delete them. */
export async function deletionsOf(
  zone: LandingZone,
  stack: string,
  destroy: () => Promise<unknown>,
): Promise<unknown[]> {
  const cloudFormation = zone.as(PLACE.account, PLACE.region).client(CloudFormationClient);
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));

  await destroy();

  const { StackEvents = [] } = await cloudFormation.send(
    new DescribeStackEventsCommand({ StackName: Stacks[0].StackId }),
  );
  const isDeletion = ({ ResourceStatus }: StackEvent): boolean => ResourceStatus === 'DELETE_IN_PROGRESS';
  // The latest come first; before the stack itself, updates have deleted what they replaced.
  const begun = StackEvents.findIndex((event) => isDeletion(event) && event.PhysicalResourceId === event.StackId);
  return StackEvents.slice(0, begun)
    .filter(isDeletion)
    .map(({ ResourceType }) => ResourceType)
    .reverse();
}
