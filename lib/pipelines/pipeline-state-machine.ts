import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { check, claimName, DerivedRole, Permission, Problems } from '../core';
import * as perms from './perms';
import { PipelineExecutionTask, PipelineExecutionTaskProps } from './pipeline-execution-task';
import { executionArns, pipelineArns } from './private/pipeline-arns';

const NAME = /^[a-zA-Z0-9_-]{1,80}$/;

const WITHOUT_RESOURCES =
  'executions get their names at run time; the calls that deliver logs and traces know no resources';

/** Which pipeline a state machine starts, what it is called and how it is encrypted. */
export interface PipelineStateMachineProps extends PipelineExecutionTaskProps {
  /** Name of the state machine: 1 to 80 letters, digits, hyphens and underscores. Step Functions cannot change it. */
  readonly stateMachineName: string;

  /**
   * The key that encrypts the definition, the executions and the logs. Its policy must let CloudWatch Logs and its delivery use it,
   * as `KeyUse.logGroups()` and `KeyUse.logDelivery()` of a `foundation.DataKey` do.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
   */
  readonly encryptionKey: kms.IKeyRef;

  /**
   * How long an execution may take.
   *
   * @default - as long as Step Functions lets it, one year
   */
  readonly timeout?: Duration;

  /**
   * How long the log is kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Limit that no policy of the state machine's role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * A Step Functions state machine that starts a pipeline and waits until it ends: encrypted, logged and traced.
 *
 * Its role may start this pipeline and look at its executions, and nothing else in SageMaker. Where the pipeline is one state among
 * others, use `PipelineExecutionTask` in a state machine of your own.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export class PipelineStateMachine extends Construct {
  /** The state machine. */
  public readonly stateMachine: sfn.IStateMachine;

  /** The role that the state machine runs as. */
  public readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: PipelineStateMachineProps) {
    super(scope, id);

    const { stateMachineName, encryptionKey, timeout, logRetention } = props;
    check(this, (problems) => checkName(problems, stateMachineName));

    const { account, region } = Stack.of(this);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      encryptionKey,
      retention: logRetention ?? logs.RetentionDays.ONE_YEAR,
    });
    this.role = this.roleOf(props);
    const stateMachine = new sfn.StateMachine(this, 'Resource', {
      stateMachineName: claimName(this, 'state machine', `${account}/${region}`, stateMachineName),
      definitionBody: sfn.DefinitionBody.fromChainable(new PipelineExecutionTask(this, 'Run', props)),
      role: this.role,
      timeout,
      tracingEnabled: true,
      logs: { destination: logGroup, level: sfn.LogLevel.ALL },
    });

    // The CDK's own property would let any log delivery decrypt with the key.
    (stateMachine.node.defaultChild as sfn.CfnStateMachine).encryptionConfiguration = {
      type: 'CUSTOMER_MANAGED_KMS_KEY',
      kmsKeyId: encryptionKey.keyRef.keyArn,
    };
    this.stateMachine = stateMachine;
  }

  private roleOf(props: PipelineStateMachineProps): iam.IRole {
    const stack = Stack.of(this);
    const stateMachineArn = stack.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: props.stateMachineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });

    const { role } = new DerivedRole(this, 'Role', {
      description: `Starts a pipeline for the state machine ${props.stateMachineName}`,
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnEquals: { 'aws:SourceArn': stateMachineArn },
        },
      }),
      permissions: permissionsOf(props, stack, stateMachineArn),
      wildcardReason: WITHOUT_RESOURCES,
      permissionsBoundary: props.permissionsBoundary,
    });

    // The CDK would add the same again, in a policy of its own.
    return role.withoutPolicyUpdates();
  }
}

function permissionsOf(props: PipelineStateMachineProps, stack: Stack, stateMachineArn: string): Permission[] {
  const { pipeline, encryptionKey } = props;
  const keys = [encryptionKey.keyRef.keyArn];
  const logDelivery = stack.formatArn({
    service: 'logs',
    resource: '*',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });

  return [
    { actions: perms.START, resources: pipelineArns(pipeline) },
    { actions: perms.DESCRIBE_EXECUTIONS, resources: executionArns(pipeline) },
    { actions: [...perms.DELIVER_LOGS, ...perms.SEND_TRACES], resources: ['*'] },
    {
      actions: perms.USE_STATE_MACHINE_KEY,
      resources: keys,
      conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': stateMachineArn } },
    },
    {
      actions: perms.ENCRYPT_LOG_DELIVERY,
      resources: keys,
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': logDelivery } },
    },
  ];
}

function checkName(problems: Problems, stateMachineName: string): void {
  if (Token.isUnresolved(stateMachineName) || NAME.test(stateMachineName)) return;

  problems.add({
    code: 'NameMalformed',
    path: 'stateMachineName',
    got: `is "${stateMachineName}"`,
    wanted: 'the name of a state machine is 1 to 80 letters, digits, hyphens and underscores',
    remedy: 'choose a name of that form',
  });
}
