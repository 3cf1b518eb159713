import { IntegrationResponse, MethodResponse } from 'aws-cdk-lib/aws-apigateway';

/** Which variant answered, beside the answer. */
const VARIANT_HEADER = 'X-Amzn-Invoked-Production-Variant';

const ANSWERED = '200';
const UNDECIDED = '502';

/** What callers are told of a failure; what SageMaker says of it names logs and accounts, and stays inside. */
interface Failure {
  /** The statuses of SageMaker, as a regular expression. Without one: all that no other failure takes. */
  readonly pattern?: string;
  readonly status: string;
  readonly message: string;

  /** Another status and text, where SageMaker's answer has a text in a field. */
  readonly unless?: {
    readonly field: string;
    readonly beginsWith: string;
    readonly status: string;
    readonly message: string;
  };
}

const TOO_BUSY = 'too many requests, try again later';
const REFUSED = 'the model refuses the request';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const FAILURES: readonly Failure[] = [
  {
    pattern: '400',
    status: '400',
    message: 'the endpoint refuses the request',
    // SageMaker throttles with the status of a malformed request.
    unless: { field: '$.message', beginsWith: 'Rate exceeded', status: '429', message: TOO_BUSY },
  },
  { pattern: '413', status: '413', message: 'the request is too large' },
  {
    // The container answered with an error of its own, which it may have found in the request.
    pattern: '424',
    status: UNDECIDED,
    message: 'the model fails',
    unless: { field: '$.OriginalStatusCode', beginsWith: '4', status: '400', message: REFUSED },
  },
  { pattern: '429', status: '429', message: TOO_BUSY },
  { pattern: '503', status: '503', message: 'the endpoint is not available, try again later' },
  { status: UNDECIDED, message: 'the endpoint cannot answer' },
];

/** How answers of SageMaker become those of the API: success alone is 200, and what nobody foresaw is a failure. */
export const INTEGRATION_RESPONSES: IntegrationResponse[] = [
  {
    selectionPattern: '2\\d{2}',
    statusCode: ANSWERED,
    responseParameters: {
      'method.response.header.Content-Type': 'integration.response.header.Content-Type',
      [`method.response.header.${VARIANT_HEADER}`]: `integration.response.header.${VARIANT_HEADER}`,
    },
  },
  ...FAILURES.map((failure) => ({
    selectionPattern: failure.pattern,
    statusCode: failure.status,
    responseTemplates: { 'application/json': templateOf(failure) },
  })),
];

/** Every status that the method may answer with. */
export const METHOD_RESPONSES: MethodResponse[] = [
  {
    statusCode: ANSWERED,
    responseParameters: {
      'method.response.header.Content-Type': true,
      [`method.response.header.${VARIANT_HEADER}`]: true,
    },
  },
  ...[...new Set(FAILURES.map(({ status }) => status))].map((statusCode) => ({ statusCode })),
];

function templateOf({ message, unless }: Failure): string {
  if (unless === undefined) return bodyOf(message);

  const condition = `$input.path('${unless.field}').toString().startsWith('${unless.beginsWith}')`;
  return [
    `#if(${condition})`,
    `#set($context.responseOverride.status = ${unless.status})`,
    bodyOf(unless.message),
    '#else',
    bodyOf(message),
    '#end',
  ].join('\n');
}

function bodyOf(message: string): string {
  return JSON.stringify({ message, requestId: '$context.requestId' });
}
