import { expire, ExpirySettings } from '../../../../lib/deployment/handlers/expire-endpoint/expire';
import { Answers, clientOf, named } from '../sagemaker-stub';

const SETTINGS: ExpirySettings = {
  endpointName: 'oyster-dev',
  componentNames: [],
  expiresOn: '2027-03-31',
  timeZone: 'Etc/UTC',
  warningDays: 7,
};
const MISSING = named('ValidationException', 'Could not find endpoint "oyster-dev".');
const IN_SERVICE = { EndpointStatus: 'InService' };
const COMPONENT = { InferenceComponentStatus: 'InService' };

const measure = jest.fn();
const pause = jest.fn(() => Promise.resolve());

beforeEach(() => {
  measure.mockClear();
  pause.mockClear();
});

function run(
  at: string,
  answers: Answers,
  settings: Partial<ExpirySettings> = {},
  budgets: number[] = [600_000, 580_000, 560_000],
) {
  const { client, calls } = clientOf(answers);
  const done = expire({
    client,
    settings: { ...SETTINGS, ...settings },
    log: jest.fn(),
    measure,
    now: () => Date.parse(at),
    remaining: () => budgets.shift() ?? 0,
    pause,
  });

  return { done, calls };
}

test.each([
  { at: '2027-03-23T08:00:00Z', measured: [] },
  { at: '2027-03-24T08:00:00Z', measured: ['ExpiryWarning'] },
  { at: '2027-03-30T23:59:59Z', measured: ['ExpiryWarning'] },
])('at $at somebody is warned: $measured', async ({ at, measured }) => {
  const { done, calls } = run(at, { DescribeEndpoint: [IN_SERVICE] });

  await done;

  expect(calls.map(([name]) => name)).toEqual(['DescribeEndpoint']);
  expect(measure.mock.calls.map(([{ name }]: { name: string }[]) => name)).toEqual(measured);
});

test.each(['2027-03-31T00:00:00Z', '2028-01-01T08:00:00Z'])('at %s the endpoint is deleted', async (at) => {
  const { done, calls } = run(at, { DescribeEndpoint: [IN_SERVICE], DeleteEndpoint: [{}] });

  await done;

  expect(calls.map(([name]) => name)).toEqual(['DescribeEndpoint', 'DeleteEndpoint']);
  expect(measure).toHaveBeenCalledWith({
    name: 'EndpointExpired',
    value: 1,
    dimensions: { EndpointName: 'oyster-dev' },
  });
});

test('the day begins in the time zone', async () => {
  const { done, calls } = run(
    '2027-03-30T16:00:00Z',
    { DescribeEndpoint: [IN_SERVICE], DeleteEndpoint: [{}] },
    { timeZone: 'Asia/Tokyo' },
  );

  await done;

  expect(calls).toHaveLength(2);
});

test('a later date keeps the endpoint', async () => {
  const { done, calls } = run('2027-03-31T08:00:00Z', { DescribeEndpoint: [IN_SERVICE] }, { expiresOn: '2027-06-30' });

  await done;

  expect(calls).toHaveLength(1);
});

test.each([MISSING, { EndpointStatus: 'Deleting' }])('a repeated deletion finds nothing to do', async (answer) => {
  const { done, calls } = run('2027-04-01T08:00:00Z', { DescribeEndpoint: [answer] });

  await done;

  expect(calls).toHaveLength(1);
  expect(measure).not.toHaveBeenCalled();
});

test('adapters go before their component, and the endpoint after all of them', async () => {
  const taken = named('ValidationException', 'the component has adapters');
  const answers = {
    DescribeEndpoint: [IN_SERVICE],
    DescribeInferenceComponent: [COMPONENT, COMPONENT, MISSING, COMPONENT, MISSING],
    DeleteInferenceComponent: [{}, taken, {}],
    DeleteEndpoint: [{}],
  };
  const { done, calls } = run('2027-03-31T08:00:00Z', answers, { componentNames: ['oyster', 'oyster-billing'] });

  await done;

  expect(calls.filter(([name]) => name.startsWith('Delete')).map(([, input]) => input)).toEqual([
    { InferenceComponentName: 'oyster-billing' },
    { InferenceComponentName: 'oyster' },
    { InferenceComponentName: 'oyster' },
    { EndpointName: 'oyster-dev' },
  ]);
});

test('components that do not go in time leave the endpoint for a later try', async () => {
  const answers = {
    DescribeEndpoint: [IN_SERVICE],
    DescribeInferenceComponent: [{ InferenceComponentStatus: 'Deleting' }],
  };
  const { done, calls } = run('2027-03-31T08:00:00Z', answers, { componentNames: ['oyster'] }, [120_000, 59_000]);

  await expect(done).rejects.toThrow('oyster are still being deleted');

  expect(pause).toHaveBeenCalledTimes(1);
  expect(calls.map(([name]) => name)).not.toContain('DeleteEndpoint');
});

test.each(['Creating', 'Updating', 'RollingBack'])(
  'an expired endpoint that is %s is deleted later',
  async (EndpointStatus) => {
    const { done } = run('2027-03-31T08:00:00Z', { DescribeEndpoint: [{ EndpointStatus }] });

    await expect(done).rejects.toThrow(`oyster-dev has expired, and is ${EndpointStatus}: it is deleted later`);
  },
);

test('a component that is throttled is deleted by a later try', async () => {
  const answers = {
    DescribeEndpoint: [IN_SERVICE],
    DescribeInferenceComponent: [COMPONENT],
    DeleteInferenceComponent: [named('ThrottlingException', 'Rate exceeded')],
  };
  const { done } = run('2027-03-31T08:00:00Z', answers, { componentNames: ['oyster'] });

  await expect(done).rejects.toThrow('Rate exceeded');
});
