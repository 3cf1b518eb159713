import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DataKey, DataKeyProps, KeyUse, TrustedPerimeter } from '../../lib/foundation';
import { permanentParts } from './second-deployment';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const PROPS: DataKeyProps = { alias: 'acme-data', description: 'Encrypts the data of a team' };
const TRAINERS = { accountId: '222222222222', roleNames: ['acme-train', 'jobs/acme-*'] };

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Keys', { env: ENV });
});

test('a data key rotates once a year, has an alias and can be brought back for 30 days', () => {
  new DataKey(stack, 'Key', PROPS);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::KMS::Key', {
    EnableKeyRotation: true,
    RotationPeriodInDays: 365,
    PendingWindowInDays: 30,
  });
  template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/acme-data' });
});

test('a data key outlives its stack', () => {
  new DataKey(stack, 'Key', PROPS);

  const template = Template.fromStack(stack);

  template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('no statement of the policy holds every action', () => {
  new DataKey(stack, 'Key', PROPS);

  const actions = statementsOf(stack).flatMap(({ Action }) => Action);

  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('the account administers the key, and its IAM policies decide who uses it', () => {
  new DataKey(stack, 'Key', PROPS);

  const allowed = statementsOf(stack).filter(({ Effect }) => Effect === 'Allow');

  const root = { AWS: expect.stringContaining(':iam::111111111111:root') };
  expect(allowed.map(({ Sid, Principal }) => [Sid, asText(Principal)])).toEqual([
    ['Administration', root],
    ['Use', root],
    ['UseByAwsServicesForACaller', root],
  ]);
});

test('grants are made for AWS services only, whatever an IAM policy says', () => {
  new DataKey(stack, 'Key', PROPS);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'kms:CreateGrant',
          Effect: 'Allow',
          Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
        Match.objectLike({
          Action: 'kms:CreateGrant',
          Effect: 'Deny',
          Principal: '*',
          Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
        }),
      ]),
    },
  });
});

test('roles of other accounts are admitted by a condition, because a principal that does not exist yet is refused', () => {
  new DataKey(stack, 'Key', { ...PROPS, readers: [TRAINERS] });

  const [admission] = statementsOf(stack).filter(({ Principal }) => JSON.stringify(Principal).includes('222222222222'));

  expect(asText(admission)).toEqual({
    Effect: 'Allow',
    Principal: { AWS: expect.stringMatching(/:iam::222222222222:root$/) },
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      ArnLike: {
        'aws:PrincipalArn': [
          expect.stringMatching(/:iam::222222222222:role\/acme-train$/),
          expect.stringMatching(/:iam::222222222222:role\/jobs\/acme-\*$/),
        ],
      },
    },
  });
});

test('writers of other accounts encrypt too, and no other account makes grants', () => {
  new DataKey(stack, 'Key', { ...PROPS, writers: [TRAINERS] });

  const [admission] = statementsOf(stack).filter(({ Principal }) => JSON.stringify(Principal).includes('222222222222'));

  expect(admission.Action).toContain('kms:GenerateDataKey');
  expect(admission.Action).not.toContain('kms:CreateGrant');
});

test('callers from other accounts belong to the perimeter', () => {
  const perimeter = TrustedPerimeter.organization('o-a1b2c3d4e5');

  new DataKey(stack, 'Key', { ...PROPS, perimeter, readers: [TRAINERS] });

  const [admission] = statementsOf(stack).filter(({ Principal }) => JSON.stringify(Principal).includes('222222222222'));
  expect(admission.Condition).toMatchObject({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } });
});

test('a service that acts on its own is admitted when it is named', () => {
  new DataKey(stack, 'Key', { ...PROPS, serviceUses: [KeyUse.logDelivery(['111111111111'])] });

  const services = statementsOf(stack).flatMap(({ Principal }) =>
    typeof Principal === 'string' ? [] : Principal.Service,
  );

  expect(services.filter((service) => service !== undefined)).toEqual(['delivery.logs.amazonaws.com']);
});

test("a grant to a role of the account goes to the role's policy alone", () => {
  const { key } = new DataKey(stack, 'Key', PROPS);
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });

  key.grantDecrypt(role);

  expect(JSON.stringify(statementsOf(stack))).not.toContain('Role');
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
});

test('editing tags, description, rotation or users replaces no key', () => {
  const before = new Stack(new App(), 'Keys', { env: ENV });
  new DataKey(before, 'Key', PROPS);
  new DataKey(stack, 'Key', {
    alias: 'acme-data-renamed',
    description: 'Encrypts data',
    rotationPeriod: Duration.days(90),
    readers: [TRAINERS],
  });
  Tags.of(stack).add('cost-centre', '4711');

  const [first, second] = [before, stack].map((deployed) => permanentParts(Template.fromStack(deployed)));

  expect(second).toEqual(first);
});

test.each([90, 365])('a key may rotate every %i days', (days) => {
  const key = () => new DataKey(stack, 'Key', { ...PROPS, rotationPeriod: Duration.days(days) });

  expect(key).not.toThrow();
});

test.each([89, 366])('a key may not rotate every %i days', (days) => {
  const key = () => new DataKey(stack, 'Key', { ...PROPS, rotationPeriod: Duration.days(days) });

  expect(key).toThrow(
    `KeyRotationOutOfRange: rotationPeriod is ${days} days, a data key rotates every 90 to 365 days; leave it out to rotate once a year`,
  );
});

test.each(['aws/s3', '', 'acme data'])('"%s" is no alias', (alias) => {
  const key = () => new DataKey(stack, 'Key', { ...PROPS, alias });

  expect(key).toThrow(
    `KeyAliasMalformed: alias is "${alias}", an alias is 1 to 250 letters, digits and /_- and does not begin with "aws/"; write a name such as "acme-marine-life-dev"`,
  );
});

test('two keys of one account and region have different aliases', () => {
  new DataKey(stack, 'Key', PROPS);

  const second = () => new DataKey(stack, 'Second', PROPS);

  expect(second).toThrow(
    'NameTaken: Keys/Second wants the key alias name "acme-data" in 111111111111/eu-west-1, which Keys/Key has, no two of a kind share a name there; give one of the two another name',
  );
});

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: string | { AWS?: unknown; Service?: unknown };
  readonly Action: string | string[];
  readonly Condition?: Record<string, unknown>;
}

function statementsOf(deployed: Stack): Statement[] {
  const [key] = Object.values(Template.fromStack(deployed).findResources('AWS::KMS::Key'));

  return key.Properties.KeyPolicy.Statement;
}

/** Writes every join of the template out, with the partition as text. */
function asText(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      part?.['Fn::Join']
        ? part['Fn::Join'][1].map((item: unknown) => (typeof item === 'string' ? item : 'aws')).join('')
        : part,
    ),
  );
}
