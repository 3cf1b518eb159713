import { Match, Template } from 'aws-cdk-lib/assertions';
import { TrustedPerimeter } from '../../lib/foundation';
import { PlatformNames } from '../../lib/platform/platform-names';
import { RegisteredModel, RegistryStack } from '../../lib/platform/registry-stack';
import { nineAccounts } from '../description/nine-accounts';
import { Statement, newApp, statementsOf, textsOf } from './synthesis';

/** What S3 accepts as the policy of a bucket, in bytes. */
const LARGEST_BUCKET_POLICY = 20 * 1024;

const TRAIL = 'AWS::CloudTrail::Trail';

const ABALONE = model('marine-life--abalone', 'acme-ml-marine-life--abalone');
const OYSTER = model('marine-life--oyster', 'acme-ml-marine-life--oyster');

const template = registryOf([ABALONE, OYSTER]);

test('each model has a group, a bucket and a key of its own', () => {
  const names = {
    groups: namesOf('AWS::SageMaker::ModelPackageGroup', 'ModelPackageGroupName'),
    buckets: namesOf('AWS::S3::Bucket', 'BucketName'),
    keys: namesOf('AWS::KMS::Alias', 'AliasName'),
  };

  expect(names).toEqual({
    groups: ['marine-life--abalone', 'marine-life--oyster'],
    buckets: [
      'acme-ml-registry-access-logs',
      'acme-ml-marine-life--abalone-artifacts',
      'acme-ml-marine-life--oyster-artifacts',
    ],
    keys: ['alias/acme-ml-marine-life--abalone', 'alias/acme-ml-marine-life--oyster'],
  });
});

test('the roles of a project reach the bucket and the key of their own model alone', () => {
  const policies = ['AWS::S3::BucketPolicy', 'AWS::KMS::Key'].flatMap((type) =>
    Object.values(template.findResources(type)),
  );

  const admitted = policies.map((policy) =>
    [ABALONE, OYSTER].filter(({ artifacts }) =>
      textsOf(policy.Properties).some((text) => text.includes(artifacts.readers[0].roleNames[0])),
    ),
  );

  expect(admitted).toEqual([[], [ABALONE], [OYSTER], [ABALONE], [OYSTER]]);
});

test('uploads may name the key by its alias', () => {
  const accepted = statementsOf(template.toJSON()).filter(({ Sid }) => Sid === 'OtherKey');

  expect(accepted.map(conditionKeys)).toEqual([
    [expect.stringContaining('<'), ABALONE.artifacts.keyAliasArn],
    [expect.stringContaining('<'), OYSTER.artifacts.keyAliasArn],
  ]);
});

test('the dev account registers, the others deploy', () => {
  const [group] = Object.values(template.findResources('AWS::SageMaker::ModelPackageGroup'));

  const shares = statementsOf(group).map(({ Sid, Principal }) => [Sid, textsOf(Principal)]);

  expect(Object.fromEntries(shares)).toMatchObject({
    RegisterVersions: ['arn:aws:iam::666666666666:root'],
    DeployVersions: ['arn:aws:iam::777777777777:root', 'arn:aws:iam::888888888888:root'],
  });
});

test('the policy of a bucket stays far below what S3 accepts, however many models there are', () => {
  const models = Array.from({ length: 20 }, (_, i) => model(`marine-life--model${i}`, `acme-ml-model${i}`));

  const policies = Object.values(registryOf(models).findResources('AWS::S3::BucketPolicy'));

  expect(policies).toHaveLength(21);
  for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThan(LARGEST_BUCKET_POLICY / 2);
});

test('who reads and writes the artifacts of any model is recorded, in one trail with the name of the stack', () => {
  const watched = registryOf([ABALONE, OYSTER], true);

  watched.resourceCountIs(TRAIL, 1);
  watched.hasResourceProperties(TRAIL, {
    TrailName: 'acme-ml-registry',
    S3BucketName: 'acme-ml-trails-222222222222-eu-west-1',
    KMSKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-ml/logs',
    AdvancedEventSelectors: [
      {
        FieldSelectors: Match.arrayWith([{ Field: 'resources.ARN', StartsWith: [Match.anyValue(), Match.anyValue()] }]),
      },
    ],
  });
});

test('nothing is recorded where nobody asks for it', () => {
  template.resourceCountIs(TRAIL, 0);
});

test('a registry without models waits for them', () => {
  const empty = registryOf([], true);

  empty.resourceCountIs('AWS::SageMaker::ModelPackageGroup', 0);
  empty.resourceCountIs('AWS::S3::Bucket', 1);
  empty.resourceCountIs(TRAIL, 0);
});

function registryOf(models: RegisteredModel[], watched = false): Template {
  const stack = new RegistryStack(newApp(), 'Registry', {
    stackName: 'acme-ml-registry',
    description: 'Central model registry of the platform',
    account: '444444444444',
    region: 'eu-west-1',
    governanceTags: {},
    accessLogBucketName: 'acme-ml-registry-access-logs',
    perimeter: TrustedPerimeter.organization('o-a1b2c3d4e5'),
    models,
    watched,
    names: new PlatformNames(nineAccounts()),
  });

  return Template.fromStack(stack);
}

/** A model that one account makes and two serve, with names as long as real ones. */
function model(modelPackageGroupName: string, prefix: string): RegisteredModel {
  const prefixes = [`${modelPackageGroupName.replace('--', '/')}/`];

  return {
    modelPackageGroupName,
    registeringAccounts: ['666666666666'],
    deployingAccounts: ['777777777777', '888888888888'],
    artifacts: {
      bucketName: `${prefix}-artifacts`,
      keyAlias: prefix,
      keyAliasArn: `arn:aws:kms:eu-west-1:444444444444:alias/${prefix}`,
      writers: [{ accountId: '666666666666', roleNames: [`${prefix}-jobs`], prefixes }],
      readers: [
        { accountId: '666666666666', roleNames: [`${prefix}-jobs`, `${prefix}-pipeline`], prefixes },
        { accountId: '777777777777', roleNames: [`${prefix}-test-endpoint`], prefixes },
        { accountId: '888888888888', roleNames: [`${prefix}-prod-endpoint`], prefixes },
      ],
    },
  };
}

function namesOf(type: string, property: string): string[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties[property]);
}

function conditionKeys({ Condition }: Statement): string[] {
  const { ArnNotEquals } = Condition as { ArnNotEquals: object };

  return textsOf(ArnNotEquals);
}
