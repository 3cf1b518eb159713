import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EndpointService } from '../endpoint-service';
import { TrustedPerimeter } from '../trusted-perimeter';

/** Which endpoints a network gets, and for whom. */
export interface Endpoints {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.ISubnet[];
  /** Block of the VPC; its addresses alone reach the endpoints. */
  readonly cidr: string;
  readonly services: EndpointService[];
  readonly perimeter: TrustedPerimeter;
}

/** Defines the endpoints of a network, each with a policy that holds the perimeter where the service supports one. */
export function defineEndpoints(network: Construct, endpoints: Endpoints): void {
  const gateways = endpoints.services.filter((service) => service.isGateway);
  const interfaces = endpoints.services.filter((service) => !service.isGateway);

  for (const service of gateways) defineGateway(network, service, endpoints);
  if (interfaces.length === 0) return;

  const securityGroup = endpointSecurityGroup(network, endpoints);
  for (const service of interfaces) defineInterface(network, service, endpoints, securityGroup);
}

function defineGateway(network: Construct, service: EndpointService, { vpc, subnets, perimeter }: Endpoints): void {
  const endpoint = new ec2.GatewayVpcEndpoint(network, idOf(service), {
    vpc,
    subnets: [{ subnets }],
    service: new ec2.GatewayVpcEndpointAwsService(service.name),
  });

  for (const statement of policyOf(network, service, perimeter)) endpoint.addToPolicy(statement);
}

function defineInterface(
  network: Construct,
  service: EndpointService,
  { vpc, subnets, perimeter }: Endpoints,
  securityGroup: ec2.ISecurityGroup,
): void {
  const endpoint = new ec2.InterfaceVpcEndpoint(network, idOf(service), {
    vpc,
    subnets: { subnets },
    service: new ec2.InterfaceVpcEndpointAwsService(service.name, service._prefix),
    securityGroups: [securityGroup],
    open: false,
    privateDnsEnabled: true,
  });

  for (const statement of policyOf(network, service, perimeter)) endpoint.addToPolicy(statement);
}

function endpointSecurityGroup(network: Construct, { vpc, cidr }: Endpoints): ec2.ISecurityGroup {
  const securityGroup = new ec2.SecurityGroup(network, 'EndpointSecurityGroup', {
    vpc,
    description: 'Endpoints of AWS services: HTTPS from the VPC',
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.HTTPS, 'HTTPS from the VPC');

  return securityGroup;
}

/**
 * The statements of an endpoint's policy; none where the service supports no policy.
 *
 * Requests that a service makes on behalf of a caller (forward access sessions) start in the service's own network and
 * never pass an endpoint of ours, so they need no exemption here.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function policyOf(network: Construct, service: EndpointService, perimeter: TrustedPerimeter): iam.PolicyStatement[] {
  if (service._reach === 'no policy') return [];

  const { partition, region } = Stack.of(network);
  const callers = service._reach === 'resources' ? {} : perimeter._ofCaller();
  const conditions = {
    'our callers': { StringEquals: perimeter._ofCaller() },
    'our resources': { StringEquals: perimeter._ofResource() },
    'no perimeter': {},
  };
  return [
    statement('TrustedPerimeter', ['*'], ['*'], { StringEquals: { ...callers, ...perimeter._ofResource() } }),
    // CloudFormation, among others, hands URLs that it has signed itself to code that runs in the VPC.
    statement('AwsServices', ['*'], ['*'], { Bool: { 'aws:PrincipalIsAWSService': 'true' } }),
    ...service._exemptions.map(({ sid, actions, resources, within }) =>
      statement(sid, actions, resources(partition, region), conditions[within]),
    ),
  ];
}

function statement(
  sid: string,
  actions: string[],
  resources: string[],
  conditions: Record<string, unknown>,
): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, principals: [new iam.StarPrincipal()], actions, resources, conditions });
}

/** The id is keyed by the service, so that an endpoint keeps its place when the list changes. */
function idOf(service: EndpointService): string {
  const words = service.name.split(/[.-]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));

  return `${words.join('')}Endpoint`;
}
