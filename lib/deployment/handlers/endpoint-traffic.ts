import { UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { describeEndpoint, EndpointClient } from './endpoint-calls';
import { inProportion } from './shares';

/** SageMaker keeps weights in single precision. */
const ROUNDING = 1e-6;

/** Weights by the names of variants. */
export type Weights = Readonly<Record<string, number>>;

/** Who changes the weights of which endpoint. */
export interface WeighedEndpoint {
  readonly sageMaker: EndpointClient;
  readonly endpointName: string;
}

/** How an endpoint shares its requests out. */
export interface EndpointTraffic {
  readonly status: string;
  readonly weights: Weights;
}

/** The traffic as it is at this moment; none where the endpoint is gone. */
export async function readTraffic({ sageMaker, endpointName }: WeighedEndpoint): Promise<EndpointTraffic | undefined> {
  const found = await describeEndpoint(sageMaker, endpointName);
  if (!found) return undefined;

  const { EndpointStatus, ProductionVariants = [] } = found;
  return {
    status: String(EndpointStatus),
    weights: Object.fromEntries(
      ProductionVariants.map(({ VariantName, CurrentWeight }) => [String(VariantName), CurrentWeight ?? 0]),
    ),
  };
}

/** Asks SageMaker for weights; the endpoint is updating for a while. */
export async function moveTraffic({ sageMaker, endpointName }: WeighedEndpoint, weights: Weights): Promise<void> {
  await sageMaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: endpointName,
      DesiredWeightsAndCapacities: Object.entries(weights).map(([VariantName, DesiredWeight]) => ({
        VariantName,
        DesiredWeight,
      })),
    }),
  );
}

/** Whether two sets of weights are of the same variants. */
export function haveSameVariants(some: Weights, others: Weights): boolean {
  const names = Object.keys(some);

  return names.length === Object.keys(others).length && names.every((name) => name in others);
}

/** Whether two sets of weights share the requests of the same variants out alike. */
export function shareAlike(some: Weights, others: Weights): boolean {
  if (!haveSameVariants(some, others)) return false;

  const names = Object.keys(some);
  const [ones, twos] = [some, others].map((weights) => inProportion(names.map((name) => weights[name])));
  return ones.every((share, i) => Math.abs(share - twos[i]) < ROUNDING);
}
