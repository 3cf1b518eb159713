import { judgeTest } from '../../../../lib/deployment/handlers/judge-test/judge';
import { TestState } from '../../../../lib/deployment/handlers/judge-test/test-state';
import { errorNamed } from '../reward-tables';
import { countersOf, DAY, HOUR, operationsIn, SETTINGS, STARTED_AT, testIn, toldIn, World, worldWith } from './world';

const START = Date.parse(STARTED_AT);
const CLEAR = { Champion: [500, 10_000], Challenger: [900, 10_000] } as const;
const ALIKE = { Champion: [500, 10_000], Challenger: [500, 10_000] } as const;

const BEGUN: TestState = {
  version: 1,
  startedAt: STARTED_AT,
  begunAt: START,
  before: { Champion: countersOf([0, 0]), Challenger: countersOf([0, 0]) },
};

const DECIDED: TestState = {
  ...BEGUN,
  version: 2,
  decision: {
    outcome: 'winner',
    winner: 'Challenger',
    reason: 'higher is better',
    comparisons: [],
    counters: {},
    decidedAt: '2026-11-09T08:00:00.000Z',
  },
};

/** A test that has run for ten days. */
function running(wished: Partial<World> = {}): World {
  return worldWith({ now: START + 10 * DAY, state: BEGUN, rewards: CLEAR, ...wished });
}

test('nothing happens before the test begins, though another clock says it has', async () => {
  const world = worldWith({ now: START - 1 });

  await judgeTest(testIn(world));

  expect(world.calls).toEqual([]);
  expect(world.lines).toEqual([
    ['INFO', 'the test has not begun', { endpointName: 'abalone', testName: 'Trees', startedAt: STARTED_AT }],
  ]);
});

test('the first look notes what had come in before, which does not count', async () => {
  const world = worldWith({ rewards: CLEAR });

  await judgeTest(testIn(world));

  expect(world.state).toEqual({
    version: 1,
    startedAt: STARTED_AT,
    begunAt: START + HOUR,
    before: { Champion: countersOf([500, 10_000]), Challenger: countersOf([900, 10_000]) },
  });
  expect(operationsIn(world)).toEqual(['GetItem', 'Query', 'Query', 'PutItem']);
  expect(toldIn(world)).toEqual(['the test begins']);
});

test('rewards from before the test decide nothing', async () => {
  const before = { Champion: countersOf([500, 10_000]), Challenger: countersOf([900, 10_000]) };
  const world = running({ state: { ...BEGUN, before } });

  await judgeTest(testIn(world));

  expect(world.state?.decision).toBeUndefined();
  expect(world.measured).toMatchObject({ 'SampleSize of Champion': 0, 'SampleSize of Challenger': 0 });
});

test('a test goes on while chance explains the difference', async () => {
  const world = running({ rewards: ALIKE });

  await judgeTest(testIn(world));

  expect(world.measured).toEqual({
    'SampleSize of Champion': 10_000,
    'SampleSize of Challenger': 10_000,
    'Effect of Challenger': 0,
    TestDecided: 0,
    WinnerNamed: 0,
  });
  expect(operationsIn(world)).toEqual(['GetItem', 'Query', 'Query']);
  expect(world.lines).toEqual([
    ['INFO', 'the test was judged', expect.objectContaining({ testName: 'Trees', outcome: 'keepTesting' })],
  ]);
});

test('a clear difference names no winner before the least duration', async () => {
  const world = running({ now: START + 6 * DAY });

  await judgeTest(testIn(world));

  expect(world.state).toEqual(BEGUN);
});

test('a clock that went back names no winner', async () => {
  const world = running({ now: START + HOUR, state: { ...BEGUN, begunAt: START + 2 * HOUR } });

  await judgeTest(testIn(world));

  expect(world.state?.decision).toBeUndefined();
});

test('a clear difference is decided, told and acted on in one run', async () => {
  const world = running();

  await judgeTest(testIn(world));

  expect(operationsIn(world)).toEqual([
    'GetItem',
    'Query',
    'Query',
    'PutItem',
    'PutEvents',
    'PutItem',
    'DescribeEndpoint',
    'UpdateEndpointWeightsAndCapacities',
    'PutItem',
  ]);
  expect(world.state).toMatchObject({ version: 4, told: true, shift: 'done', decision: { winner: 'Challenger' } });
  expect(world.measured).toMatchObject({
    TestDecided: 1,
    WinnerNamed: 1,
    'Effect of Challenger': expect.closeTo(0.04),
  });
  expect(toldIn(world)).toEqual(['the test was judged', 'the decision was told', 'the winner gets all requests']);
});

test('the event says who won, by what and since when', async () => {
  const world = running();

  await judgeTest(testIn(world));

  const [{ Detail, ...event }] = world.events;
  expect(event).toEqual({ Source: 'governed-ml', DetailType: 'A/B Test Decided' });
  expect(JSON.parse(String(Detail))).toMatchObject({
    decisionId: `abalone/Trees/${STARTED_AT}`,
    testName: 'Trees',
    endpointName: 'abalone',
    control: 'Champion',
    outcome: 'winner',
    winner: 'Challenger',
    counters: { Champion: { count: 10_000 }, Challenger: { count: 10_000 } },
    decidedAt: '2026-11-11T08:00:00.000Z',
  });
});

