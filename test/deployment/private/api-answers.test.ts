import { INTEGRATION_RESPONSES, METHOD_RESPONSES } from '../../../lib/deployment/private/api-answers';

test.each([
  ['200', '200'],
  ['400', '400'],
  ['403', '502'],
  ['404', '502'],
  ['413', '413'],
  ['424', '502'],
  ['429', '429'],
  ['500', '502'],
  ['503', '503'],
  ['530', '502'],
])('a %s of SageMaker is answered with %s', (status, answered) => {
  const answers = INTEGRATION_RESPONSES.filter(({ selectionPattern }) => {
    return selectionPattern !== undefined && new RegExp(`^(${selectionPattern})$`).test(status);
  });

  const [answer = INTEGRATION_RESPONSES.find(({ selectionPattern }) => selectionPattern === undefined), ...others] =
    answers;

  expect(answer?.statusCode).toBe(answered);
  expect(others).toEqual([]);
});

test('an answer comes with its type and with the variant that gave it', () => {
  const answer = INTEGRATION_RESPONSES.find(({ statusCode }) => statusCode === '200');

  expect(answer?.responseParameters).toEqual({
    'method.response.header.Content-Type': 'integration.response.header.Content-Type',
    'method.response.header.X-Amzn-Invoked-Production-Variant':
      'integration.response.header.X-Amzn-Invoked-Production-Variant',
  });
  expect(answer?.responseTemplates).toBeUndefined();
});

test.each([
  ['400', '429', "$input.path('$.message').toString().startsWith('Rate exceeded')"],
  ['424', '400', "$input.path('$.OriginalStatusCode').toString().startsWith('4')"],
])('a %s may turn out as %s by what SageMaker says', (pattern, status, condition) => {
  const answer = INTEGRATION_RESPONSES.find(({ selectionPattern }) => selectionPattern === pattern);

  const template = answer?.responseTemplates?.['application/json'];

  expect(template?.split('\n').slice(0, 2)).toEqual([
    `#if(${condition})`,
    `#set($context.responseOverride.status = ${status})`,
  ]);
});

test('a failure is told without details, and every status of an answer is one of the method', () => {
  const failures = INTEGRATION_RESPONSES.filter(({ statusCode }) => statusCode !== '200');
  const templates = failures.map(({ responseTemplates }) => responseTemplates?.['application/json'] ?? '');

  const bodies = templates.flatMap((template) => template.split('\n').filter((line) => line.startsWith('{')));

  expect(bodies).toHaveLength(8);
  for (const body of bodies) {
    expect(JSON.parse(body)).toEqual({ message: expect.any(String) as string, requestId: '$context.requestId' });
  }
  const statuses = INTEGRATION_RESPONSES.map(({ statusCode }) => statusCode);
  expect(METHOD_RESPONSES.map(({ statusCode }) => statusCode).sort()).toEqual([...new Set(statuses)].sort());
});
