import { Token } from 'aws-cdk-lib';
import { checkPlatform } from '../../../lib/description/private/platform-checks';
import { Changes, told } from '../nine-accounts';

const ZONES = 'abcdefg'.split('').map((letter) => `eu-west-1${letter}`);

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['with the partition of its region', { partition: 'aws', homeRegion: 'eu-west-1' }],
  [
    'in China',
    {
      partition: 'aws-cn',
      homeRegion: 'cn-north-1',
      'network.availabilityZones': ['cn-north-1a', 'cn-north-1b'],
    },
  ],
  ['without an organization and identity', { organization: undefined, identity: undefined }],
  ['with one account for every shared role', { 'accounts.management': '055555555555' }],
  ['with six zones', { 'network.availabilityZones': ZONES.slice(0, 6) }],
  ['with the smallest address space', { 'network.cidr': '10.40.0.0/24' }],
  ['with the largest address space', { 'network.cidr': '10.0.0.0/8' }],
])('a platform %s is accepted', (_, changes) => {
  expect(told(checkPlatform, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'name',
    { name: 'Acme ML' },
    'NameMalformed: name is "Acme ML", a platform name is 1 to 20 characters: lower-case letters, digits and single hyphens between them, beginning with a letter; write "acme-ml"',
  ],
  [
    'empty name',
    { name: '' },
    'NameMalformed: name is "", a platform name is 1 to 20 characters: lower-case letters, digits and single hyphens between them, beginning with a letter; choose a name of that form',
  ],
  [
    'region, whose zones are not told about as well',
    { homeRegion: 'eu-wset-1' },
    'RegionUnknown: homeRegion is "eu-wset-1", AWS has no such region; did you mean "eu-west-1"',
  ],
  [
    'partition',
    { partition: 'aws-cn' },
    'PartitionMismatch: partition is "aws-cn", eu-west-1 lies in the partition "aws"; remove partition, or write "aws"',
  ],
  ...['management', 'logArchive', 'security', 'sharedServices', 'data'].map((role): [string, Changes, string] => [
    `${role} account`,
    { [`accounts.${role}`]: '12345' },
    `AccountIdMalformed: accounts.${role} is "12345", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes`,
  ]),
  [
    'address space',
    { 'network.cidr': '10.40.0.1/16' },
    'CidrMalformed: network.cidr is "10.40.0.1/16", an IPv4 block is four numbers up to 255 and a prefix, and begins at the block\'s first address; write a block such as "10.40.0.0/16"',
  ],
  [
    'address space that holds no network',
    { 'network.cidr': '10.40.0.0/25' },
    'CidrSizeOutOfRange: network.cidr is "10.40.0.0/25", the platform\'s address space accepts /8 to /24; choose a prefix from /8 to /24',
  ],
  [
    'single zone',
    { 'network.availabilityZones': ['eu-west-1a'] },
    'AvailabilityZoneCount: network.availabilityZones has 1 zone, a network spans 2 to 6 availability zones; add a zone of the home region',
  ],
  [
    'empty list of zones',
    { 'network.availabilityZones': [] },
    'AvailabilityZoneCount: network.availabilityZones has 0 zones, a network spans 2 to 6 availability zones; add a zone of the home region',
  ],
  [
    'seventh zone',
    { 'network.availabilityZones': ZONES },
    'AvailabilityZoneCount: network.availabilityZones has 7 zones, a network spans 2 to 6 availability zones; keep at most 6',
  ],
  [
    'zone of another region',
    { 'network.availabilityZones': ['eu-west-1a', 'eu-west-2a'] },
    'AvailabilityZoneOutsideRegion: network.availabilityZones[1] is "eu-west-2a", an availability zone of eu-west-1 is the region\'s name and one letter; write a zone such as "eu-west-1a"',
  ],
  [
    'repeated zone',
    { 'network.availabilityZones': ['eu-west-1a', 'eu-west-1b', 'eu-west-1a'] },
    'AvailabilityZoneRepeated: network.availabilityZones[2] is "eu-west-1a", which network.availabilityZones[0] is too, each availability zone stands once; write another zone of the home region, or remove it',
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkPlatform, changes)).toEqual([message]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const changes = {
    name: text,
    homeRegion: text,
    partition: text,
    'accounts.data': text,
    'network.cidr': text,
    'network.availabilityZones': Token.asList({ Ref: 'Parameter' }),
  };

  expect(told(checkPlatform, changes)).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  expect(told((problems) => checkPlatform(problems, {}), {})).toEqual([]);
});
