import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { check, checkAvailabilityZone, checkVpcCidr, checkVpcResourceId, Problems } from '../core';
import { EndpointService } from './endpoint-service';
import { INetwork } from './network';
import { defineEndpoints } from './private/endpoints';
import { defineFlowLog } from './private/flow-log';
import { workloadSecurityGroup } from './private/workload-security-group';
import { TrustedPerimeter } from './trusted-perimeter';

const FEWEST_ZONES = 2;

/** A private subnet that exists. */
export interface AdoptedSubnet {
  /** Id of the subnet, as `subnet-0a1b2c3d4e5f67890`. */
  readonly subnetId: string;

  /** Id of its route table, as `rtb-0a1b2c3d4e5f67890`; gateway endpoints are attached to it. */
  readonly routeTableId: string;

  /** Name of its availability zone, as `eu-west-1a`. */
  readonly availabilityZone: string;
}

/** What an existing VPC has. Nothing is looked up, so what is not stated here does not count. */
export interface AdoptedNetworkProps {
  /** Id of the VPC, as `vpc-0a1b2c3d4e5f67890`. Its DNS support and DNS hostnames must be on. */
  readonly vpcId: string;

  /** Block of the VPC, as `10.8.0.0/16`. */
  readonly cidr: string;

  /** Its subnets for workloads, in at least two availability zones, none with a route to the internet. */
  readonly subnets: AdoptedSubnet[];

  /** Services whose endpoints the VPC has. Their security groups must admit HTTPS from the VPC's block. */
  readonly existingEndpoints: EndpointService[];

  /** Whose principals and resources the added endpoints admit. */
  readonly perimeter: TrustedPerimeter;

  /**
   * Services that the workloads reach. One that the VPC has no endpoint for is a problem, unless missing ones are added.
   *
   * @default - every service that SageMaker workloads need, `EndpointService.all()`
   */
  readonly endpoints?: EndpointService[];

  /**
   * Whether the endpoints that are missing are added.
   *
   * @default false
   */
  readonly addMissingEndpoints?: boolean;

  /**
   * Bucket that records all traffic; it may lie in another account.
   *
   * @default - no flow log is added: the owner of the VPC has one
   */
  readonly flowLogBucket?: s3.IBucket;
}

/**
 * A network in a VPC that exists and belongs to somebody else.
 *
 * It is checked for what SageMaker workloads need, and everything that is missing is told at once. The VPC, its subnets
 * and its routes are never touched.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-give-access.html
 */
export class AdoptedNetwork extends Construct implements INetwork {
  public readonly vpc: ec2.IVpc;
  public readonly subnets: ec2.ISubnet[];
  public readonly securityGroup: ec2.ISecurityGroup;
  public readonly availabilityZones: string[];

  constructor(scope: Construct, id: string, props: AdoptedNetworkProps) {
    super(scope, id);

    const missing = missingServices(props);
    check(this, (problems) => checkAdoptedNetwork(problems, Stack.of(this).region, props, missing));

    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: props.vpcId,
      vpcCidrBlock: props.cidr,
      availabilityZones: props.subnets.map((subnet) => subnet.availabilityZone),
      isolatedSubnetIds: props.subnets.map((subnet) => subnet.subnetId),
      isolatedSubnetRouteTableIds: props.subnets.map((subnet) => subnet.routeTableId),
    });
    this.subnets = this.vpc.isolatedSubnets;
    this.availabilityZones = zonesOf(props);
    this.securityGroup = workloadSecurityGroup(this, this.vpc);

    if (props.flowLogBucket) defineFlowLog(this, props.vpcId, props.flowLogBucket);
    defineEndpoints(this, {
      vpc: this.vpc,
      subnets: this.subnets,
      cidr: props.cidr,
      services: missing,
      perimeter: props.perimeter,
    });
  }
}

function missingServices(props: AdoptedNetworkProps): EndpointService[] {
  const needed = [...new Set(props.endpoints ?? EndpointService.all())];

  return needed.filter((service) => !props.existingEndpoints.includes(service));
}

function zonesOf(props: AdoptedNetworkProps): string[] {
  return [...new Set(props.subnets.map((subnet) => subnet.availabilityZone))];
}

function checkAdoptedNetwork(
  problems: Problems,
  region: string,
  props: AdoptedNetworkProps,
  missing: EndpointService[],
): void {
  checkVpcResourceId(problems, 'vpcId', props.vpcId, 'vpc');
  checkVpcCidr(problems, 'cidr', props.cidr);
  props.subnets.forEach((subnet, i) => {
    const path = `subnets[${i}]`;
    checkVpcResourceId(problems, `${path}.subnetId`, subnet.subnetId, 'subnet');
    checkVpcResourceId(problems, `${path}.routeTableId`, subnet.routeTableId, 'rtb');
    checkAvailabilityZone(problems, `${path}.availabilityZone`, subnet.availabilityZone, region);
    checkSubnetOnce(problems, path, props.subnets, i);
  });
  checkZones(problems, zonesOf(props));
  if (!props.addMissingEndpoints) checkNothingMissing(problems, missing);
}

function checkSubnetOnce(problems: Problems, path: string, subnets: AdoptedSubnet[], index: number): void {
  const id = subnets[index].subnetId;
  const first = subnets.findIndex((subnet) => subnet.subnetId === id);
  if (first === index) return;

  problems.add({
    code: 'SubnetRepeated',
    path: `${path}.subnetId`,
    got: `is "${id}", which subnets[${first}].subnetId is too`,
    wanted: 'each subnet stands once',
    remedy: 'write the id of another subnet, or remove the entry',
  });
}

function checkZones(problems: Problems, zones: string[]): void {
  if (zones.length >= FEWEST_ZONES || zones.some((zone) => Token.isUnresolved(zone))) return;

  problems.add({
    code: 'SubnetsInOneZone',
    path: 'subnets',
    got: zones.length === 0 ? 'is empty' : `lie in one availability zone, ${zones.join()}`,
    wanted: `a network spans at least ${FEWEST_ZONES} zones`,
    remedy: 'add a private subnet in another zone',
  });
}

function checkNothingMissing(problems: Problems, missing: EndpointService[]): void {
  if (missing.length === 0) return;

  problems.add({
    code: 'EndpointsMissing',
    path: 'existingEndpoints',
    got: `lacks ${missing.map((service) => service.name).join(', ')}`,
    wanted: 'workloads without internet access reach an AWS service by an endpoint only',
    remedy: 'have them added to the VPC and name them here, set addMissingEndpoints, or narrow endpoints',
  });
}
