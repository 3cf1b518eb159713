import * as path from 'node:path';
import { CfnResource, CustomResource, Duration, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DerivedRole, WRITE_OWN_LOG } from '../../core';
import * as perms from '../perms';

const CODE = path.join(__dirname, '..', 'handlers', 'write-dags', 'bundle');

const WRITES_ONE_FOLDER =
  'DAGs come and go, so the files of earlier ones are not known by name; the folder belongs to this environment alone';

/** Why the function is not as the packs want one that customers call, by the names of the rules. */
const NOT_SERVING: Readonly<Record<string, readonly string[]>> = {
  'CloudFormation calls it once at a time, when a DAG changes; nothing else may call it': [
    'NIST.800.53.R5-LambdaConcurrency',
    'HIPAA.Security-LambdaConcurrency',
  ],
  'CloudFormation waits for its answer, so a call that fails is a deployment that fails and is rolled back': [
    'NIST.800.53.R5-LambdaDLQ',
    'HIPAA.Security-LambdaDLQ',
  ],
  'It writes to S3 and answers to a bucket of CloudFormation that the endpoints of a private network do not admit; it reaches nothing in a network':
    [
      'NIST.800.53.R5-LambdaInsideVPC',
      'HIPAA.Security-LambdaInsideVPC',
      'PCI.DSS.321-LambdaInsideVPC',
      'cdk-validator-cfnguard::lambda_inside_vpc_check',
    ],
};

/** Which files lie where. */
export interface WrittenDagsProps {
  readonly bucket: s3.IBucket;

  /** Folder of the bucket that nobody else writes to. */
  readonly folder: string;

  /** The texts of the DAGs, by the names of their files. */
  readonly dags: Record<string, string>;

  /** The key that encrypts what the writer logs. */
  readonly encryptionKey: kms.IKeyRef;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** DAGs as files of a bucket: CloudFormation has no resource for an object. One that is no longer listed is deleted. */
export class WrittenDags extends Construct {
  constructor(scope: Construct, id: string, props: WrittenDagsProps) {
    super(scope, id);

    const logGroup = new logs.LogGroup(this, 'Logs', {
      encryptionKey: props.encryptionKey,
      retention: logs.RetentionDays.ONE_YEAR,
    });
    const writer = new lambda.Function(this, 'Writer', {
      description: `Writes DAGs into ${props.folder}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(CODE),
      timeout: Duration.minutes(2),
      logGroup,
      role: this.roleOf(props, logGroup),
    });
    for (const [reason, ids] of Object.entries(NOT_SERVING)) {
      Validations.of(writer.node.defaultChild as CfnResource).acknowledge(...ids.map((id) => ({ id, reason })));
    }

    new CustomResource(this, 'Resource', {
      resourceType: 'Custom::AirflowDags',
      serviceToken: writer.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { Bucket: props.bucket.bucketName, Folder: props.folder, Dags: props.dags },
    });
  }

  private roleOf(props: WrittenDagsProps, logGroup: logs.ILogGroup): iam.IRole {
    const { bucket, folder, permissionsBoundary } = props;

    const { role } = new DerivedRole(this, 'Role', {
      description: `Writes DAGs into ${folder}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      permissions: [
        { actions: perms.WRITE_DAGS, resources: [bucket.arnForObjects(`${folder}/*`)] },
        { actions: WRITE_OWN_LOG, resources: [logGroup.logGroupArn] },
        ...(bucket.encryptionKey ? [{ actions: perms.ENCRYPT_OBJECTS, resources: [bucket.encryptionKey.keyArn] }] : []),
      ],
      wildcardReason: WRITES_ONE_FOLDER,
      permissionsBoundary,
    });

    return role.withoutPolicyUpdates();
  }
}
