import { App } from 'aws-cdk-lib';
import { abalonePipeline } from './abalone';
import { batchInferencePipelines } from './batch-inference';
import { productReviewsPipeline } from './product-reviews';
import { Workbench } from './workbench';

const app = new App();
const workbench = new Workbench(app, 'AcmePipelines', {
  env: { account: '111122223333', region: 'eu-west-1' },
  team: 'acme-shop',
});

abalonePipeline(workbench);
productReviewsPipeline(workbench);
batchInferencePipelines(workbench);

app.synth();
