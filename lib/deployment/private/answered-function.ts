import { CfnResource, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { DerivedRole, WRITE_OWN_LOG } from '../../core';
import * as perms from '../perms';

/** Why what stands between is not as the packs want a function that customers call, by the names of the rules. */
const NOT_SERVING: Readonly<Record<string, readonly string[]>> = {
  'CloudFormation calls it once at a time, when an endpoint changes; nothing else may call it': [
    'NIST.800.53.R5-LambdaConcurrency',
    'HIPAA.Security-LambdaConcurrency',
  ],
  'CloudFormation waits for its answer, so a call that fails is a deployment that fails and is rolled back': [
    'NIST.800.53.R5-LambdaDLQ',
    'HIPAA.Security-LambdaDLQ',
  ],
  'It answers to a bucket of CloudFormation that the endpoints of a private network do not admit; the work is done in the network, by the function that it calls':
    [
      'NIST.800.53.R5-LambdaInsideVPC',
      'HIPAA.Security-LambdaInsideVPC',
      'PCI.DSS.321-LambdaInsideVPC',
      'cdk-validator-cfnguard::lambda_inside_vpc_check',
    ],
};

/** Which function CloudFormation calls. */
export interface AnsweredFunctionProps {
  readonly resource: lambda.IFunction;

  /** What is done for CloudFormation, as a sentence without a full stop. */
  readonly description: string;

  /** The key that encrypts the log and the settings. */
  readonly encryptionKey: kms.IKeyRef;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * Lets CloudFormation call a function in a private network and get its answer. CDK's own framework stands between them, outside
 * the network: it calls the function, waits and answers.
 */
export class AnsweredFunction extends Construct {
  /** What a custom resource names as its service. */
  public readonly serviceToken: string;

  constructor(scope: Construct, id: string, props: AnsweredFunctionProps) {
    super(scope, id);

    const logGroup = new logs.LogGroup(this, 'Logs', {
      encryptionKey: props.encryptionKey,
      retention: logs.RetentionDays.ONE_YEAR,
    });
    const provider = new Provider(this, 'Provider', {
      onEventHandler: props.resource,
      frameworkOnEventRole: this.roleOf(props, logGroup),
      logGroup,
      providerFunctionEnvEncryption: props.encryptionKey,
    });
    this.serviceToken = provider.serviceToken;

    for (const part of provider.node.findAll().filter((each) => each instanceof lambda.CfnFunction)) {
      acknowledge(part);
    }
  }

  private roleOf(props: AnsweredFunctionProps, logGroup: logs.ILogGroup): iam.IRole {
    const { role } = new DerivedRole(this, 'Role', {
      description: `${props.description}: calls the function and answers CloudFormation`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      permissions: [
        { actions: perms.CALL_FUNCTION, resources: [props.resource.functionArn] },
        { actions: WRITE_OWN_LOG, resources: [logGroup.logGroupArn] },
        { actions: ['kms:Decrypt'], resources: [props.encryptionKey.keyRef.keyArn] },
      ],
      permissionsBoundary: props.permissionsBoundary,
    });

    // The role has all it needs; grants of the CDK would come on top, for every version of the function.
    return role.withoutPolicyUpdates();
  }
}

function acknowledge(resource: CfnResource): void {
  for (const [reason, ids] of Object.entries(NOT_SERVING)) {
    Validations.of(resource).acknowledge(...ids.map((id) => ({ id, reason })));
  }
}
