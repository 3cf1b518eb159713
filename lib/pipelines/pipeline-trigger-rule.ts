import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, deadLettersOf, DerivedRole, Problems } from '../core';
import * as perms from './perms';
import { PipelineDefinition } from './pipeline-definition';
import { PipelineStart } from './pipeline-start';
import { PipelineTrigger } from './pipeline-trigger';
import { knownDefinition } from './private/known-definition';
import { checkParameterNames } from './private/parameter-values';
import { pipelineArns } from './private/pipeline-arns';
import {
  argumentsBesideParameters,
  checkStart,
  checkStartComplete,
  checkWithoutSchedule,
  declaredParameters,
  startParameters,
} from './private/start-arguments';
import { checkDelivery, StartDeliveryOptions } from './start-delivery';

/** Where in an event a value stands: EventBridge takes the whole value from one place. */
const EVENT_PATH = /^\$(\.[A-Za-z0-9_-]+|\[\d+\])+$/;

/** With what a pipeline starts when something happens. */
export interface PipelineTriggerOptions extends StartDeliveryOptions {
  /**
   * What each run is started with: parameters alone, because EventBridge passes nothing else.
   *
   * @default - the defaults of the pipeline's parameters
   */
  readonly start?: PipelineStart;

  /**
   * Parameters whose values stand in the event, by name: where they stand, as `$.detail.object.key`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
   */
  readonly parametersFromEvent?: Record<string, string>;

  /**
   * The bus that the events come on.
   *
   * @default - the default bus, which AWS services send their events to
   */
  readonly eventBus?: events.IEventBusRef;

  /**
   * Whether events start the pipeline; a rule that is switched off keeps its settings.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * What the rule is for.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** Which pipeline starts when what happens, and with what. */
export interface PipelineTriggerRuleProps extends PipelineTriggerOptions {
  /** What makes the pipeline start. */
  readonly trigger: PipelineTrigger;

  /** The pipeline, maybe one that is defined elsewhere, of the same account and region. */
  readonly pipeline: sagemaker.IPipeline;

  /**
   * What the pipeline does; what a run is started with is checked against it.
   *
   * @default - that of the `Pipeline`; parameters and steps of a pipeline that is defined elsewhere are not known, so not checked
   */
  readonly definition?: PipelineDefinition;
}

/**
 * Starts a pipeline when something happens.
 *
 * A role that may start this pipeline alone makes the starts. A start that SageMaker does not take is tried again, and ends
 * up in a queue when all tries were in vain. EventBridge may deliver an event twice; a second run then does the same again.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html
 */
export class PipelineTriggerRule extends Construct {
  /** The rule. */
  public readonly rule: events.IRule;

  /** The queue for starts that were tried in vain. */
  public readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: PipelineTriggerRuleProps) {
    super(scope, id);

    check(this, (problems) => checkTriggerRule(problems, props));

    this.deadLetterQueue = deadLettersOf(this, props.deadLetterQueue);
    const target = this.targetOf(props);
    const rule = new events.Rule(this, 'Resource', {
      description: props.description,
      enabled: props.enabled,
      eventBus: props.eventBus,
      eventPattern: props.trigger._pattern,
      targets: [{ bind: () => target }],
    });
    // The CDK's targets have no place for the parameters of a pipeline.
    (rule.node.defaultChild as events.CfnRule).addPropertyOverride('Targets.0.SageMakerPipelineParameters', {
      PipelineParameterList: parameterList(props),
    });
    this.admitToDeadLetters(rule);

    this.rule = rule;
  }

  private targetOf(props: PipelineTriggerRuleProps): events.RuleTargetConfig {
    const { pipeline, maxEventAge, retryAttempts, permissionsBoundary } = props;
    const { account } = Stack.of(this);
    const { role } = new DerivedRole(this, 'Role', {
      description: 'Starts a pipeline when something happens',
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      permissions: [{ actions: perms.START, resources: pipelineArns(pipeline) }],
      permissionsBoundary,
    });

    return {
      arn: pipeline.pipelineArn,
      role,
      deadLetterConfig: { arn: this.deadLetterQueue.queueArn },
      retryPolicy: {
        maximumEventAgeInSeconds: maxEventAge?.toSeconds(),
        maximumRetryAttempts: retryAttempts,
      },
    };
  }

