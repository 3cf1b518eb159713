import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { handler } from '../../../../lib/deployment/handlers/promote-challenger';
import { linesOf } from '../stdout';

test('the event of a decided test has the version described, logged and measured', async () => {
  process.env.SETTINGS = JSON.stringify({
    endpointName: 'abalone',
    testName: 'Rings',
    decisionId: 'abalone/Rings/2026-12-01T08:00:00Z',
    champion: 'Champion',
    modelPackageArn: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/7',
  });
  const send = jest.fn().mockResolvedValue({ ModelPackageStatus: 'Completed', ModelApprovalStatus: 'Rejected' });
  jest.spyOn(SageMakerClient.prototype, 'send').mockImplementation(send);

  const lines = await linesOf(() =>
    handler({
      detail: {
        decisionId: 'abalone/Rings/2026-12-01T08:00:00Z',
        outcome: 'winner',
        winner: 'Challenger',
        reason: 'higher is better',
        comparisons: [],
        counters: {},
        decidedAt: '2026-12-09T08:00:00.000Z',
      },
    }),
  );

  expect(send).toHaveBeenCalledTimes(1);
  expect(lines).toEqual([
    expect.objectContaining({ level: 'ERROR', refusal: 'a person has rejected the version' }),
    expect.objectContaining({ EndpointName: 'abalone', TestName: 'Rings', PromotionRefused: 1 }),
  ]);
});
