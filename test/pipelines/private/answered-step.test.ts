import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as perms from '../../../lib/pipelines/perms';
import { answeredStep } from '../../../lib/pipelines/private/answered-step';
import { definitionOf, environmentIn, pipelineIn, stackIn, VOLUME_KEY_ARN } from '../definitions';

test('a step waits an hour longer than its job may take, and dead letters are told', () => {
  const stack = stackIn();
  const owner = {
    stepName: 'Compile',
    displayName: 'Compile the model',
    pipelineName: 'abalone',
    environment: environmentIn(stackIn()),
    encryptionKey: kms.Key.fromKeyArn(stack, 'FunctionKey', VOLUME_KEY_ARN),
  };

  const { callback, deadLetterQueue } = answeredStep(stack, owner, {
    handler: 'compile-model',
    purpose: 'Compiles models',
    arnKind: 'compilation-job',
    actions: perms.COMPILE_MODELS,
    request: {},
    maxRuntime: Duration.minutes(30),
    arguments: { modelS3Uri: 's3://acme-models/model.tar.gz' },
    outputs: [{ outputName: 'compiledModelS3Uri' }],
  });
  pipelineIn(stack, [callback]);

  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
    KmsMasterKeyId: VOLUME_KEY_ARN,
    RedrivePolicy: { deadLetterTargetArn: stack.resolve(deadLetterQueue.queueArn), maxReceiveCount: 21 },
  });
  expect(definitionOf(stack).Steps[0]).toMatchObject({
    DisplayName: 'Compile the model',
    Arguments: { modelS3Uri: 's3://acme-models/model.tar.gz' },
  });
});
