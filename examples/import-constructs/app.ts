import { App, Stack } from 'aws-cdk-lib';
import { foundation, registry } from 'governed-ml';

const app = new App();
const stack = new Stack(app, 'AcmeModels', { env: { account: '111122223333', region: 'eu-west-1' } });

const { key } = new foundation.DataKey(stack, 'Key', {
  alias: 'acme-models',
  description: 'Encrypts the training data and the models of acme',
});
const { bucket: accessLogBucket } = new foundation.AccessLogBucket(stack, 'AccessLogs', {
  bucketName: 'acme-models-access-logs',
});
new foundation.DataBucket(stack, 'Data', {
  bucketName: 'acme-models-data',
  encryptionKey: key,
  accessLogBucket,
});
new registry.ModelPackageGroup(stack, 'Abalone', {
  modelPackageGroupName: 'acme-abalone',
  deployingAccounts: ['444455556666'],
});

app.synth();
