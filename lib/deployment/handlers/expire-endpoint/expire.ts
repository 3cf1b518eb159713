import { DeleteInferenceComponentCommand, DescribeInferenceComponentCommand } from '@aws-sdk/client-sagemaker';
import { deleteEndpoint, describeEndpoint, EndpointClient, unlessMissing } from '../endpoint-calls';
import { Log } from '../log';
import { Measurement } from '../metric';
import { NotYet } from '../not-yet';
import { isNamed, textOf } from '../sdk-errors';

/** Which endpoint goes, and when. */
export interface ExpirySettings {
  readonly endpointName: string;

  /** The components and adapters, each after what it needs. */
  readonly componentNames: readonly string[];

  /** The day, as `2027-03-31`, in the time zone. */
  readonly expiresOn: string;
  readonly timeZone: string;

  /** For how many days before it is warned. */
  readonly warningDays: number;
}

/** What the handler works with. */
export interface Expiry {
  readonly client: EndpointClient;
  readonly settings: ExpirySettings;
  readonly log: Log;
  readonly measure: (measurement: Measurement) => void;
  readonly now: () => number;

  /** How much time is left, in milliseconds. */
  readonly remaining: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const DAY = 24 * 60 * 60 * 1_000;

/** How long to wait before components are looked at again, and how much time must be left for that. */
const PAUSE = 15_000;
const RESERVE = 45_000;

/** States in which an endpoint or component is changing, so that SageMaker would refuse to delete it. */
const CHANGING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

/** Warns of an endpoint that will expire, and deletes one that has. */
export async function expire(expiry: Expiry): Promise<void> {
  const { client, settings, log, measure } = expiry;
  const { endpointName, expiresOn, warningDays } = settings;
  const daysLeft = (Date.parse(expiresOn) - Date.parse(dateIn(settings.timeZone, expiry.now()))) / DAY;
  const facts = { endpointName, expiresOn, daysLeft };
  const dimensions = { EndpointName: endpointName };
  const endpoint = await describeEndpoint(client, endpointName);
  if (!endpoint || endpoint.EndpointStatus === 'Deleting') {
    log('INFO', 'the endpoint is gone already', facts);
    return;
  }
  if (daysLeft > warningDays) {
    log('INFO', 'the endpoint may stay', facts);
    return;
  }
  if (daysLeft > 0) {
    log('WARN', 'the endpoint expires soon', facts);
    measure({ name: 'ExpiryWarning', value: 1, dimensions });
    return;
  }
  if (CHANGING.includes(String(endpoint.EndpointStatus))) {
    throw new NotYet(`${endpointName} has expired, and is ${endpoint.EndpointStatus}: it is deleted later`);
  }

  await deleteComponents(expiry);
  await deleteEndpoint(client, endpointName);
  log('WARN', 'the endpoint has expired and is deleted', facts);
  measure({ name: 'EndpointExpired', value: 1, dimensions });
}

/** Deletes the components in the reverse order of their making, and waits until they are gone. */
async function deleteComponents(expiry: Expiry): Promise<void> {
  let left = [...expiry.settings.componentNames].reverse();
  for (;;) {
    left = await stillThere(left, expiry);
    if (left.length === 0) return;
    if (expiry.remaining() < PAUSE + RESERVE) throw new NotYet(`${left.join(', ')} are still being deleted`);
    await expiry.pause(PAUSE);
  }
}

async function stillThere(names: readonly string[], { client, log }: Expiry): Promise<string[]> {
  const there: string[] = [];
  for (const InferenceComponentName of names) {
    const described = await unlessMissing(() =>
      client.send(new DescribeInferenceComponentCommand({ InferenceComponentName })),
    );
    if (!described) continue;

    there.push(InferenceComponentName);
    const status = String(described.InferenceComponentStatus);
    if (status === 'Deleting' || CHANGING.includes(status)) continue;
    try {
      await unlessMissing(() => client.send(new DeleteInferenceComponentCommand({ InferenceComponentName })));
    } catch (error) {
      // A component whose adapters are still there goes in a later round.
      if (!isNamed(error, 'ValidationException', 'ResourceInUse', 'ConflictException')) throw error;
      log('INFO', 'a component cannot go yet', { component: InferenceComponentName, reason: textOf(error) });
    }
  }

  return there;
}

/** The date of a moment in the time zone, as `2027-03-31`. */
function dateIn(timeZone: string, moment: number): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(moment);
}
