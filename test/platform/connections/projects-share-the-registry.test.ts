import { registeredModels } from '../../../lib/platform/connections/projects-share-the-registry';
import { PlatformNames } from '../../../lib/platform/platform-names';
import { nineAccounts } from '../../description/nine-accounts';
import { resourcesOf, Statement, statementsOf, synthesise, templateOf, textsOf } from '../synthesis';

const REGISTRY = 'acme-ml-registry';
const WORKSPACE = 'acme-ml-marine-life-workspace';
const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:444444444444:model-package-group/marine-life--abalone';

const assembly = synthesise(nineAccounts());

test("a project's dev account makes its model, the others read it", () => {
  const [model] = modelsOf({});

  const prefixes = ['marine-life/abalone/'];
  expect(model).toEqual({
    modelPackageGroupName: 'marine-life--abalone',
    registeringAccounts: ['666666666666'],
    deployingAccounts: ['777777777777', '888888888888'],
    artifacts: {
      bucketName: 'acme-ml-marine-life--abalone-artifacts-444444444444-eu-west-1',
      keyAlias: 'acme-ml/artifacts/marine-life/abalone',
      keyAliasArn: 'arn:aws:kms:eu-west-1:444444444444:alias/acme-ml/artifacts/marine-life/abalone',
      writers: [{ accountId: '666666666666', roleNames: ['acme-ml-marine-life--abalone-jobs'], prefixes }],
      readers: [
        {
          accountId: '666666666666',
          roleNames: ['acme-ml-marine-life--abalone-jobs', 'acme-ml-marine-life--abalone-pipeline'],
          prefixes,
        },
        { accountId: '777777777777', roleNames: ['acme-ml-marine-life--abalone-test-endpoint'], prefixes },
        { accountId: '888888888888', roleNames: ['acme-ml-marine-life--abalone-prod-endpoint'], prefixes },
      ],
    },
  });
});

test('a team without projects has nothing in the registry', () => {
  const models = modelsOf({ 'teams[0].projects': undefined });

  expect(models).toEqual([]);
});

test("roles of the registry's own account need no admission", () => {
  const [model] = modelsOf({ 'accounts.sharedServices': '666666666666' });

  expect(model.artifacts.writers).toEqual([]);
  expect(model.artifacts.readers.map(({ accountId }) => accountId)).toEqual(['777777777777', '888888888888']);
});

test('a project in capitals has a bucket all the same', () => {
  const [model] = modelsOf({ 'teams[0].projects[0].name': 'Abalone' });

  expect(model.artifacts.bucketName).toBe('acme-ml-marine-life--abalone-artifacts-444444444444-eu-west-1');
});

describe('the registry and the accounts agree:', () => {
  test('every role that bucket and key admit is defined in its account', () => {
    const defined = assembly.stacks.flatMap(({ stackName, environment }) =>
      resourcesOf(assembly, stackName, 'AWS::IAM::Role').map(
        ({ Properties }) => `arn:aws:iam::${environment.account}:role/${Properties.RoleName as string}`,
      ),
    );

    const admitted = statementsOf(templateOf(assembly, REGISTRY).toJSON()).flatMap(callersOf);

    expect(new Set(admitted).size).toBe(4);
    expect(defined).toEqual(expect.arrayContaining(admitted));
  });

  test('the pipeline registers in the group that the registry defines', () => {
    const [pipeline] = resourcesOf(assembly, WORKSPACE, 'AWS::SageMaker::Pipeline');
    const [group] = resourcesOf(assembly, REGISTRY, 'AWS::SageMaker::ModelPackageGroup');

    const definition = textsOf(pipeline.Properties.PipelineDefinition).join('');

    expect(definition).toContain(`"ModelPackageGroupName":"${GROUP_ARN}"`);
    expect(GROUP_ARN).toMatch(new RegExp(`/${group.Properties.ModelPackageGroupName as string}$`));
  });

  test('the pipeline writes to the bucket and under the key that the registry defines', () => {
    const [pipeline] = resourcesOf(assembly, WORKSPACE, 'AWS::SageMaker::Pipeline');
    const registry = templateOf(assembly, REGISTRY);

    const definition = textsOf(pipeline.Properties.PipelineDefinition).join('');

    const bucket = 'acme-ml-marine-life--abalone-artifacts-444444444444-eu-west-1';
    const alias = 'alias/acme-ml/artifacts/marine-life/abalone';
    expect(definition).toContain(`"S3OutputPath":"s3://${bucket}/marine-life/abalone/models"`);
    expect(definition).toContain(`"KmsKeyId":"arn:aws:kms:eu-west-1:444444444444:${alias}"`);
    registry.hasResourceProperties('AWS::S3::Bucket', { BucketName: bucket });
    registry.hasResourceProperties('AWS::KMS::Alias', { AliasName: alias });
  });

  test('what the roles may read and write in the bucket is what the bucket lets them', () => {
    const prefix = '/marine-life/abalone/*';
    const ofRoles = ['workspace', 'test', 'prod'].flatMap((stage) =>
      statementsOf(templateOf(assembly, `acme-ml-marine-life-${stage}`).toJSON()),
    );

    const objects = [...ofRoles, ...statementsOf(templateOf(assembly, REGISTRY).toJSON())]
      .filter(
        ({ Effect, Action }) =>
          Effect === 'Allow' && [Action].flat().some((name) => /s3:(Get|Put)Object$/.test(`${name}`)),
      )
      .flatMap((statement) => textsOf((statement as { Resource?: unknown }).Resource))
      .filter((resource) => /artifacts|<Artifacts/i.test(resource));

    expect(objects.length).toBeGreaterThan(4);
    expect(objects.filter((resource) => !resource.endsWith(prefix))).toEqual([]);
  });
});

function modelsOf(changes: Parameters<typeof nineAccounts>[0]) {
  const description = nineAccounts(changes);

  return registeredModels(description, new PlatformNames(description));
}

function callersOf({ Condition }: Statement): string[] {
  const { ArnLike } = (Condition ?? {}) as { ArnLike?: Record<string, string | string[]> };

  return [ArnLike?.['aws:PrincipalArn'] ?? []].flat();
}
