import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { deployment, foundation, observability } from 'governed-ml';

const { DataCapture, DeploymentVerifier, ModelEndpoint, Percent } = deployment;

/** What an example wishes of an endpoint beside its variants. */
export interface EndpointWishes {
  readonly shadowVariant?: deployment.ProductionVariant;
  readonly strategy?: deployment.DeploymentStrategy;
  readonly stage?: deployment.EndpointStage;
  readonly health?: deployment.EndpointHealth;
  readonly asynchronous?: deployment.AsyncInference;
  readonly explainability?: deployment.OnlineExplainability;

  /** Whether requests and answers are kept; not every way to serve a model can. */
  readonly captured?: boolean;

  /** Whether the endpoint stands in the team's network; serverless ones cannot. */
  readonly inNetwork?: boolean;

  /** Whether deployments are verified; of an endpoint that is deleted each night they are not. */
  readonly verified?: boolean;
}

/** What every endpoint of a team stands on: a key, a bucket, a network, alerts, and who verifies deployments. */
export class Hosting extends Stack {
  public readonly bucket: s3.IBucket;
  public readonly dataKey: foundation.DataKey;
  public readonly alerts: sns.ITopic;
  public readonly functions: deployment.FunctionEnvironment;

  private readonly network: foundation.INetwork;
  private readonly verifier: deployment.DeploymentVerifier;

  constructor(scope: Construct, id: string, props: StackProps & { readonly team: string }) {
    super(scope, id, props);

    const { team } = props;
    this.dataKey = new foundation.DataKey(this, 'Key', {
      alias: `acme-${team}`,
      description: 'Encrypts models, volumes, captured requests and logs of the endpoints',
      serviceUses: [foundation.KeyUse.logGroups(), foundation.KeyUse.logDelivery([this.account])],
    });
    const accessLogs = new foundation.AccessLogBucket(this, 'AccessLogs', { bucketName: `acme-${team}-access-logs` });
    this.bucket = new foundation.DataBucket(this, 'Data', {
      bucketName: `acme-${team}-data`,
      encryptionKey: this.dataKey.key,
      accessLogBucket: accessLogs.bucket,
    }).bucket;
    this.network = new foundation.AdoptedNetwork(this, 'Network', {
      vpcId: 'vpc-0a1b2c3d4e5f67890',
      cidr: '10.8.0.0/16',
      subnets: [
        { subnetId: 'subnet-0a1b2c3d4e5f6789a', routeTableId: 'rtb-0a1b2c3d4e5f6789a', availabilityZone: 'eu-west-1a' },
        { subnetId: 'subnet-0a1b2c3d4e5f6789b', routeTableId: 'rtb-0a1b2c3d4e5f6789b', availabilityZone: 'eu-west-1b' },
      ],
      existingEndpoints: foundation.EndpointService.all(),
      perimeter: foundation.TrustedPerimeter.accounts([this.account]),
    });
    const alerts = new observability.AlertTopic(this, 'Alerts', {
      topicName: `acme-${team}-alerts`,
      key: this.dataKey.key,
      emails: ['ml-on-call@acme.example'],
    });
    this.alerts = alerts.topic;
    this.functions = {
      subnets: this.network.subnets,
      securityGroups: [this.network.securityGroup],
      encryptionKey: this.dataKey.key,
      alarmActions: [alerts.alarmAction],
    };
    this.verifier = new DeploymentVerifier(this, 'Verifier', { environment: this.functions });
  }

  /** An endpoint of the team: in its network, under its key, verified, and captured unless that is impossible. */
  public endpoint(
    name: string,
    variants: deployment.ProductionVariant[],
    { captured = true, inNetwork = true, verified = true, ...wished }: EndpointWishes = {},
  ): deployment.ModelEndpoint {
    const { subnets, securityGroups, alarmActions } = this.functions;

    return new ModelEndpoint(this, name, {
      endpointName: `acme-${name}`,
      variants,
      ...(inNetwork ? { subnets, securityGroups } : {}),
      volumeKey: this.dataKey.key,
      alarmActions,
      dataCapture: captured ? this.capture(name) : undefined,
      verifier: verified ? this.verifier : undefined,
      ...wished,
    });
  }

  /** Where a team's models lie. */
  public modelUrl(path: string): string {
    return `s3://${this.bucket.bucketName}/models/${path}`;
  }

  private capture(name: string): deployment.DataCapture {
    return DataCapture.toBucket({
      bucket: this.bucket,
      prefix: `capture/${name}/`,
      key: this.dataKey.key,
      share: Percent.of(20),
      retention: Duration.days(90),
    });
  }
}
