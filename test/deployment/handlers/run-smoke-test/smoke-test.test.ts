import { runSmokeTest } from '../../../../lib/deployment/handlers/run-smoke-test/smoke-test';
import { answered, CONFIGURATION, errorNamed, IN_SERVICE, requestOf, sample, testerWith } from './testers';

const UPDATING = { EndpointStatus: 'Updating', EndpointConfigName: 'abalone-1' };

test('samples that are answered as expected let the deployment go on', async () => {
  const tester = testerWith({ InvokeEndpoint: [answered('9')] });
  const tried = sample({ accept: 'text/csv', target: { TargetVariant: 'Challenger' } });

  const response = await runSmokeTest(requestOf([tried]), tester);

  expect(response).toEqual({ PhysicalResourceId: expect.stringMatching(/^smoke-test-[0-9a-f]{32}$/) as string });
  expect(tester.calls).toEqual([
    ['DescribeEndpoint', { EndpointName: 'abalone' }],
    [
      'InvokeEndpoint',
      {
        EndpointName: 'abalone',
        ContentType: 'text/csv',
        Accept: 'text/csv',
        Body: Buffer.from('0.4,0.3'),
        TargetVariant: 'Challenger',
      },
    ],
  ]);
});

test('every sample is tried, and every mismatch told', async () => {
  const tester = testerWith({ InvokeEndpoint: [answered('9'), answered('8')] });
  const samples = ['young', 'old'].map((name) => sample({ name, expected: [{ kind: 'json', value: 7 }] }));

  const tested = runSmokeTest(requestOf(samples), tester);

  await expect(tested).rejects.toThrow('young: 9 is not 7; old: 8 is not 7');
  expect(tester.lines).toEqual([
    ['ERROR', 'the sample fails', { endpointName: 'abalone', sample: 'young', faults: ['9 is not 7'] }],
    ['ERROR', 'the sample fails', { endpointName: 'abalone', sample: 'old', faults: ['8 is not 7'] }],
  ]);
});

test.each([
  ['a model that is throttled', 'ThrottlingException'],
  ['a model that is being loaded', 'ModelNotReadyException'],
  ['a service that fails', 'ServiceUnavailable'],
])('%s is asked again, with growing pauses', async (_what, name) => {
  const tester = testerWith({ InvokeEndpoint: [errorNamed(name), errorNamed(name), answered('9')] });

  const response = await runSmokeTest(requestOf([sample()]), tester);

  expect(response.PhysicalResourceId).toBeDefined();
  expect(tester.pauses).toEqual([1_000, 2_000]);
});

