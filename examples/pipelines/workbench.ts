import * as path from 'node:path';
import { Duration, Stack, StackProps, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { foundation, pipelines, registry, security } from 'governed-ml';

const { Activity, Persona } = security;

/** What Lambda needs to attach a function to a network, and a function to write its log. */
const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const LOG_EVENTS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

const NAMED_AT_RUN_TIME =
  'Pipelines name what they make when they run, and Lambda its network interfaces when it makes them';

/** What every pipeline of a team stands on: a key, a bucket, a network, and what jobs run in. */
export class Workbench extends Stack {
  public readonly bucket: s3.IBucket;
  public readonly dataKey: foundation.DataKey;
  public readonly network: foundation.INetwork;

  private readonly team: string;

  constructor(scope: Construct, id: string, props: StackProps & { readonly team: string }) {
    super(scope, id, props);

    this.team = props.team;
    this.dataKey = new foundation.DataKey(this, 'Key', {
      alias: props.team,
      description: `Encrypts the data, models, job volumes and logs of ${props.team}`,
      serviceUses: [foundation.KeyUse.logGroups(), foundation.KeyUse.logDelivery([this.account])],
    });
    const accessLogs = new foundation.AccessLogBucket(this, 'AccessLogs', { bucketName: `${props.team}-access-logs` });
    this.bucket = new foundation.DataBucket(this, 'Data', {
      bucketName: `${props.team}-data`,
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
  }

  /** What the jobs of a project run in: a role that reads and writes its prefix, runs its images and reads its scripts. */
  public environmentOf(
    project: string,
    images: pipelines.ContainerImage[],
    scripts: Asset[],
  ): pipelines.JobEnvironment {
    const { key } = this.dataKey;
    const place = { subnets: this.network.subnets, securityGroups: [this.network.securityGroup] };
    const { role } = new security.ExecutionRole(this, `${project}-jobs`, {
      roleName: `${this.team}-${project}-jobs`,
      description: `Jobs of the project ${project}`,
      activities: Persona.jobs({
        data: [
          Activity.readObjects(this.bucket, { prefix: `${project}/` }),
          Activity.writeObjects(this.bucket, { prefix: `${project}/` }),
          ...scripts.map((script) => Activity.readObjects(script.bucket, { prefix: script.s3ObjectKey })),
          Activity.useKey(key),
        ],
        repositoryArns: images.map((image) => image.repositoryArn(this)),
        network: place,
      }).activities,
    });

    return { role, ...place, volumeKey: key, outputKeyArn: key.keyArn };
  }

  /** Where a project keeps its files. */
  public s3Uri(project: string, folder: string): string {
    return `s3://${this.bucket.bucketName}/${project}/${folder}`;
  }

  /** The group that a project registers its models in. */
  public modelPackageGroup(project: string): registry.ModelPackageGroup {
    return new registry.ModelPackageGroup(this, `${project}-models`, {
      modelPackageGroupName: `${this.team}-${project}`,
    });
  }

  /** A function of the folder beside this file, in the network, allowed what is listed. */
  public function(id: string, folder: string, ...allowed: iam.PolicyStatement[]): lambda.Function {
    const logGroup = new logs.LogGroup(this, `${id}Logs`, {
      encryptionKey: this.dataKey.key,
      retention: logs.RetentionDays.ONE_YEAR,
    });
    const deadLetterQueue = new sqs.Queue(this, `${id}DeadLetters`, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // What SQS does anyway, said aloud: Control Tower tells a queue for dead letters by it.
      redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL },
    });
    const statements = [
      ...allowed,
      new iam.PolicyStatement({ actions: NETWORK_INTERFACES, resources: ['*'] }),
      new iam.PolicyStatement({ actions: LOG_EVENTS, resources: [logGroup.logGroupArn] }),
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetterQueue.queueArn] }),
    ];
    const policy = new iam.ManagedPolicy(this, `${id}Policy`, { statements });
    const wildcards = statements.flatMap(({ resources }) => resources).filter((arn) => arn.includes('*'));
    Validations.of(policy).acknowledge(
      ...wildcards.map((arn) => ({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason: NAMED_AT_RUN_TIME })),
    );

    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, folder)),
      timeout: Duration.minutes(1),
      reservedConcurrentExecutions: 2,
      deadLetterQueue,
      logGroup,
      vpc: this.network.vpc,
      vpcSubnets: { subnets: this.network.subnets },
      securityGroups: [this.network.securityGroup],
      // The policy says it all; what the CDK would add stays out.
      role: new iam.Role(this, `${id}Role`, {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
        managedPolicies: [policy],
      }).withoutPolicyUpdates(),
    });
  }
}
