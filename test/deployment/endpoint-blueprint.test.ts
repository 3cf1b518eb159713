import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  EndpointBlueprint,
  EndpointOverrides,
  EndpointStage,
  ProductionVariant,
  ServedModel,
  ServingContainer,
  ServingImage,
} from '../../lib/deployment';
import { captureIn, functionsIn, keyIn } from './endpoints';
import { ARCHIVE } from './served';

const IMAGE = ServingImage.xgboost('1.7-1');
const MODEL = ServedModel.of(ServingContainer.archive({ image: IMAGE, modelDataUrl: ARCHIVE }));
const BLUEPRINT = new EndpointBlueprint({
  variants: [ProductionVariant.instances({ model: MODEL })],
  health: { maxModelLatency: Duration.millis(200) },
});

test('one description serves in two regions, each with the image of its own', () => {
  const [ireland, frankfurt] = ['eu-west-1', 'eu-central-1'].map((region) => templateIn(region));

  for (const template of [ireland, frankfurt]) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ModelLatency', Threshold: 200_000 });
  }
  expect(imageIn(ireland)).toContain('.dkr.ecr.eu-west-1.');
  expect(imageIn(frankfurt)).toContain('.dkr.ecr.eu-central-1.');
});

test('a place may differ in what the description says', () => {
  const small = ProductionVariant.instances({
    model: MODEL,
    instanceType: 'ml.c5.large',
    scaling: { minInstances: 1 },
  });

  const template = templateIn('eu-west-1', {
    variants: [small],
    health: { maxModelLatency: Duration.seconds(2) },
  });

  template.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ InstanceType: 'ml.c5.large', InitialInstanceCount: 1 })],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ModelLatency', Threshold: 2_000_000 });
});

function templateIn(region: string, overrides?: EndpointOverrides): Template {
  const stack = new Stack(new App(), 'Hosting', { env: { account: '111111111111', region } });
  const { subnets, securityGroups, alarmActions } = functionsIn(stack);
  const place = {
    endpointName: 'abalone-test',
    stage: EndpointStage.nonProduction(),
    subnets,
    securityGroups,
    alarmActions,
    volumeKey: keyIn(stack),
    dataCapture: captureIn(stack),
  };

  BLUEPRINT.endpointAt(stack, 'Endpoint', place, overrides);

  return Template.fromStack(stack);
}

function imageIn(template: Template): string {
  const [model] = Object.values(template.findResources('AWS::SageMaker::Model'));
  return String(model.Properties.PrimaryContainer.Image);
}
