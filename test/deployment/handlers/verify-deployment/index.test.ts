import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { handler } from '../../../../lib/deployment/handlers/verify-deployment';
import { linesOf } from '../stdout';

test('the rule of an endpoint has it described, logged and measured', async () => {
  const send = jest.fn().mockResolvedValue({ EndpointStatus: 'InService', EndpointConfigName: 'Configuration-1' });
  jest.spyOn(SageMakerClient.prototype, 'send').mockImplementation(send);

  const lines = await linesOf(() => handler({ endpointName: 'abalone', configurationName: 'Configuration-2' }));

  expect(send).toHaveBeenCalledTimes(1);
  expect(lines).toEqual([
    expect.objectContaining({ level: 'ERROR', endpointName: 'abalone', running: 'Configuration-1' }),
    expect.objectContaining({ EndpointName: 'abalone', NotAsDeployed: 1 }),
  ]);
});
