import { Aws, RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import { check, checkAvailabilityZone, checkVpcCidr, CidrBlock, parseCidr, Problems, renderCidr } from '../core';
import { EndpointService } from './endpoint-service';
import { acknowledgeDefaultSecurityGroup } from './private/acknowledgements';
import { defineEndpoints } from './private/endpoints';
import { defineFlowLog } from './private/flow-log';
import { workloadSecurityGroup } from './private/workload-security-group';
import { TrustedPerimeter } from './trusted-perimeter';

/** A subnet lies in the slot of its zone's letter, so there are as many slots as AWS uses letters. */
const ZONE_LETTERS = 'abcdefgh';

const FEWEST_ZONES = 2;

/** Addresses that AWS keeps in every subnet. */
const RESERVED_ADDRESSES = 5;

/** Addresses that a subnet leaves to apps and jobs at least: a training job takes two for each instance. */
const FEWEST_FREE_ADDRESSES = 16;

/** A network without internet access that SageMaker workloads run in. */
export interface INetwork extends IConstruct {
  /** The VPC. */
  readonly vpc: ec2.IVpc;

  /** The subnets of the workloads, one or more in each availability zone, none with a route to the internet. */
  readonly subnets: ec2.ISubnet[];

  /** The security group of Studio apps, jobs and endpoints: they speak to each other, and by HTTPS to AWS services. */
  readonly securityGroup: ec2.ISecurityGroup;

  /** Names of the availability zones that the subnets lie in, as `eu-west-1a`. */
  readonly availabilityZones: string[];
}

/** What a new network is cut from, whom it trusts and where its traffic is recorded. */
export interface NetworkProps {
  /**
   * Block of the VPC, as `10.40.0.0/20`: IPv4, /16 to /28, in eight equal parts of which each availability zone takes one.
   *
   * With every endpoint, /23 is the smallest that leaves room for workloads. It is permanent: a VPC keeps its block.
   */
  readonly cidr: string;

  /**
   * Names of the availability zones, as `eu-west-1a`: at least two of the stack's region.
   *
   * A zone may be added or removed later: no subnet of another zone moves.
   */
  readonly availabilityZones: string[];

  /** Whose principals and resources the endpoints admit. */
  readonly perimeter: TrustedPerimeter;

  /** Bucket that records all traffic; it may lie in another account. `LogBucket` is made for it. */
  readonly flowLogBucket: s3.IBucket;

  /**
   * AWS services that the workloads reach, each by a VPC endpoint.
   *
   * @default - every service that SageMaker workloads need, `EndpointService.all()`
   */
  readonly endpoints?: EndpointService[];

  /**
   * What happens to the VPC, its subnets and the workload security group when they leave the template.
   *
   * A retained Studio domain keeps network interfaces in the subnets, so its network must be retained with it: AWS deletes
   * no subnet that is in use.
   *
   * @default RemovalPolicy.DESTROY
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/gs-studio-delete-domain.html
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A network that no packet leaves for the internet.
 *
 * Isolated subnets, private endpoints of the AWS services that SageMaker workloads need, endpoint policies that admit only
 * the trusted perimeter, and a record of all traffic. There is no internet gateway, no NAT and no public address.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-give-access.html
 */
export class Network extends Construct implements INetwork {
  public readonly vpc: ec2.IVpc;
  public readonly subnets: ec2.ISubnet[];
  public readonly securityGroup: ec2.ISecurityGroup;
  public readonly availabilityZones: string[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);

    const services = [...new Set(props.endpoints ?? EndpointService.all())];
    check(this, (problems) => checkNetwork(problems, Stack.of(this).region, props, services));

    const vpc = this.isolatedVpc(props.cidr);
    const subnets = props.availabilityZones.map((zone) => this.isolatedSubnet(vpc, props.cidr, zone));

    // ec2.Vpc would ask for the account's availability zones, which needs credentials at synth.
    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: vpc.ref,
      vpcCidrBlock: props.cidr,
      availabilityZones: props.availabilityZones,
      isolatedSubnetIds: subnets.map((subnet) => subnet.subnetId),
      isolatedSubnetRouteTableIds: subnets.map((subnet) => subnet.routeTable.routeTableId),
    });
    this.subnets = subnets;
    this.availabilityZones = props.availabilityZones;
    this.securityGroup = workloadSecurityGroup(this, this.vpc);
    const { removalPolicy } = props;
    if (removalPolicy) {
      [vpc, ...subnets, this.securityGroup].forEach((resource) => resource.applyRemovalPolicy(removalPolicy));
    }

    defineFlowLog(this, vpc.ref, props.flowLogBucket);
    defineEndpoints(this, { vpc: this.vpc, subnets, cidr: props.cidr, services, perimeter: props.perimeter });
  }

  private isolatedVpc(cidr: string): ec2.CfnVPC {
    const vpc = new ec2.CfnVPC(this, 'Resource', {
      cidrBlock: cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    Tags.of(vpc).add('Name', this.node.path);
    acknowledgeDefaultSecurityGroup(vpc);

    return vpc;
  }

  private isolatedSubnet(vpc: ec2.CfnVPC, cidr: string, zone: string): ec2.PrivateSubnet {
    const letter = letterOf(zone);
    const subnet = new ec2.PrivateSubnet(this, `Subnet${letter.toUpperCase()}`, {
      vpcId: vpc.ref,
      availabilityZone: zone,
      cidrBlock: slotOf(cidr, letter),
      mapPublicIpOnLaunch: false,
    });

    // Template linters refuse zone names that are written out.
    (subnet.node.defaultChild as ec2.CfnSubnet).availabilityZone = `${Aws.REGION}${letter}`;
    return subnet;
  }
}

function letterOf(zone: string): string {
  return zone.slice(-1);
}

/** The eighth of the block that belongs to a zone's letter, whichever other zones there are. */
function slotOf(cidr: string, letter: string): string {
  // checkNetwork() has refused what is no block.
  const block = parseCidr(cidr) as CidrBlock;
  const size = block.size / ZONE_LETTERS.length;

  return renderCidr({ first: block.first + size * ZONE_LETTERS.indexOf(letter), size });
}

function checkNetwork(problems: Problems, region: string, props: NetworkProps, services: EndpointService[]): void {
  checkKnownAtSynth(problems, 'cidr', props.cidr);
  checkVpcCidr(problems, 'cidr', props.cidr);
  checkRoom(problems, props.cidr, services.filter((service) => !service.isGateway).length);

  checkZoneCount(problems, props.availabilityZones);
  props.availabilityZones.forEach((zone, i) => {
    const path = `availabilityZones[${i}]`;
    checkKnownAtSynth(problems, path, zone);
    checkAvailabilityZone(problems, path, zone, region);
    checkZoneLetter(problems, path, zone);
    checkZoneOnce(problems, path, props.availabilityZones, i);
  });
}

/** Subnets are cut from the block and named by their zone, so neither may be a token. */
function checkKnownAtSynth(problems: Problems, path: string, value: string): void {
  if (!Token.isUnresolved(value)) return;

  problems.add({
    code: 'NetworkUnknownAtSynth',
    path,
    got: 'is known at deployment only',
    wanted: 'the subnets of a network are laid out at synth',
    remedy: 'write the value out',
  });
}

function checkRoom(problems: Problems, cidr: string, interfaces: number): void {
  const block = parseCidr(cidr);
  const needed = RESERVED_ADDRESSES + interfaces + FEWEST_FREE_ADDRESSES;
  if (Token.isUnresolved(cidr) || !block || block.size / ZONE_LETTERS.length >= needed) return;

  const size = 2 ** Math.ceil(Math.log2(needed * ZONE_LETTERS.length));
  problems.add({
    code: 'NetworkTooSmall',
    path: 'cidr',
    got: `is "${cidr}", ${block.size / ZONE_LETTERS.length} addresses for each zone`,
    wanted: `a zone needs ${needed}: ${RESERVED_ADDRESSES} that AWS keeps, ${interfaces} for endpoints and ${FEWEST_FREE_ADDRESSES} for workloads`,
    remedy: `choose a /${32 - Math.log2(size)} block or a larger one`,
  });
}

function checkZoneCount(problems: Problems, zones: string[]): void {
  if (zones.length >= FEWEST_ZONES) return;

  problems.add({
    code: 'AvailabilityZoneCount',
    path: 'availabilityZones',
    got: `has ${zones.length}`,
    wanted: `a network spans at least ${FEWEST_ZONES} zones`,
    remedy: 'name another zone of the region',
  });
}

function checkZoneLetter(problems: Problems, path: string, zone: string): void {
  if (Token.isUnresolved(zone) || ZONE_LETTERS.includes(letterOf(zone))) return;

  problems.add({
    code: 'AvailabilityZoneBeyondLayout',
    path,
    got: `is "${zone}"`,
    wanted: `a network has places for the zones ${ZONE_LETTERS.charAt(0)} to ${ZONE_LETTERS.slice(-1)}`,
    remedy: 'choose another zone of the region',
  });
}

function checkZoneOnce(problems: Problems, path: string, zones: string[], index: number): void {
  const first = zones.indexOf(zones[index]);
  if (first === index) return;

  problems.add({
    code: 'AvailabilityZoneRepeated',
    path,
    got: `is "${zones[index]}", which availabilityZones[${first}] is too`,
    wanted: 'each zone stands once',
    remedy: 'name another zone of the region, or remove the entry',
  });
}
