import { settleMessages } from '../../../../lib/pipelines/handlers/messages';
import { answersOf, BACK_IN_THE_QUEUE, errorNamed, failureBecause, JOB_NAME, SETTLED, successWith } from '../runners';
import { completed, gateWith, loadTestEvent, MODEL_PACKAGE_ARN } from './gates';

test('the request is that of the gate, with the model and the limit of the step', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: errorNamed('ResourceNotFound') });

  const response = await settleMessages(loadTestEvent({}, 1), gate);

  expect(response).toEqual(BACK_IN_THE_QUEUE);
  expect(gate.calls).toEqual([
    ['DescribeInferenceRecommendationsJob', { JobName: JOB_NAME }],
    [
      'CreateInferenceRecommendationsJob',
      {
        JobName: JOB_NAME,
        JobType: 'Advanced',
        RoleArn: 'arn:aws:iam::111111111111:role/acme-jobs',
        InputConfig: {
          ModelPackageVersionArn: MODEL_PACKAGE_ARN,
          EndpointConfigurations: [{ InstanceType: 'ml.m5.large' }],
        },
        StoppingConditions: { ModelLatencyThresholds: [{ Percentile: 'P95', ValueInMilliseconds: 100 }] },
      },
    ],
  ]);
});

test('a model that is fast enough lets the pipeline go on, with its figures', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(720, 80) });

  const response = await settleMessages(loadTestEvent(), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([
    successWith({
      maxInvocationsPerMinute: '720',
      modelLatencyMilliseconds: '80',
      recommendationsJobName: JOB_NAME,
    }),
  ]);
});

test('a model that is too slow fails the step, which tells both faults', async () => {
  const gate = gateWith({ DescribeInferenceRecommendationsJob: completed(240, 130) });

  const response = await settleMessages(loadTestEvent(), gate);

  expect(response).toEqual(SETTLED);
  expect(answersOf(gate)).toEqual([
    failureBecause(
      'the model takes 240 invocations a minute, 600 are required; its latency is 130 ms, 100 ms are allowed',
    ),
  ]);
});

test('limits that are none fail the step', async () => {
  const gate = gateWith({});
  const limits = { modelPackageArn: MODEL_PACKAGE_ARN, maxLatencyMilliseconds: 'fast', minInvocationsPerMinute: 600 };

  const response = await settleMessages(loadTestEvent({ arguments: limits }), gate);

  expect(response).toEqual(SETTLED);
  expect(gate.calls).toEqual([failureBecause('maxLatencyMilliseconds is "fast", a number above 0 is needed')]);
});
