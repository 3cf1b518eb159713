import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { ProductionVariant } from '../../lib/deployment';
import { endpointIn, stackIn, variantsOf, version } from './endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('each variant has a model and scales by itself', () => {
  endpointIn(stack, { variants: variantsOf('Champion', 'Challenger') });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::SageMaker::Model', 2);
  template.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [
      Match.objectLike({ VariantName: 'Champion', ModelName: modelNamed('Champion') }),
      Match.objectLike({ VariantName: 'Challenger', ModelName: modelNamed('Challenger') }),
    ],
    ShadowProductionVariants: Match.absent(),
  });
  for (const name of ['Champion', 'Challenger']) {
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ResourceId: { 'Fn::Join': ['', ['endpoint/', Match.anyValue(), `/variant/${name}`]] },
    });
  }
});

test('a shadow gets copies of the requests by its weight, on instances and with a model of its own', () => {
  const shadowVariant = ProductionVariant.instances({ variantName: 'Shadow', weight: 0.2, model: version(4) });

  endpointIn(stack, { variants: variantsOf('Champion'), shadowVariant });

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ VariantName: 'Champion', ModelName: modelNamed('Champion') })],
    ShadowProductionVariants: [
      {
        VariantName: 'Shadow',
        InitialVariantWeight: 0.2,
        ModelName: modelNamed('Shadow'),
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 2,
        RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
      },
    ],
  });
});

test('an update keeps the weights where somebody moves them', () => {
  const endpoint = endpointIn(stack, { variants: variantsOf('Champion', 'Challenger') });

  endpoint._leaveWeightsTo(new Construct(stack, 'Bandit'));

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Endpoint', {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
  });
});

test('one alone moves the weights', () => {
  const endpoint = endpointIn(stack, { variants: variantsOf('Champion', 'Challenger') });
  endpoint._leaveWeightsTo(new Construct(stack, 'Bandit'));

  const another = () => endpoint._leaveWeightsTo(new Construct(stack, 'AbTest'));

  expect(another).toThrow(
    'EndpointWeightsTaken: endpoint has its weights from Hosting/Bandit, one alone may move the traffic between variants; leave the endpoint to it, or to Hosting/AbTest',
  );
});

/** The name of the model that the endpoint made for a variant. */
function modelNamed(variantName: string): unknown {
  const ids = Object.keys(Template.fromStack(stack).findResources('AWS::SageMaker::Model'));

  return { 'Fn::GetAtt': [ids.find((id) => id.includes(variantName)), 'ModelName'] };
}
