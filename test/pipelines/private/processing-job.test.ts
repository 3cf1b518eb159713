import { processingJobArguments } from '../../../lib/pipelines/private/processing-job';
import { environmentIn, OUTPUT_KEY_ARN, stackIn } from '../definitions';

const JOB = { imageUri: 'analyzer', inputs: [], outputs: [] };

test('a job leaves out what it has not, because SageMaker refuses empty lists', () => {
  const rendered = argumentsOf(JOB);

  expect(rendered.AppSpecification).toEqual({ ImageUri: 'analyzer' });
  expect(rendered.ProcessingInputs).toBeUndefined();
  expect(rendered.ProcessingOutputConfig).toEqual({ Outputs: [], KmsKeyId: OUTPUT_KEY_ARN });
});

test('a job is isolated until it says why not', () => {
  expect(argumentsOf(JOB).NetworkConfig).toMatchObject({ EnableNetworkIsolation: true });
  expect(argumentsOf({ ...JOB, networkCallsReason: 'asks a model' }).NetworkConfig).toMatchObject({
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: true,
    VpcConfig: { SecurityGroupIds: ['sg-1'] },
  });
});

function argumentsOf(job: Parameters<typeof processingJobArguments>[0]): Record<string, unknown> {
  const stack = stackIn();
  const rendered = processingJobArguments(job, { stack, environment: environmentIn(stack) });

  return JSON.parse(JSON.stringify(rendered)) as Record<string, unknown>;
}
