import {
  DescribeModelPackageCommand,
  DescribeModelPackageCommandOutput,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { unlessMissing } from '../endpoint-calls';
import { Decision } from '../judge-test/test-state';
import { Log } from '../log';
import { Measurement } from '../metric';

/** Which test decides on which version. */
export interface PromotionSettings {
  readonly endpointName: string;
  readonly testName: string;

  /** Of the test that runs now; what an earlier one decided was about another version. */
  readonly decisionId: string;

  /** Name of the variant that serves today. */
  readonly champion: string;

  /** The version that the challenger serves. */
  readonly modelPackageArn: string;
}

/** What the event of a decided test tells. */
export interface DecidedTest extends Decision {
  readonly decisionId: string;
}

/** What the handler works with. */
export interface Promotion {
  readonly client: Pick<SageMakerClient, 'send'>;
  readonly settings: PromotionSettings;
  readonly log: Log;
  readonly measure: (measurement: Measurement) => void;
}

/** How long SageMaker lets the description of an approval be, in characters. */
const LONGEST_DESCRIPTION = 1024;

/** Approves the version of a challenger that has won, unless a person has rejected it. A repetition changes nothing. */
export async function promote(decided: DecidedTest, promotion: Promotion): Promise<void> {
  const { client, settings, log, measure } = promotion;
  const { endpointName, testName, champion, modelPackageArn } = settings;
  const { decisionId, outcome, winner, reason } = decided;
  const facts = { endpointName, testName, decisionId, modelPackageArn, outcome, winner, reason };
  const dimensions = { EndpointName: endpointName, TestName: testName };
  if (decisionId !== settings.decisionId) {
    log('WARN', 'nothing is approved: the decision is of another test', facts);
    return;
  }
  if (winner === undefined || winner === champion) {
    log('INFO', 'nothing is approved: the challenger has not won', facts);
    measure({ name: 'ChallengerApproved', value: 0, dimensions });
    return;
  }

  const version = await unlessMissing(() =>
    client.send(new DescribeModelPackageCommand({ ModelPackageName: modelPackageArn })),
  );
  const refusal = refusalOf(version);
  if (refusal !== undefined) {
    log('ERROR', 'the challenger has won, but is not approved', { ...facts, refusal });
    measure({ name: 'PromotionRefused', value: 1, dimensions });
    return;
  }
  if (version?.ModelApprovalStatus === 'Approved') {
    log('INFO', 'the challenger is approved already', facts);
    return;
  }

  await client.send(
    new UpdateModelPackageCommand({
      ModelPackageArn: modelPackageArn,
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: descriptionOf(decided, settings),
    }),
  );
  log('INFO', 'the challenger has won and is approved', facts);
  measure({ name: 'ChallengerApproved', value: 1, dimensions });
}

/** Why the version stays as it is, if so; trying again would change nothing. */
function refusalOf(version: DescribeModelPackageCommandOutput | undefined): string | undefined {
  if (version === undefined) return 'the version does not exist';
  if (version.ModelApprovalStatus === 'Rejected') return 'a person has rejected the version';

  return version.ModelPackageStatus === 'Completed' ? undefined : `the version is ${version.ModelPackageStatus}`;
}

/** The numbers stand first, so that a long name of a test leaves them whole. */
function descriptionOf({ reason, decidedAt }: DecidedTest, { testName, endpointName }: PromotionSettings): string {
  const decided = `decided at ${decidedAt} by the A/B test ${testName} of ${endpointName}`;

  return `${reason}; ${decided}`.slice(0, LONGEST_DESCRIPTION);
}
