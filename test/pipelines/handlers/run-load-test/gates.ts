import { createHash } from 'node:crypto';
import { Gate } from '../../../../lib/pipelines/handlers/run-load-test/gate';
import { QueueEvent } from '../../../../lib/pipelines/handlers/run-load-test/messages';

export const TOKEN = 'Ab12Cd34Ef';
export const JOB_NAME = `team-latency-${hashOf(TOKEN).slice(0, 32)}`;
export const MODEL_PACKAGE_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/7';
export const EXECUTION_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:pipeline/abalone/execution/a1b2c3';

/** The last time that a message is taken while its test may still run. */
export const LAST_RECEIPT = 36;

/** A call of the handler: the operation, and what it was asked. */
export type Call = readonly [operation: string, input: Record<string, unknown>];

/** What SageMaker answers to each operation: a result or an error; to one that is not listed, nothing in particular. */
export type Answers = Readonly<Record<string, unknown>>;

/** A gate before a SageMaker that answers as told, and what both of them saw and said. */
export interface WatchedGate extends Gate {
  readonly calls: Call[];
  readonly lines: unknown[][];
}

export function gateWith(answers: Answers): WatchedGate {
  const calls: Call[] = [];
  const lines: unknown[][] = [];
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    calls.push([operation, command.input]);
    const result = answers[operation] ?? {};
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  };

  return {
    calls,
    lines,
    client: { send: send as Gate['client']['send'] },
    log: (...line) => lines.push(line),
    settings: {
      jobNamePrefix: 'team-latency',
      mostReceipts: LAST_RECEIPT,
      waitMinutes: 180,
      job: {
        JobType: 'Advanced',
        RoleArn: 'arn:aws:iam::111111111111:role/acme-jobs',
        InputConfig: { EndpointConfigurations: [{ InstanceType: 'ml.m5.large' }] },
      },
    },
  };
}

/** An event with one message of a step, as wished. */
export function eventOf(wished: Readonly<Record<string, unknown>> = {}, receipt = 2): QueueEvent {
  const message = {
    token: TOKEN,
    pipelineExecutionArn: EXECUTION_ARN,
    status: 'Executing',
    arguments: {
      modelPackageArn: MODEL_PACKAGE_ARN,
      maxLatencyMilliseconds: '100',
      minInvocationsPerMinute: 600,
    },
    ...wished,
  };

  return eventWith(JSON.stringify(message), receipt);
}

/** An event with one message of any text. */
export function eventWith(body: string, receipt = 1): QueueEvent {
  return { Records: [{ messageId: 'message-1', body, attributes: { ApproximateReceiveCount: `${receipt}` } }] };
}

/** A job that has ended with the given figures. */
export function completed(MaxInvocations?: number, ModelLatency?: number): object {
  return {
    JobName: JOB_NAME,
    Status: 'COMPLETED',
    InferenceRecommendations: [{ Metrics: { MaxInvocations, ModelLatency } }],
  };
}

/** An error as the SDK throws it. */
export function errorNamed(name: string, message = 'as SageMaker says'): Error {
  return Object.assign(new Error(message), { name });
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
