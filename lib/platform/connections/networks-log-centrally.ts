import { RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { nearest, Problems } from '../../core';
import { PlatformDescription, StageNetwork } from '../../description';
import { AdoptedNetwork, EndpointService, INetwork, Network, TrustedPerimeter } from '../../foundation';
import { PlatformNames } from '../platform-names';
import { stagesOf } from '../stages';

/** The network of a stage, as the description asks for it. */
export interface StageNetworkRequest {
  readonly network?: StageNetwork;
  readonly availabilityZones: string[];
  readonly perimeter: TrustedPerimeter;
  readonly names: PlatformNames;

  /** What becomes of a new network when it leaves the template. */
  readonly removalPolicy?: RemovalPolicy;
}

/** Checks that the endpoints of every existing VPC are named as this library names them. */
export function checkEndpointNames(problems: Problems, { teams }: PlatformDescription): void {
  const known = EndpointService.all().map((service) => service.name);

  teams.forEach((team, i) => {
    for (const { name: stageName, stage } of stagesOf(team)) {
      const names = stage.network?.existingVpc?.endpoints ?? [];
      names.forEach((name, j) => {
        if (known.includes(name)) return;
        const [candidate] = nearest(name, known);
        problems.add({
          code: 'EndpointServiceUnknown',
          path: `teams[${i}].stages.${stageName}.network.existingVpc.endpoints[${j}]`,
          got: `is "${name}"`,
          wanted: 'the platform uses no endpoint service of that name',
          remedy: candidate ? `did you mean "${candidate}"` : `leave it out; the names are ${known.join(', ')}`,
        });
      });
    }
  });
}

/** Defines a stage's network, new or adopted; a new one sends its flow logs to the log archive. */
export function defineStageNetwork(scope: Construct, id: string, props: StageNetworkRequest): INetwork {
  const { network = {}, availabilityZones, perimeter, names, removalPolicy } = props;
  const { cidr, existingVpc } = network;

  if (existingVpc) {
    return new AdoptedNetwork(scope, id, {
      vpcId: existingVpc.vpcId,
      cidr: existingVpc.cidr,
      subnets: existingVpc.subnets,
      existingEndpoints: existingVpc.endpoints.map((name) => EndpointService.of(name)),
      addMissingEndpoints: existingVpc.addMissingEndpoints,
      perimeter,
    });
  }

  return new Network(scope, id, {
    // The description's rules give a stage without an existing VPC a block.
    cidr: cidr as string,
    availabilityZones,
    perimeter,
    flowLogBucket: s3.Bucket.fromBucketName(scope, `${id}FlowLogs`, names.flowLogBucket()),
    removalPolicy,
  });
}
