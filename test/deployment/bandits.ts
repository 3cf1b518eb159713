import { Stack } from 'aws-cdk-lib';
import { ModelEndpoint, RewardIngressProps, TrafficBandit, TrafficBanditProps } from '../../lib/deployment';
import { endpointIn, functionsIn, variantsOf } from './endpoints';
import { ingressIn, VARIANT_NAMES } from './rewarded';

/** What a test wishes of a bandit, and of the ingress of its rewards. */
export interface BanditWishes extends Partial<TrafficBanditProps> {
  readonly ingress?: Partial<RewardIngressProps>;
}

/** A bandit over two variants, with an ingress of the same endpoint. */
export function banditOf(stack: Stack, { ingress, ...wished }: BanditWishes = {}): TrafficBandit {
  const endpoint = wished.endpoint ?? twoVariantsIn(stack);

  return new TrafficBandit(stack, 'Bandit', {
    endpoint,
    rewards: wished.rewards ?? ingressIn(stack, { endpoint, ...ingress }),
    environment: functionsIn(stack),
    ...wished,
  });
}

/** An endpoint with two variants. */
export function twoVariantsIn(stack: Stack): ModelEndpoint {
  return endpointIn(stack, { variants: variantsOf(...VARIANT_NAMES) });
}
