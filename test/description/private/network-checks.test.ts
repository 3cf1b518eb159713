import { Token } from 'aws-cdk-lib';
import { checkNetworks } from '../../../lib/description/private/network-checks';
import { Changes, told } from '../nine-accounts';

const STAGE = 'teams[1].stages.dev';
const VPC = {
  vpcId: 'vpc-0a1b2c3d4e5f67890',
  cidr: '10.8.0.0/16',
  subnets: [
    { subnetId: 'subnet-0a1b2c3d4e5f67890', routeTableId: 'rtb-0a1b2c3d4e5f67890', availabilityZone: 'eu-west-1a' },
    { subnetId: 'subnet-1a2b3c4d', routeTableId: 'rtb-1a2b3c4d', availabilityZone: 'eu-west-1b' },
  ],
  endpoints: ['sagemaker.api'],
};

function adopting(changes: object): Changes {
  return { [`${STAGE}.network`]: { existingVpc: { ...VPC, ...changes } } };
}

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['the largest', { 'network.cidr': '10.0.0.0/8', [`${STAGE}.network.cidr`]: '10.41.0.0/16' }],
  ['the smallest', { [`${STAGE}.network.cidr`]: '10.40.48.0/23' }],
  ['an existing VPC outside the block of the platform', adopting({})],
  ['one existing VPC twice', { ...adopting({}), 'teams[0].stages.prod.network': { existingVpc: VPC } }],
  [
    'that of an earlier stage in the account',
    { 'teams[0].stages.prod': { account: '777777777777', sharedAccountReason: 'small team' } },
  ],
])('a network %s is accepted', (_, changes) => {
  expect(told(checkNetworks, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'new network',
    { [`${STAGE}.network.cidr`]: '10.40.48.0' },
    `CidrMalformed: ${STAGE}.network.cidr is "10.40.48.0", an IPv4 block is four numbers up to 255 and a prefix, and begins at the block's first address; write a block such as "10.40.0.0/16"`,
  ],
  [
    'new network, too small',
    { [`${STAGE}.network.cidr`]: '10.40.48.0/24' },
    `CidrSizeOutOfRange: ${STAGE}.network.cidr is "10.40.48.0/24", a stage's network accepts /16 to /23; choose a prefix from /16 to /23`,
  ],
  [
    "new network, outside the platform's block",
    { [`${STAGE}.network.cidr`]: '10.41.0.0/20' },
    `StageCidrOutsidePlatform: ${STAGE}.network.cidr is "10.41.0.0/20", a new network lies inside the platform's block, network.cidr "10.40.0.0/16"; choose a block inside it, or widen the platform's block`,
  ],
  [
    'new network, inside that of another team',
    { [`${STAGE}.network.cidr`]: '10.40.20.0/23' },
    `CidrsOverlap: ${STAGE}.network.cidr is "10.40.20.0/23", which overlaps "10.40.16.0/20" of teams[0].stages.test.network.cidr, networks of one platform share no address, so that they can be connected one day; choose a block that is free`,
  ],
  [
    'new network, around that of another stage',
    { 'teams[0].stages.test.network.cidr': '10.40.0.0/19' },
    'CidrsOverlap: teams[0].stages.test.network.cidr is "10.40.0.0/19", which overlaps "10.40.0.0/20" of teams[0].stages.dev.network.cidr, networks of one platform share no address, so that they can be connected one day; choose a block that is free',
  ],
  [
    'existing VPC, over a new network',
    adopting({ cidr: '10.40.0.0/16' }),
    `CidrsOverlap: ${STAGE}.network.existingVpc.cidr is "10.40.0.0/16", which overlaps "10.40.0.0/20" of teams[0].stages.dev.network.cidr, networks of one platform share no address, so that they can be connected one day; choose a block that is free`,
  ],
  [
    'network, neither new nor existing',
    { [`${STAGE}.network`]: {} },
    `StageNetworkAmbiguous: ${STAGE}.network has neither cidr nor existingVpc, a network is either new, with a cidr, or exists, with an existingVpc; give exactly one of the two`,
  ],
  [
    'network, both new and existing',
    { [`${STAGE}.network`]: { cidr: '10.40.48.0/20', existingVpc: VPC } },
    `StageNetworkAmbiguous: ${STAGE}.network has both cidr and existingVpc, a network is either new, with a cidr, or exists, with an existingVpc; give exactly one of the two`,
  ],
  [
    'stage without a network in an account of its own',
    { 'teams[0].stages.prod.network': undefined },
    'StageWithoutNetwork: teams[0].stages.prod.network is missing, only a stage in the account of an earlier stage of the team goes without a network of its own; add a network with cidr or existingVpc',
  ],
  [
    'stage without a network in the account of another team',
    { [STAGE]: { account: '666666666666', sharedAccountReason: 'one sandbox' } },
    `StageWithoutNetwork: ${STAGE}.network is missing, only a stage in the account of an earlier stage of the team goes without a network of its own; add a network with cidr or existingVpc`,
  ],
  [
    'VPC id',
    adopting({ vpcId: 'vpc-1' }),
    `ResourceIdMalformed: ${STAGE}.network.existingVpc.vpcId is "vpc-1", the id of a VPC is "vpc-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "vpc-0a1b2c3d4e5f67890"`,
  ],
  [
    'block of an existing VPC',
    adopting({ cidr: '10.0.0.0/15' }),
    `CidrSizeOutOfRange: ${STAGE}.network.existingVpc.cidr is "10.0.0.0/15", a VPC accepts /16 to /28; choose a prefix from /16 to /28`,
  ],
  [
    'subnet id',
    adopting({ subnets: [VPC.subnets[0], { ...VPC.subnets[1], subnetId: '' }] }),
    `ResourceIdMalformed: ${STAGE}.network.existingVpc.subnets[1].subnetId is "", the id of a subnet is "subnet-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "subnet-0a1b2c3d4e5f67890"`,
  ],
  [
    'route table id',
    adopting({ subnets: [VPC.subnets[0], { ...VPC.subnets[1], routeTableId: 'rtb-XYZ' }] }),
    `ResourceIdMalformed: ${STAGE}.network.existingVpc.subnets[1].routeTableId is "rtb-XYZ", the id of a route table is "rtb-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "rtb-0a1b2c3d4e5f67890"`,
  ],
  [
    'zone of a subnet',
    adopting({ subnets: [VPC.subnets[0], { ...VPC.subnets[1], availabilityZone: 'us-east-1a' }] }),
    `AvailabilityZoneOutsideRegion: ${STAGE}.network.existingVpc.subnets[1].availabilityZone is "us-east-1a", an availability zone of eu-west-1 is the region's name and one letter; write a zone such as "eu-west-1a"`,
  ],
  [
    'repeated subnet',
    adopting({ subnets: [...VPC.subnets, VPC.subnets[0]] }),
    `SubnetRepeated: ${STAGE}.network.existingVpc.subnets[2].subnetId is "subnet-0a1b2c3d4e5f67890", which ${STAGE}.network.existingVpc.subnets[0].subnetId is too, each subnet stands once; write the id of another subnet, or remove the entry`,
  ],
  [
    'single zone',
    adopting({ subnets: [VPC.subnets[0]] }),
    `SubnetsInOneZone: ${STAGE}.network.existingVpc.subnets lie in one availability zone, eu-west-1a, an endpoint needs subnets in at least two availability zones; add a private subnet in another zone`,
  ],
  [
    'empty list of subnets',
    adopting({ subnets: [] }),
    `SubnetsInOneZone: ${STAGE}.network.existingVpc.subnets is empty, an endpoint needs subnets in at least two availability zones; add a private subnet in another zone`,
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkNetworks, changes)).toEqual([message]);
});

test('zones are not told about when the region is unknown', () => {
  expect(told(checkNetworks, { ...adopting({}), homeRegion: 'eu-wset-1' })).toEqual([]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const changes = {
    'teams[0].stages.dev.network.cidr': text,
    'teams[0].stages.test.network.cidr': text,
    'teams[0].stages.prod': { account: text },
    ...adopting({
      vpcId: text,
      cidr: text,
      subnets: [
        { subnetId: text, routeTableId: text, availabilityZone: text },
        { subnetId: `${text}b`, routeTableId: text, availabilityZone: `${text}b` },
      ],
    }),
  };

  expect(told(checkNetworks, changes)).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  const draft = { teams: [{ stages: { dev: { network: { existingVpc: { subnets: [undefined, {}] } } } } }] };

  expect(told((problems) => checkNetworks(problems, draft), {})).toEqual([]);
});
