import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** The ESP protocol; it has no ports, which ec2.Port.esp() states all the same. */
const ENCRYPTED_PAYLOAD = new ec2.Port({ protocol: ec2.Protocol.ESP, stringRepresentation: 'ESP' });

/**
 * The security group of Studio apps, jobs and endpoints.
 *
 * Its members speak to each other and, by HTTPS, to the VPC endpoints. The way out is open to every address because
 * the gateways of S3 and DynamoDB are reached by public addresses whose prefix lists cannot be known without a look-up;
 * without a route to the internet those gateways are all that lies there.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
 */
export function workloadSecurityGroup(network: Construct, vpc: ec2.IVpc): ec2.ISecurityGroup {
  const securityGroup = new ec2.SecurityGroup(network, 'WorkloadSecurityGroup', {
    vpc,
    description: 'Studio apps, jobs and endpoints: each other, and HTTPS out',
    allowAllOutbound: false,
  });
  const members = securityGroup.connections;

  // Studio needs 8192-65535 and NFS (2049); the containers of a training cluster choose any port.
  members.allowInternally(ec2.Port.allTcp(), 'Studio apps, home directories and containers of one job');
  members.allowInternally(ec2.Port.udp(500), 'Key exchange of encrypted traffic between containers');
  members.allowInternally(ENCRYPTED_PAYLOAD, 'Encrypted traffic between containers');
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'HTTPS to the endpoints of AWS services');

  return securityGroup;
}
