import { TriedSample } from '../../../../lib/deployment/handlers/run-smoke-test/expected';
import { Request } from '../../../../lib/deployment/handlers/run-smoke-test/smoke-test';
import { Tester } from '../../../../lib/deployment/handlers/run-smoke-test/tester';

export const CONFIGURATION = 'abalone-2';

/** How long each request takes, in milliseconds. */
export const DURATION = 40;

/** A call of the handler: the operation, and what it was asked. */
export type Call = readonly [operation: string, input: Record<string, unknown>];

/** What SageMaker answers to each operation, one after another and the last for ever: results or errors. */
export type Answers = Readonly<Record<string, readonly unknown[]>>;

/** A tester before a SageMaker that answers as told, and what both of them saw and said. */
export interface WatchedTester extends Tester {
  readonly calls: Call[];
  readonly pauses: number[];
  readonly lines: unknown[][];
}

export const IN_SERVICE = { EndpointStatus: 'InService', EndpointConfigName: CONFIGURATION };

/** A tester with so many milliseconds; pauses and requests take them up. */
export function testerWith(answers: Answers, time = 300_000): WatchedTester {
  const calls: Call[] = [];
  const pauses: number[] = [];
  const lines: unknown[][] = [];
  let clock = 0;
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const before = calls.filter(([name]) => name === operation).length;
    calls.push([operation, command.input]);
    clock += operation === 'InvokeEndpoint' ? DURATION : 0;
    const results = answers[operation] ?? [operation === 'DescribeEndpoint' ? IN_SERVICE : answered('{}')];
    const result = results[Math.min(before, results.length - 1)];
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  };

  return {
    calls,
    pauses,
    lines,
    sagemaker: { send: send as Tester['sagemaker']['send'] },
    runtime: { send: send as Tester['runtime']['send'] },
    log: (...line) => lines.push(line),
    now: () => clock,
    remaining: () => time - clock,
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      clock += milliseconds;
      return Promise.resolve();
    },
  };
}

/** A request to try the samples on a new configuration. */
export function requestOf(samples: readonly TriedSample[], wished: Partial<Request> = {}): Request {
  return {
    RequestType: 'Create',
    ResourceProperties: {
      EndpointName: 'abalone',
      ConfigurationName: CONFIGURATION,
      Samples: JSON.stringify(samples),
    },
    ...wished,
  };
}

/** A sample as wished. */
export function sample(wished: Partial<TriedSample> = {}): TriedSample {
  return { name: 'young', contentType: 'text/csv', body: '0.4,0.3', target: {}, expected: [], ...wished };
}

/** A successful answer. */
export function answered(body: string): object {
  return { Body: Buffer.from(body) };
}

/** An error as the SDK throws it. */
export function errorNamed(name: string, message = 'as SageMaker says', facts: object = {}): Error {
  return Object.assign(new Error(message), { name, ...facts });
}
