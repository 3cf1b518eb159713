import { InvokeEndpointCommand, InvokeEndpointCommandInput, ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { isNamed, textOf } from '../sdk-errors';
import { TriedSample } from './expected';
import { Answer } from './mismatch';
import { SmokeTestFailed } from './smoke-test-failed';
import { hasTimeFor, Tester, timeIsUp } from './tester';

/** How often a request is sent that the service, not the model, leaves unanswered. */
const ATTEMPTS = 5;

/** The pause after the first of them, in milliseconds; each further pause is twice as long. */
const FIRST_PAUSE = 1_000;

/** Errors of the service that pass by themselves. */
const PASSING = [
  'InternalDependencyException',
  'InternalFailure',
  'ModelNotReadyException',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
];

/** How an endpoint answers a sample. A refusal is an answer; a failure of the service is tried again as long as there is time. */
export async function answerTo(tester: Tester, endpointName: string, sample: TriedSample): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await answerOnce(tester, endpointName, sample);
    } catch (error) {
      const pause = FIRST_PAUSE * 2 ** (attempt - 1);
      if (!isNamed(error, ...PASSING) || attempt === ATTEMPTS || !hasTimeFor(tester, pause)) {
        throw new SmokeTestFailed(
          isNamed(error, 'AbortError')
            ? 'no answer, and the time is up'
            : `SageMaker does not answer: ${textOf(error)}`,
        );
      }

      tester.log('WARN', 'SageMaker does not answer now', { sample: sample.name, attempt, error: textOf(error) });
      await tester.pause(pause);
    }
  }
}

async function answerOnce(tester: Tester, endpointName: string, sample: TriedSample): Promise<Answer> {
  const input: InvokeEndpointCommandInput = {
    EndpointName: endpointName,
    ContentType: sample.contentType,
    Accept: sample.accept,
    Body: Buffer.from(sample.body),
    ...sample.target,
  };
  const begin = tester.now();

  const { status, body } = await tester.runtime
    .send(new InvokeEndpointCommand(input), { abortSignal: timeIsUp(tester) })
    .then(
      ({ Body }) => ({ status: 200, body: Buffer.from(Body ?? []).toString('utf8') }),
      (error: unknown) => refusal(error),
    );
  return { status, body, milliseconds: tester.now() - begin };
}

/** What the model, or SageMaker on its behalf, answers to a request that it does not take. Other errors are none of its answers. */
function refusal(error: unknown): Omit<Answer, 'milliseconds'> {
  if (isNamed(error, 'ModelError')) {
    const { OriginalStatusCode: status = 500, OriginalMessage: body = textOf(error) } = error as ModelError;
    return { status, body };
  }
  if (isNamed(error, 'ValidationError')) return { status: 400, body: textOf(error) };

  throw error;
}
