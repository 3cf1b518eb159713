import { Token } from 'aws-cdk-lib';
import { checkPlatform } from '../../../lib/description/private/platform-checks';
import { Changes, told } from '../nine-accounts';

const ZONES = 'abcdefg'.split('').map((letter) => `eu-west-1${letter}`);
const INSTANCE = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['with the partition of its region', { partition: 'aws', homeRegion: 'eu-west-1' }],
  [
    'in China',
    {
      partition: 'aws-cn',
      homeRegion: 'cn-north-1',
      'network.availabilityZones': ['cn-north-1a', 'cn-north-1b'],
      'organization.guardrails.approvedRegions': undefined,
    },
  ],
  ['without an organization and identity', { organization: undefined, identity: undefined }],
  ['with one account for every shared role', { 'accounts.management': '055555555555' }],
  ['with six zones', { 'network.availabilityZones': ZONES.slice(0, 6) }],
  ['with the smallest address space', { 'network.cidr': '10.40.0.0/24' }],
  ['with the largest address space', { 'network.cidr': '10.0.0.0/8' }],
  ['with Identity Center', { identity: { provider: 'identity-center', instanceArn: INSTANCE } }],
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
    'organization id',
    { 'organization.id': 'o-A1' },
    'OrganizationIdMalformed: organization.id is "o-A1", an organization id is "o-" and 10 to 32 lower-case letters and digits; copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"',
  ],
  [
    'root id',
    { 'organization.rootId': 'ou-ab12' },
    'OrganizationRootIdMalformed: organization.rootId is "ou-ab12", the id of a root is "r-" and 4 to 32 lower-case letters and digits; copy it from the account tree of AWS Organizations, as "r-ab12"',
  ],
  [
    'approved region',
    { 'organization.guardrails.approvedRegions': ['eu-west-1', ''] },
    'RegionUnknown: organization.guardrails.approvedRegions[1] is "", AWS has no such region; write a region name such as "eu-west-1"',
  ],
  [
    'exempted role',
    { 'organization.guardrails.exemptions[0].roleName': 'admin/BreakGlass' },
    'RoleNameMalformed: organization.guardrails.exemptions[0].roleName is "admin/BreakGlass", the name of an IAM role is 1 to 64 letters, digits and +=,.@_-; write the name alone, neither its path nor its ARN',
  ],
  [
    'exemption without a reason',
    { 'organization.guardrails.exemptions[0].reason': ' \u00a0' },
    'ExemptionWithoutReason: organization.guardrails.exemptions[0].reason is empty, an exemption from guardrails is only given for a reason, which ends up in the evidence; say why the role needs it, or remove the exemption',
  ],
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
  [
    'Identity Center without its instance',
    { 'identity.provider': 'identity-center' },
    'IdentityInstanceMissing: identity.instanceArn is missing, IAM Identity Center needs the instance that holds the directory; add the ARN from the settings page of IAM Identity Center, as "arn:aws:sso:::instance/ssoins-1234567890abcdef"',
  ],
  [
    'Identity Center instance',
    { identity: { provider: 'identity-center', instanceArn: 'ssoins-1234567890abcdef' } },
    'ArnMalformed: identity.instanceArn is "ssoins-1234567890abcdef", an ARN of sso reads arn:<partition>:sso:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  ],
  [
    'instance that IAM does not use',
    { 'identity.instanceArn': INSTANCE },
    'IdentityInstanceUnused: identity.instanceArn is given, with the provider "iam" no instance is used; remove it, or set provider to "identity-center"',
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
    'organization.id': text,
    'organization.rootId': text,
    'organization.guardrails.approvedRegions': [text],
    'organization.guardrails.exemptions': [{ roleName: text, reason: text }],
    'network.cidr': text,
    'network.availabilityZones': Token.asList({ Ref: 'Parameter' }),
    identity: { provider: 'identity-center', instanceArn: text },
  };

  expect(told(checkPlatform, changes)).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  expect(told((problems) => checkPlatform(problems, {}), {})).toEqual([]);
});
