/** The address space and availability zones that the teams' networks are cut from. */
export interface NetworkDescription {
  /**
   * The block that every new network lies in, as `10.40.0.0/16`: IPv4, /8 to /24.
   *
   * It is no network itself, only the space that the teams' networks are cut from.
   */
  readonly cidr: string;

  /**
   * Names of the availability zones, as `eu-west-1a`: two to six of the home region, the same in every network.
   *
   * They are given, never looked up, so that a synthesis needs no account. Studio domains stay in the first two:
   * append new zones at the end.
   */
  readonly availabilityZones: string[];
}

/** The network of a team's stage: a new one, or one that exists. Give exactly one of the two. */
export interface StageNetwork {
  /**
   * Block of a new isolated network, as `10.40.0.0/20`: inside the platform's block, overlapping no other, /16 to /23.
   *
   * @default - no new network; an existing VPC is given
   */
  readonly cidr?: string;

  /**
   * A VPC that exists and is adopted.
   *
   * @default - no existing VPC; a block for a new network is given
   */
  readonly existingVpc?: ExistingVpc;
}

/** A VPC that exists. What the platform needs of it is stated here, because nothing is looked up at synth. */
export interface ExistingVpc {
  /** Id of the VPC, as `vpc-0a1b2c3d4e5f67890`. */
  readonly vpcId: string;

  /** Block of the VPC, as `10.8.0.0/16`: /16 to /28. It may lie outside the platform's block. */
  readonly cidr: string;

  /** Its private subnets: at least two, in different availability zones. */
  readonly subnets: ExistingSubnet[];

  /**
   * Services whose VPC endpoints exist in it, as `sagemaker.api`, `kms`, `s3`.
   *
   * A service that the platform needs and that is not in the list is a problem, unless `addMissingEndpoints` is set.
   */
  readonly endpoints: string[];

  /**
   * Whether the platform adds the endpoints that are missing.
   *
   * @default false
   */
  readonly addMissingEndpoints?: boolean;
}

/** A private subnet that exists. */
export interface ExistingSubnet {
  /** Id of the subnet, as `subnet-0a1b2c3d4e5f67890`. */
  readonly subnetId: string;

  /** Id of its route table, as `rtb-0a1b2c3d4e5f67890`; gateway endpoints are attached to it. */
  readonly routeTableId: string;

  /** Name of its availability zone, as `eu-west-1a`. */
  readonly availabilityZone: string;
}
