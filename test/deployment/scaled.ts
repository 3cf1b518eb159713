import { App, CfnElement, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnEndpoint, CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { check } from '../../lib/core';
import { ScalingPolicy } from '../../lib/deployment/scaling-policy';
import { MetricPlace } from '../../lib/deployment/private/endpoint-metrics';
import { ScalableVariant } from '../../lib/deployment/private/scalable-variant';
import { checkBounds, ScalingBounds } from '../../lib/deployment/private/scaling-bounds';
import { ScalingContext } from '../../lib/deployment/private/scaling-context';

/** What may scale, as the constructs that own it describe it. */
export const CONTEXTS = {
  realTime: { kind: 'instances', asynchronous: false, leastAllowed: 1, instanceType: 'ml.m5.xlarge' },
  asynchronous: { kind: 'instances', asynchronous: true, leastAllowed: 0, instanceType: 'ml.g5.12xlarge' },
  serverless: { kind: 'serverless', asynchronous: false, leastAllowed: 1, mostAllowed: 20 },
  component: { kind: 'component', asynchronous: false, leastAllowed: 0 },
} as const satisfies Record<string, ScalingContext>;

export type Scaled = keyof typeof CONTEXTS;

/** Bounds that fit every context. */
export function bounds(wished: Partial<ScalingBounds> = {}): ScalingBounds {
  return { least: 1, most: 4, policies: [], schedules: [], ...wished };
}

/** What is wrong with policies for something that scales. */
export function checked(scaled: Scaled, ...policies: ScalingPolicy[]): () => void {
  return () => check(undefined, (problems) => checkBounds(problems, 'scaling', bounds({ policies }), CONTEXTS[scaled]));
}

/** The template of something that scales, beside the endpoint or component that it belongs to. */
export function scaledTemplate(
  scaled: Scaled,
  wished: Partial<ScalingBounds> = {},
  context: ScalingContext = CONTEXTS[scaled],
): Template {
  const stack = new Stack(new App(), 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
  const endpoint = new CfnEndpoint(stack, 'Endpoint', { endpointConfigName: 'abalone' });
  const component = new CfnInferenceComponent(stack, 'Component', { endpointName: 'abalone' });
  shortIds(endpoint, component);
  const place: MetricPlace =
    scaled === 'component'
      ? { emitter: 'component', componentName: nameIn(component) }
      : { emitter: scaled, endpointName: endpoint.attrEndpointName, variantName: 'AllTraffic' };

  new ScalableVariant(stack, 'Scaling', { context, bounds: bounds(wished), place });

  return Template.fromStack(stack);
}

/** The only resource of a type in a template. */
export function onlyProperties(template: Template, type: string): Record<string, unknown> {
  const resources = Object.values(template.findResources(type));
  expect(resources).toHaveLength(1);

  return resources[0].Properties as Record<string, unknown>;
}

/** A component tells its name in its ARN only. */
function nameIn(component: CfnInferenceComponent): string {
  return Fn.select(1, Fn.split('/', component.attrInferenceComponentArn));
}

function shortIds(...elements: CfnElement[]): void {
  for (const element of elements) element.overrideLogicalId(element.node.id);
}
