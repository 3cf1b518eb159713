import { Size, Stack } from 'aws-cdk-lib';
import {
  EndpointStage,
  InferenceComponent,
  InferenceComponentProps,
  ModelEndpoint,
  ProductionVariant,
} from '../../lib/deployment';
import { endpointIn, version, Wishes } from './endpoints';

/** An endpoint for inference components. */
export function hostIn(stack: Stack, wished: Wishes = {}): ModelEndpoint {
  return endpointIn(stack, {
    variants: [ProductionVariant.components({ instanceType: 'ml.p3.8xlarge' })],
    stage: EndpointStage.nonProduction(),
    ...wished,
  });
}

/** An inference component on the endpoint, with a model that was registered. */
export function componentOn(
  endpoint: ModelEndpoint,
  wished: Partial<InferenceComponentProps> = {},
  id = 'Component',
): InferenceComponent {
  return new InferenceComponent(endpoint.stack, id, {
    componentName: 'oyster',
    endpoint,
    model: version(7),
    compute: { minMemory: Size.gibibytes(8), accelerators: 1 },
    alarmActions: [],
    ...wished,
  });
}
