import { createHash } from 'node:crypto';
import { TriedSample } from './expected';
import { answerTo } from './invocation';
import { mismatchesOf } from './mismatch';
import { awaitConfiguration } from './readiness';
import { SmokeTestFailed } from './smoke-test-failed';
import { Tester } from './tester';

/** What is tested, as it stands in the template. */
export interface TestedEndpoint {
  readonly EndpointName: string;
  readonly ConfigurationName: string;

  /** The samples as JSON: CloudFormation makes texts of the numbers in a property. */
  readonly Samples: string;
}

/** What the provider framework brings from CloudFormation. */
export interface Request {
  readonly RequestType: 'Create' | 'Update' | 'Delete';

  /** The name of what has passed the test, missing while nothing has. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: TestedEndpoint;
}

/** What the framework tells CloudFormation. */
export interface Response {
  readonly PhysicalResourceId?: string;
}

/**
 * Tries the samples on a new configuration of an endpoint; fails with all that differs.
 *
 * What has passed is named after what was tested. So a stack that is rolled back finds the configuration that it goes back to
 * already tested, and a test that fails cannot hold the rollback up.
 */
export async function runSmokeTest(
  { RequestType, PhysicalResourceId, ResourceProperties }: Request,
  tester: Tester,
): Promise<Response> {
  const passed = nameOf(ResourceProperties);
  if (RequestType === 'Delete') return { PhysicalResourceId };
  if (PhysicalResourceId === passed) {
    tester.log('INFO', 'the configuration has passed before', { ...ResourceProperties });
    return { PhysicalResourceId };
  }

  const { EndpointName, ConfigurationName, Samples } = ResourceProperties;
  await awaitConfiguration(tester, EndpointName, ConfigurationName);
  const faults: string[] = [];
  for (const sample of JSON.parse(Samples) as TriedSample[]) {
    faults.push(...(await faultsOf(tester, EndpointName, sample)));
  }

  if (faults.length > 0) throw SmokeTestFailed.of(faults);
  return { PhysicalResourceId: passed };
}

async function faultsOf(tester: Tester, endpointName: string, sample: TriedSample): Promise<string[]> {
  const faults = await mismatches(tester, endpointName, sample);

  const [level, message] = faults.length > 0 ? (['ERROR', 'the sample fails'] as const) : (['INFO', 'passed'] as const);
  tester.log(level, message, { endpointName, sample: sample.name, faults });
  return faults.map((fault) => `${sample.name}: ${fault}`);
}

async function mismatches(tester: Tester, endpointName: string, sample: TriedSample): Promise<string[]> {
  try {
    return mismatchesOf(await answerTo(tester, endpointName, sample), sample.expected);
  } catch (error) {
    if (error instanceof SmokeTestFailed) return [error.message];
    throw error;
  }
}

function nameOf({ EndpointName, ConfigurationName, Samples }: TestedEndpoint): string {
  const hash = createHash('sha256').update(JSON.stringify([EndpointName, ConfigurationName, Samples]));

  return `smoke-test-${hash.digest('hex').slice(0, 32)}`;
}