test('a repeated run tells nothing again and moves nothing again', async () => {
  const world = running();

  await judgeTest(testIn(world));
  world.measured = {};
  await judgeTest(testIn(world));

  expect(world.events).toHaveLength(1);
  expect(operationsIn(world).slice(9)).toEqual(['GetItem']);
  expect(world.measured).toEqual({ TestDecided: 0, WinnerNamed: 1 });
});

test('of two runs at once one decides', async () => {
  const world = running({ writtenByAnother: true });

  await judgeTest(testIn(world));

  expect(world.events).toEqual([]);
  expect(world.measured).toMatchObject({ TestDecided: 0, WinnerNamed: 0 });
  expect(toldIn(world)).toEqual(['the test was judged', 'another run has looked at the test meanwhile']);
});

test('without a winner after the longest duration, the test ends, and all stays', async () => {
  const world = running({ now: START + 29 * DAY, rewards: ALIKE });

  await judgeTest(testIn(world));

  expect(world.state?.decision).toMatchObject({ outcome: 'noDifference' });
  expect(world.events).toHaveLength(1);
  expect(world.measured).toMatchObject({ TestDecided: 1, WinnerNamed: 0 });
  expect(operationsIn(world)).not.toContain('DescribeEndpoint');
});

test('a test that only tells leaves the endpoint alone', async () => {
  const world = running({ settings: { ...SETTINGS, shifts: false } });

  await judgeTest(testIn(world));

  expect(world.events).toHaveLength(1);
  expect(operationsIn(world)).not.toContain('DescribeEndpoint');
});

test('a decision that was not told, because the run died, is told by the next', async () => {
  const world = running({ state: DECIDED });

  await judgeTest(testIn(world));

  expect(world.events).toHaveLength(1);
  expect(operationsIn(world)).not.toContain('Query');
  expect(world.state).toMatchObject({ told: true, shift: 'done' });
});

test('a decision that EventBridge does not take is a failure, and is told by the next run', async () => {
  const world = running({ eventsAnswer: { FailedEntryCount: 1, Entries: [{ ErrorMessage: 'busy' }] } });

  await expect(judgeTest(testIn(world))).rejects.toThrow('EventBridge did not take the decision: busy');
  world.eventsAnswer = { FailedEntryCount: 0 };
  await judgeTest(testIn(world));

  expect(world.state).toMatchObject({ told: true, shift: 'done' });
});

test('the traffic waits for a deployment, and moves after it', async () => {
  const world = running({ endpoint: { status: 'Updating', weights: { Champion: 1, Challenger: 1 } } });

  await judgeTest(testIn(world));
  const waiting = world.state;
  world.endpoint = { status: 'InService', weights: { Champion: 1, Challenger: 1 } };
  await judgeTest(testIn(world));

  expect(waiting).toMatchObject({ told: true });
  expect(waiting?.shift).toBeUndefined();
  expect(world.lines).toContainEqual([
    'WARN',
    'the traffic waits for a deployment',
    { endpointName: 'abalone', testName: 'Trees', winner: 'Challenger', status: 'Updating' },
  ]);
  expect(world.state).toMatchObject({ shift: 'done' });
  expect(world.events).toHaveLength(1);
});

test('a winner that is gone is a failure, told once', async () => {
  const world = running({ endpoint: { status: 'InService', weights: { Champion: 1 } } });

  await expect(judgeTest(testIn(world))).rejects.toThrow(
    'Challenger has won Trees and is gone: nobody gets its requests',
  );
  await judgeTest(testIn(world));

  expect(world.state).toMatchObject({ shift: 'impossible' });
  expect(operationsIn(world)).not.toContain('UpdateEndpointWeightsAndCapacities');
});

test('another start is another test', async () => {
  const world = running({ state: { ...DECIDED, startedAt: '2026-10-01T08:00:00Z' } });

  await judgeTest(testIn(world));

  expect(world.state).toMatchObject({ version: 3, startedAt: STARTED_AT, begunAt: START + 10 * DAY });
  expect(world.state?.decision).toBeUndefined();
});

test.each(['GetItem', 'Query', 'PutItem'])(
  'a table that is throttled at %s is a failure, and decides nothing',
  async (operation) => {
    const world = running({ failing: { [operation]: errorNamed('ThrottlingException') } });

    await expect(judgeTest(testIn(world))).rejects.toThrow('told by ThrottlingException');

    expect(world.state).toEqual(BEGUN);
    expect(world.events).toEqual([]);
  },
);

test('rewards that are no proportion are a failure, and say so', async () => {
  const world = running({ rewards: { Champion: [500.5, 10_000], Challenger: [900, 10_000] } });

  await expect(judgeTest(testIn(world))).rejects.toThrow('AbTestCountMalformed: Champion.successes is 500.5');

  expect(world.lines[0]).toEqual([
    'ERROR',
    'the test cannot be judged',
    expect.objectContaining({ testName: 'Trees', code: 'AbTestCountMalformed' }),
  ]);
});
