import { SageMakerClient } from '@aws-sdk/client-sagemaker';

/** Whoever speaks with SageMaker. */
export type Client = Pick<SageMakerClient, 'send'>;
