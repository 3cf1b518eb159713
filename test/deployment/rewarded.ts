import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { RewardIngress, RewardIngressProps, RewardSource } from '../../lib/deployment';
import { endpointIn, functionsIn, stackIn, variantsOf } from './endpoints';

export const VARIANT_NAMES = ['Champion', 'Challenger'];

/** Events of a shop, on the default bus. */
export function shopEvents(): RewardSource {
  return RewardSource.eventBridge({ source: 'acme.shop', detailType: 'Purchase' });
}

/** Requests through an endpoint of a network that was made elsewhere. */
export function privateRequests(stack: Stack): RewardSource {
  return RewardSource.https({ vpcEndpoints: [vpcEndpointIn(stack)] });
}

/** A VPC endpoint that was made elsewhere. */
export function vpcEndpointIn(stack: Stack): ec2.IInterfaceVpcEndpoint {
  return ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'VpcEndpoint', {
    vpcEndpointId: 'vpce-1',
    port: 443,
  });
}

/** An ingress of an endpoint in another stack, with two variants; rewards come as events of a shop. */
export function ingressIn(stack: Stack, wished: Partial<RewardIngressProps> = {}): RewardIngress {
  return new RewardIngress(stack, 'Ingress', {
    endpoint: endpointIn(stackIn(), { variants: variantsOf(...VARIANT_NAMES) }),
    sources: [shopEvents()],
    environment: functionsIn(stack),
    ...wished,
  });
}
