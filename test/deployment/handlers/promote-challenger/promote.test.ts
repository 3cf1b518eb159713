import {
  DecidedTest,
  promote,
  PromotionSettings,
} from '../../../../lib/deployment/handlers/promote-challenger/promote';
import { Answers, clientOf, named } from '../sagemaker-stub';

const PACKAGE_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/7';
const SETTINGS: PromotionSettings = {
  endpointName: 'abalone',
  testName: 'Rings',
  decisionId: 'abalone/Rings/2026-12-01T08:00:00Z',
  champion: 'Champion',
  modelPackageArn: PACKAGE_ARN,
};
const REASON = 'higher is better: Challenger less Champion is 0.02 (0.0112 to 0.0288, p 0.00043)';
const DECIDED: DecidedTest = {
  decisionId: SETTINGS.decisionId,
  outcome: 'winner',
  winner: 'Challenger',
  reason: REASON,
  comparisons: [],
  counters: {},
  decidedAt: '2026-12-09T08:00:00.000Z',
};
const FACTS = {
  endpointName: 'abalone',
  testName: 'Rings',
  decisionId: SETTINGS.decisionId,
  modelPackageArn: PACKAGE_ARN,
  outcome: 'winner',
  winner: 'Challenger',
  reason: REASON,
};
const PENDING = { ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval' };
const APPROVED = { ModelPackageStatus: 'Completed', ModelApprovalStatus: 'Approved' };
const DESCRIBED = ['DescribeModelPackage', { ModelPackageName: PACKAGE_ARN }];
const UPDATED = [
  'UpdateModelPackage',
  {
    ModelPackageArn: PACKAGE_ARN,
    ModelApprovalStatus: 'Approved',
    ApprovalDescription: `${REASON}; decided at 2026-12-09T08:00:00.000Z by the A/B test Rings of abalone`,
  },
];

const log = jest.fn();
const measure = jest.fn();

beforeEach(() => {
  log.mockClear();
  measure.mockClear();
});

test('a challenger that has won is approved, with the numbers that say so', async () => {
  const { done, calls } = run({ DescribeModelPackage: [PENDING], UpdateModelPackage: [{}] });

  await done;

  expect(calls).toEqual([DESCRIBED, UPDATED]);
  expect(log.mock.calls).toEqual([['INFO', 'the challenger has won and is approved', FACTS]]);
  expect(measure.mock.calls).toEqual([[measured('ChallengerApproved', 1)]]);
});

test('the description is no longer than SageMaker takes, and keeps the numbers', async () => {
  const testName = 'a'.repeat(2_000);
  const { done, calls } = run({ DescribeModelPackage: [PENDING], UpdateModelPackage: [{}] }, {}, { testName });

  await done;

  const [, [, input]] = calls;
  const { ApprovalDescription: description } = input as { ApprovalDescription: string };
  expect(description).toHaveLength(1_024);
  expect(description).toMatch(/^higher is better: .+ p 0\.00043\); decided at 2026/);
});

test('an event that comes twice approves once', async () => {
  const answers = { DescribeModelPackage: [PENDING, APPROVED], UpdateModelPackage: [{}] };
  const { client, calls } = clientOf(answers);
  const promotion = { client, settings: SETTINGS, log, measure };

  await promote(DECIDED, promotion);
  await promote(DECIDED, promotion);

  expect(calls).toEqual([DESCRIBED, UPDATED, DESCRIBED]);
  expect(log).toHaveBeenLastCalledWith('INFO', 'the challenger is approved already', FACTS);
});

test.each<[Partial<DecidedTest>]>([[{ winner: 'Champion' }], [{ outcome: 'noDifference', winner: undefined }]])(
  'without a victory of the challenger nothing is approved, and that is told: %p',
  async (decided) => {
    const { done, calls } = run({}, decided);

    await done;

    expect(calls).toEqual([]);
    expect(log.mock.calls).toEqual([
      ['INFO', 'nothing is approved: the challenger has not won', { ...FACTS, ...decided }],
    ]);
    expect(measure.mock.calls).toEqual([[measured('ChallengerApproved', 0)]]);
  },
);

test('a late decision of an earlier test approves nothing', async () => {
  const decisionId = 'abalone/Rings/2026-10-01T08:00:00Z';
  const { done, calls } = run({}, { decisionId });

  await done;

  expect(calls).toEqual([]);
  expect(measure).not.toHaveBeenCalled();
  expect(log.mock.calls).toEqual([
    ['WARN', 'nothing is approved: the decision is of another test', { ...FACTS, decisionId }],
  ]);
});

test.each([
  [{ ...PENDING, ModelApprovalStatus: 'Rejected' }, 'a person has rejected the version'],
  [{ ...PENDING, ModelPackageStatus: 'Failed' }, 'the version is Failed'],
  [{ ...APPROVED, ModelPackageStatus: 'Deleting' }, 'the version is Deleting'],
  [named('ValidationException', `ModelPackage ${PACKAGE_ARN} does not exist.`), 'the version does not exist'],
])('a winner that cannot be approved is told: %#', async (described, refusal) => {
  const { done, calls } = run({ DescribeModelPackage: [described] });

  await done;

  expect(calls).toEqual([DESCRIBED]);
  expect(log.mock.calls).toEqual([['ERROR', 'the challenger has won, but is not approved', { ...FACTS, refusal }]]);
  expect(measure.mock.calls).toEqual([[measured('PromotionRefused', 1)]]);
});

test.each<[Answers, string]>([
  [{ DescribeModelPackage: [named('ThrottlingException', 'Rate exceeded')] }, 'Rate exceeded'],
  [{ DescribeModelPackage: [named('AccessDeniedException', 'not authorized')] }, 'not authorized'],
  [
    { DescribeModelPackage: [PENDING], UpdateModelPackage: [named('ThrottlingException', 'Rate exceeded')] },
    'Rate exceeded',
  ],
  [
    { DescribeModelPackage: [PENDING], UpdateModelPackage: [named('ConflictException', 'being updated')] },
    'being updated',
  ],
])('a call that fails fails the run, so that it is tried again: %#', async (answers, message) => {
  const { done } = run(answers);

  await expect(done).rejects.toThrow(message);

  expect(measure).not.toHaveBeenCalled();
});

test('a run after one that failed half-way approves', async () => {
  const conflict = named('ConflictException', 'being updated');
  const { client, calls } = clientOf({ DescribeModelPackage: [PENDING], UpdateModelPackage: [conflict, {}] });
  const promotion = { client, settings: SETTINGS, log, measure };

  await expect(promote(DECIDED, promotion)).rejects.toThrow('being updated');
  await promote(DECIDED, promotion);

  expect(calls).toEqual([DESCRIBED, UPDATED, DESCRIBED, UPDATED]);
  expect(measure.mock.calls).toEqual([[measured('ChallengerApproved', 1)]]);
});

function run(answers: Answers, decided: Partial<DecidedTest> = {}, settings: Partial<PromotionSettings> = {}) {
  const { client, calls } = clientOf(answers);
  const done = promote({ ...DECIDED, ...decided }, { client, settings: { ...SETTINGS, ...settings }, log, measure });

  return { done, calls };
}

function measured(name: string, value: number): object {
  return { name, value, dimensions: { EndpointName: 'abalone', TestName: 'Rings' } };
}
