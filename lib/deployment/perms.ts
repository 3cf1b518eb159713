/** IAM actions on endpoints, by verb. */

export const INVOKE = ['sagemaker:InvokeEndpoint'];
