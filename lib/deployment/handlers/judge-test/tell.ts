import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TestSettings } from './settings';
import { DECIDED_SOURCE, DECIDED_TYPE, decisionIdOf } from './test-names';
import { Decision } from './test-state';

/** EventBridge did not take a decision; the next run tells it. */
class DecisionUntold extends Error {
  constructor(reason: string | undefined) {
    super(`EventBridge did not take the decision: ${reason}`);
  }
}

/**
 * Puts the event that tells of a decision.
 *
 * A run that dies before it has noted that it told is repeated, and tells again: `decisionId` is the same then.
 */
export async function tellDecision(
  client: Pick<EventBridgeClient, 'send'>,
  { testName, endpointName, control, startedAt }: TestSettings,
  decision: Decision,
): Promise<void> {
  const detail = {
    decisionId: decisionIdOf({ endpointName, testName, startedAt }),
    testName,
    endpointName,
    control,
    ...decision,
  };
  const { FailedEntryCount, Entries } = await client.send(
    new PutEventsCommand({
      Entries: [{ Source: DECIDED_SOURCE, DetailType: DECIDED_TYPE, Detail: JSON.stringify(detail) }],
    }),
  );

  if (FailedEntryCount) throw new DecisionUntold(Entries?.[0]?.ErrorMessage);
}