test('a service that keeps failing is given up after five requests', async () => {
  const tester = testerWith({ InvokeEndpoint: [errorNamed('ThrottlingException', 'Rate exceeded')] });

  const tested = runSmokeTest(requestOf([sample()]), tester);

  await expect(tested).rejects.toThrow('young: SageMaker does not answer: Rate exceeded');
  expect(tester.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test('an error that does not pass is told at once', async () => {
  const tester = testerWith({ InvokeEndpoint: [errorNamed('AccessDeniedException', 'not authorized')] });

  const tested = runSmokeTest(requestOf([sample()]), tester);

  await expect(tested).rejects.toThrow('young: SageMaker does not answer: not authorized');
  expect(tester.pauses).toEqual([]);
});

test('an answer that comes too late is told as such', async () => {
  const tester = testerWith({ InvokeEndpoint: [errorNamed('AbortError', 'Request aborted')] });

  const tested = runSmokeTest(requestOf([sample()]), tester);

  await expect(tested).rejects.toThrow('young: no answer, and the time is up');
});

test.each([
  [
    errorNamed('ModelError', 'see the log', { OriginalStatusCode: 422, OriginalMessage: 'two columns' }),
    422,
    'two columns',
  ],
  [errorNamed('ModelError', 'the container died'), 500, 'the container died'],
  [errorNamed('ValidationError', 'no such variant'), 400, 'no such variant'],
])('a refusal is an answer: %s', async (error, status, body) => {
  const tester = testerWith({ InvokeEndpoint: [error] });

  const unexpected = runSmokeTest(requestOf([sample()]), tester);
  const expected = runSmokeTest(requestOf([sample({ expected: [{ kind: 'status', status }] })]), tester);

  await expect(unexpected).rejects.toThrow(`young: the status is ${status}, not 200: ${body}`);
  await expect(expected).resolves.toBeDefined();
});

test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack'])(
  'an endpoint that is %s is waited for',
  async (EndpointStatus) => {
    const tester = testerWith({ DescribeEndpoint: [{ EndpointStatus }, { EndpointStatus }, IN_SERVICE] });

    const response = await runSmokeTest(requestOf([sample()]), tester);

    expect(response.PhysicalResourceId).toBeDefined();
    expect(tester.pauses).toEqual([10_000, 10_000]);
  },
);

test('a look at the endpoint that is throttled is repeated', async () => {
  const tester = testerWith({ DescribeEndpoint: [errorNamed('ThrottlingException'), IN_SERVICE] });

  const response = await runSmokeTest(requestOf([sample()]), tester);

  expect(response.PhysicalResourceId).toBeDefined();
  expect(tester.pauses).toEqual([10_000]);
});

test('an endpoint that does not come to rest in time fails the test, and there is time to say so', async () => {
  const tester = testerWith({ DescribeEndpoint: [UPDATING] }, 60_000);

  const tested = runSmokeTest(requestOf([sample()]), tester);

  await expect(tested).rejects.toThrow('the endpoint is still Updating, and the time is up');
  expect(tester.remaining()).toBeGreaterThanOrEqual(5_000);
});

test.each([
  [
    { ...IN_SERVICE, EndpointConfigName: 'abalone-1' },
    'the endpoint runs abalone-1, not abalone-2: it was rolled back',
  ],
  [{ EndpointStatus: 'Failed', FailureReason: 'no capacity' }, 'the endpoint is Failed: no capacity'],
  [{ EndpointStatus: 'OutOfService' }, 'the endpoint is OutOfService: SageMaker gives no reason'],
])('an endpoint that rests elsewhere fails the test: %j', async (state, message) => {
  const tester = testerWith({ DescribeEndpoint: [state] });

  const tested = runSmokeTest(requestOf([sample()]), tester);

  await expect(tested).rejects.toThrow(message);
  expect(tester.calls).toHaveLength(1);
});

test('an endpoint that is not there fails the test', async () => {
  const tester = testerWith({ DescribeEndpoint: [errorNamed('ValidationException', 'Could not find endpoint')] });

  const tested = runSmokeTest(requestOf([sample()]), tester);

  await expect(tested).rejects.toThrow('Could not find endpoint');
});

test('a test that is taken away calls nobody', async () => {
  const tester = testerWith({});

  const response = await runSmokeTest(requestOf([], { RequestType: 'Delete', PhysicalResourceId: 'one' }), tester);

  expect(response).toEqual({ PhysicalResourceId: 'one' });
  expect(tester.calls).toEqual([]);
});

test('a repeated request gives the same name', async () => {
  const request = requestOf([sample()]);

  const names = [await runSmokeTest(request, testerWith({})), await runSmokeTest(request, testerWith({}))];

  expect(names[0]).toEqual(names[1]);
});

test('a rollback finds what has passed before, and does not try it again', async () => {
  const before = requestOf([sample()]);
  const { PhysicalResourceId } = await runSmokeTest(before, testerWith({}));
  const tester = testerWith({ InvokeEndpoint: [errorNamed('AccessDeniedException')] });

  const response = await runSmokeTest({ ...before, RequestType: 'Update', PhysicalResourceId }, tester);

  expect(response).toEqual({ PhysicalResourceId });
  expect(tester.calls).toEqual([]);
});

test.each([
  { EndpointName: 'abalone', ConfigurationName: 'abalone-3', Samples: JSON.stringify([sample()]) },
  { EndpointName: 'abalone', ConfigurationName: CONFIGURATION, Samples: JSON.stringify([sample({ body: '1' })]) },
])('another configuration or other samples are tried: %j', async (ResourceProperties) => {
  const { PhysicalResourceId } = await runSmokeTest(requestOf([sample()]), testerWith({}));
  const running = { ...IN_SERVICE, EndpointConfigName: ResourceProperties.ConfigurationName };
  const tester = testerWith({ DescribeEndpoint: [running] });

  await runSmokeTest({ RequestType: 'Update', PhysicalResourceId, ResourceProperties }, tester);

  expect(tester.calls.map(([operation]) => operation)).toEqual(['DescribeEndpoint', 'InvokeEndpoint']);
});
