import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CalculationRefused } from '../calculation-refused';
import { Log } from '../log';
import { Measurement } from '../metric';
import { readCounters } from '../reward-counters';
import { readState, StatePlace, writeState } from '../versioned-state';
import { TestSettings } from './settings';
import { shiftTraffic, ShiftingClient, WinnerGone } from './shift';
import { tellDecision } from './tell';
import { testPartition } from './test-names';
import { samplesOf } from './test-samples';
import { countersSince, CountersByVariant, Decision, isStateOf, TestState } from './test-state';
import { Elapsed, Verdict, verdictOn } from './verdict';

/** What the handler works with. */
export interface Test {
  readonly table: Pick<DynamoDBClient, 'send'>;
  readonly sageMaker: ShiftingClient;
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly settings: TestSettings;
  readonly log: Log;
  readonly measure: (measurement: Measurement) => void;

  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type DecidedState = TestState & { readonly decision: Decision };

/**
 * Looks at a test and does what is due: begins it, judges it, tells the decision, gives the winner the requests.
 *
 * Each step ends with a write that only the first of two runs can make. What a run did not finish, because it died or had to wait,
 * the next one does.
 */
export async function judgeTest(test: Test): Promise<void> {
  const { startedAt } = test.settings;
  if (test.now() < Date.parse(startedAt)) {
    test.log('INFO', 'the test has not begun', { ...factsOf(test), startedAt });
    return;
  }

  const known = await readState<TestState>(placeOf(test));
  if (known === undefined || !isStateOf(known, test.settings)) {
    await begin(known?.version ?? 0, test);
    return;
  }

  const decided = isDecided(known) ? known : await decide(known, test);
  const tells = decided !== undefined && !decided.told;
  const told = tells ? await tell(decided, test) : decided;
  measure('TestDecided', tells ? 1 : 0, test);
  measure('WinnerNamed', decided?.decision.winner === undefined ? 0 : 1, test);
  if (told) await shift(told, test);
}

/** What came before the test does not count: neither for other models, nor from before the start. */
async function begin(version: number, test: Test): Promise<void> {
  const { startedAt } = test.settings;
  const before = await countersOf(test);

  const begun = await saved({ version, startedAt, begunAt: test.now(), before }, test);
  if (begun) test.log('INFO', 'the test begins', { ...factsOf(test), startedAt, before });
}

async function decide(state: TestState, test: Test): Promise<DecidedState | undefined> {
  const counters = countersSince(state.before, await countersOf(test));
  const verdict = judged(counters, elapsedSince(state.begunAt, test), test);

  test.log('INFO', 'the test was judged', { ...factsOf(test), ...verdict, counters });
  measureVerdict(verdict, counters, test);
  if (verdict.outcome === 'keepTesting') return undefined;

  const decision = { ...verdict, outcome: verdict.outcome, counters, decidedAt: new Date(test.now()).toISOString() };
  return saved({ ...state, decision }, test);
}

function judged(counters: CountersByVariant, elapsed: Elapsed, test: Test): Verdict {
  try {
    return verdictOn(samplesOf(counters, test.settings), test.settings, elapsed);
  } catch (error) {
    if (error instanceof CalculationRefused) {
      test.log('ERROR', 'the test cannot be judged', { ...factsOf(test), code: error.code, reason: error.message });
    }
    throw error;
  }
}

async function tell(state: DecidedState, test: Test): Promise<DecidedState | undefined> {
  await tellDecision(test.events, test.settings, state.decision);
  test.log('INFO', 'the decision was told', { ...factsOf(test), ...state.decision });

  return saved({ ...state, told: true }, test);
}

async function shift(state: DecidedState, test: Test): Promise<void> {
  const { winner } = state.decision;
  if (winner === undefined || state.shift || !test.settings.shifts) return;

  const { outcome, ...facts } = await shiftTraffic(test.sageMaker, test.settings.endpointName, winner);
  if (outcome === 'postponed') {
    test.log('WARN', 'the traffic waits for a deployment', { ...factsOf(test), winner, ...facts });
    return;
  }

  await saved({ ...state, shift: outcome }, test);
  if (outcome === 'done') test.log('INFO', 'the winner gets all requests', { ...factsOf(test), winner });
  else throw new WinnerGone(winner, test.settings.testName);
}

/** The state as the next version; none where another run was faster. */
async function saved<State extends TestState>(state: State, test: Test): Promise<State | undefined> {
  const next = { ...state, version: state.version + 1 };
  if (await writeState(placeOf(test), next)) return next;

  test.log('WARN', 'another run has looked at the test meanwhile', factsOf(test));
  return undefined;
}

async function countersOf({ table, settings }: Test): Promise<CountersByVariant> {
  const { tableName, variantNames } = settings;

  return Object.fromEntries(
    await Promise.all(variantNames.map(async (name) => [name, await readCounters(table, tableName, name)] as const)),
  );
}

function elapsedSince(begunAt: number, { settings, now }: Test): Elapsed {
  const seconds = (now() - begunAt) / 1_000;
  if (seconds < settings.minSeconds) return 'belowMinimum';

  return seconds > settings.maxSeconds ? 'pastMaximum' : 'withinLimits';
}

function measureVerdict({ comparisons }: Verdict, counters: CountersByVariant, test: Test): void {
  for (const [name, { count }] of Object.entries(counters)) measure('SampleSize', count, test, name);
  for (const { challenger, estimate } of comparisons) measure('Effect', estimate, test, challenger);
}

function measure(name: string, value: number, { settings, measure: write }: Test, variantName?: string): void {
  const { endpointName: EndpointName, testName: TestName } = settings;
  const ofTest = { EndpointName, TestName };

  write({ name, value, dimensions: variantName === undefined ? ofTest : { ...ofTest, VariantName: variantName } });
}

function placeOf({ table, settings }: Test): StatePlace {
  return { table, tableName: settings.tableName, partition: testPartition(settings.testName) };
}

function factsOf({ settings: { endpointName, testName } }: Test): { endpointName: string; testName: string } {
  return { endpointName, testName };
}

function isDecided(state: TestState): state is DecidedState {
  return state.decision !== undefined;
}
