import { LaidNetwork } from './landing-zone';

/** The network that examples/pipelines and examples/integrations find in their account. */
export const ADOPTED_NETWORK: LaidNetwork = {
  vpcId: 'vpc-0a1b2c3d4e5f67890',
  cidr: '10.8.0.0/16',
  subnets: ['a', 'b'].map((letter) => ({
    subnetId: `subnet-0a1b2c3d4e5f6789${letter}`,
    routeTableId: `rtb-0a1b2c3d4e5f6789${letter}`,
    availabilityZone: `eu-west-1${letter}`,
  })),
};