  /** EventBridge sends what it could not deliver as itself, not as the role. */
  private admitToDeadLetters(rule: events.IRule): void {
    const { deadLetterQueue: queue } = this;
    const { account } = Stack.of(this);
    const eventBridge = new iam.ServicePrincipal('events.amazonaws.com');
    const forThisAccount = eventBridge.withConditions({ StringEquals: { 'aws:SourceAccount': account } });
    const admission = queue.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['sqs:SendMessage'],
        principals: [eventBridge],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
    queue.encryptionMasterKey?.grant(forThisAccount, ...perms.USE_QUEUE_KEY);
    if (admission.statementAdded) return;

    Annotations.of(this).addWarningV2(
      'governed-ml:pipelines.queuePolicyElsewhere',
      `the policy of the dead-letter queue of ${this.node.path} is written elsewhere; admit events.amazonaws.com there to sqs:SendMessage, and to kms:Decrypt and kms:GenerateDataKey of its key`,
    );
  }
}

function parameterList({ start = {}, parametersFromEvent = {} }: PipelineTriggerRuleProps): object[] {
  return startParameters({ parameters: { ...start.parameters, ...parametersFromEvent } }).map(({ name, value }) => ({
    Name: name,
    Value: value,
  }));
}

function checkTriggerRule(problems: Problems, props: PipelineTriggerRuleProps): void {
  const { start = {}, parametersFromEvent = {} } = props;
  const definition = knownDefinition(props.pipeline, props.definition);
  const fixed = Object.keys(start.parameters ?? {});
  const taken = Object.keys(parametersFromEvent);

  checkDelivery(problems, props);
  for (const argument of argumentsBesideParameters(start)) {
    problems.add({
      code: 'StartArgumentUnsupported',
      path: `start.${argument}`,
      got: 'is given',
      wanted: 'a rule of EventBridge passes parameters only',
      remedy: 'leave it out, or let the rule start a state machine that starts the pipeline',
    });
  }
  checkWithoutSchedule(problems, { parameters: start.parameters });
  for (const [name, text] of Object.entries(start.parameters ?? {})) checkNoEventPath(problems, name, text);
  checkStart(problems, { parameters: start.parameters }, definition);
  if (definition) checkParameterNames(problems, 'parametersFromEvent', taken, declaredParameters(definition));
  for (const name of taken) checkEventPath(problems, name, parametersFromEvent[name]);
  for (const name of taken.filter((candidate) => fixed.includes(candidate))) {
    problems.add({
      code: 'ParameterValueGivenTwice',
      path: `parametersFromEvent.${name}`,
      got: 'is given beside start.parameters',
      wanted: 'a parameter has one value',
      remedy: 'leave out one of the two',
    });
  }
  checkStartComplete(problems, [...fixed, ...taken], definition);
}

function checkEventPath(problems: Problems, name: string, path: string): void {
  if (Token.isUnresolved(path) || EVENT_PATH.test(path)) return;

  problems.add({
    code: 'EventPathMalformed',
    path: `parametersFromEvent.${name}`,
    got: `is "${path}"`,
    wanted: 'EventBridge takes a whole value from one place of the event',
    remedy: 'write the place, as "$.detail.object.key", and put texts together in the definition of the pipeline',
  });
}

/** EventBridge knows no fixed text that begins like a place. */
function checkNoEventPath(problems: Problems, name: string, text: string): void {
  if (!text.startsWith('$.')) return;

  problems.add({
    code: 'ParameterValueFromEvent',
    path: `start.parameters.${name}`,
    got: `is "${text}"`,
    wanted: 'EventBridge reads it as a place of the event',
    remedy: 'give it in parametersFromEvent',
  });
}
