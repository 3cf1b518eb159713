import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  DataCapture,
  Percent,
  ServedModel,
  ShadowOptions,
  ShadowTest,
  ShadowTestProps,
  ShadowTestState,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { endpointIn, stackIn, version, VOLUME_KEY_ARN, Wishes as EndpointWishes } from './endpoints';
import { container } from './served';

const EXPERIMENT = 'AWS::SageMaker::InferenceExperiment';

/** The properties for which CloudFormation replaces a test. */
const REPLACING = ['Name', 'Type', 'RoleArn', 'EndpointName', 'KmsKey'];

/** What a test wishes: of the shadow test, of its endpoint and of its shadow. */
interface Wishes extends Partial<Omit<ShadowTestProps, 'shadow'>> {
  readonly of?: EndpointWishes;
  readonly shadow?: Partial<ShadowOptions>;
}

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the shadow gets copies of all requests, on instances like those that answer', () => {
  shadowTestIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties(EXPERIMENT, {
    Name: 'abalone-trees',
    Type: 'ShadowMode',
    EndpointName: 'marine-life-abalone-prod',
    ModelVariants: [
      variantRendered('AllTraffic', idsOf(template, 3), 'ml.m5.large', 2),
      variantRendered('Shadow', idsOf(template, 4), 'ml.m5.large', 2),
    ],
    ShadowModeConfig: {
      SourceModelVariantName: 'AllTraffic',
      ShadowModelVariants: [{ ShadowModelVariantName: 'Shadow', SamplingPercentage: 100 }],
    },
    KmsKey: VOLUME_KEY_ARN,
    Schedule: Match.absent(),
    DesiredState: Match.absent(),
    DataStorageConfig: Match.absent(),
  });
});

test('the shadow runs where the endpoint does, and waits for it', () => {
  shadowTestIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { ModelPackageName: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/4' },
    ExecutionRoleArn: 'arn:aws:iam::111111111111:role/acme-endpoint',
    EnableNetworkIsolation: true,
    VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  });
  const [endpoint] = Object.keys(template.findResources('AWS::SageMaker::Endpoint'));
  template.hasResource(EXPERIMENT, { DependsOn: Match.arrayWith([endpoint]) });
});

test('everything about a test may be chosen', () => {
  shadowTestIn(stack, {
    shadow: { variantName: 'Trees', instanceType: 'ml.m5.xlarge', instances: 1 },
    productionInstances: 6,
    sampling: Percent.of(1),
    schedule: { startsAt: '2026-12-01T09:00:00+01:00', duration: Duration.days(30) },
    capture: captureIn(stack),
    description: 'Trees instead of lines',
    state: ShadowTestState.cancelled('too slow'),
  });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(EXPERIMENT, {
    Description: 'Trees instead of lines',
    ModelVariants: [
      variantRendered('AllTraffic', idsOf(template, 3), 'ml.m5.large', 6),
      variantRendered('Trees', idsOf(template, 4), 'ml.m5.xlarge', 1),
    ],
    ShadowModeConfig: { ShadowModelVariants: [{ ShadowModelVariantName: 'Trees', SamplingPercentage: 1 }] },
    Schedule: { StartTime: '2026-12-01T08:00:00Z', EndTime: '2026-12-31T08:00:00Z' },
    DataStorageConfig: {
      Destination: 's3://acme-shadow/trees',
      KmsKey: VOLUME_KEY_ARN,
      ContentType: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
    },
    DesiredState: 'Cancelled',
    StatusReason: 'too slow',
  });
});

test('a test with a start alone runs for a week', () => {
  shadowTestIn(stack, { schedule: { startsAt: '2026-12-01T08:00Z' } });

  Template.fromStack(stack).hasResourceProperties(EXPERIMENT, {
    Schedule: { StartTime: '2026-12-01T08:00:00Z', EndTime: '2026-12-08T08:00:00Z' },
  });
});

test('where a variant has local disks there is no key', () => {
  shadowTestIn(stack, { shadow: { instanceType: 'ml.g5.xlarge' } });

  Template.fromStack(stack).hasResourceProperties(EXPERIMENT, { KmsKey: Match.absent() });
});

test('the role may be one that was made elsewhere', () => {
  const executionRole = iam.Role.fromRoleArn(stack, 'Tester', 'arn:aws:iam::111111111111:role/acme-tester');

  shadowTestIn(stack, { executionRole });

  const template = Template.fromStack(stack);
  template.hasResourceProperties(EXPERIMENT, { RoleArn: 'arn:aws:iam::111111111111:role/acme-tester' });
  template.resourceCountIs('AWS::IAM::Role', 0);
});

test('the role of the endpoint may load the shadow, before the test begins', () => {
  const model = ServedModel.of(container());
  shadowTestIn(stack, { of: { executionRole: undefined }, shadow: { model } });

  const template = Template.fromStack(stack);

  const [policy] = Object.keys(
    template.findResources('AWS::IAM::ManagedPolicy', {
      Properties: {
        PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) },
      },
    }),
  );
  template.hasResource(EXPERIMENT, { DependsOn: Match.arrayWith([policy]) });
});

test('a shadow that needs nothing more adds nothing to the role of the endpoint', () => {
  shadowTestIn(stack, { of: { executionRole: undefined } });

  Template.fromStack(stack).resourcePropertiesCountIs('AWS::IAM::ManagedPolicy', { Roles: Match.anyValue() }, 0);
});

test('no rule pack finds anything', () => {
  shadowTestIn(stack, { capture: captureIn(stack) });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test.each<[string, Wishes]>([
  ['another version', { shadow: { model: version(5) } }],
  ['another instance type', { shadow: { instanceType: 'ml.c5.xlarge' } }],
  ['more instances', { shadow: { instances: 4 }, productionInstances: 4 }],
  ['another share', { sampling: Percent.of(50) }],
  ['another schedule', { schedule: { startsAt: '2026-12-01T08:00:00Z' } }],
  ['another description', { description: 'Trees' }],
  ['an end', { state: ShadowTestState.completed('fast enough') }],
  ['another name of the shadow', { shadow: { variantName: 'Trees' } }],
  ['another version of the endpoint', { of: { variant: { model: version(7) } } }],
])('%s replaces neither the test nor the endpoint', (_, wished) => {
  const edited = stackIn();

  shadowTestIn(stack);
  shadowTestIn(edited, wished);
  Tags.of(edited).add('owner', 'somebody else');

  expect(keptIn(edited)).toEqual(keptIn(stack));
});

test('every mistake is told at once', () => {
  const made = () => shadowTestIn(stack, { shadowTestName: 'abalone trees', sampling: Percent.of(0) });

  expect(made).toThrow(
    [
      '2 problems:',
      '  ShadowTestNameMalformed: shadowTestName is "abalone trees", a name is 1 to 120 letters, digits and hyphens between them; write one such as "abalone-trees-2026-12"',
      '  NumberOutOfRange: sampling is 0, it takes 1 to 100 whole percent; write 1',
    ].join('\n'),
  );
});

test('two tests of one name are refused', () => {
  const { endpoint } = shadowTestIn(stack);

  expect(() => shadowTestIn(new Stack(stack, 'Other', { env: stack }), { endpoint })).toThrow(
    'NameTaken: Hosting/Other/Test wants the inference experiment name "abalone-trees" in 111111111111/eu-west-1, which Hosting/Test has, no two of a kind share a name there; give one of the two another name',
  );
});

test('a test knows its name and ARN', () => {
  const { shadowTest } = shadowTestIn(stack);

  expect(shadowTest.shadowTestName).toBe('abalone-trees');
  expect(stack.resolve(shadowTest.shadowTestArn)).toEqual(arnOf('inference-experiment/abalone-trees'));
});

function shadowTestIn(
  scope: Stack,
  { of, shadow, ...wished }: Wishes = {},
): {
  shadowTest: ShadowTest;
  endpoint: ShadowTestProps['endpoint'];
} {
  const endpoint = wished.endpoint ?? endpointIn(scope, of);
  const shadowTest = new ShadowTest(scope, 'Test', {
    shadowTestName: 'abalone-trees',
    endpoint,
    shadow: { model: version(4), ...shadow },
    volumeKey: kms.Key.fromKeyArn(scope, 'TestKey', VOLUME_KEY_ARN),
    ...wished,
  });

  return { shadowTest, endpoint };
}

function captureIn(scope: Stack): DataCapture {
  return DataCapture.toBucket({
    bucket: s3.Bucket.fromBucketName(scope, 'ShadowBucket', 'acme-shadow'),
    prefix: 'trees/',
    key: kms.Key.fromKeyArn(scope, 'ShadowKey', VOLUME_KEY_ARN),
  });
}

function variantRendered(VariantName: string, modelId: string, InstanceType: string, InstanceCount: number): object {
  return {
    VariantName,
    ModelName: { 'Fn::GetAtt': [modelId, 'ModelName'] },
    InfrastructureConfig: {
      InfrastructureType: 'RealTimeInference',
      RealTimeInferenceConfig: { InstanceType, InstanceCount },
    },
  };
}

/** The logical id of the model that serves a version. */
function idsOf(template: Template, number: number): string {
  const [id] = Object.keys(
    template.findResources('AWS::SageMaker::Model', {
      Properties: { PrimaryContainer: { ModelPackageName: Match.stringLikeRegexp(`/${number}$`) } },
    }),
  );

  return id;
}

function arnOf(name: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:sagemaker:eu-west-1:111111111111:${name}`]] };
}

/** The test and the endpoint by their logical ids, with the properties that would replace them. */
function keptIn(edited: Stack): Record<string, unknown> {
  const template = Template.fromStack(edited);
  const kept = { ...template.findResources(EXPERIMENT), ...template.findResources('AWS::SageMaker::Endpoint') };

  return Object.fromEntries(
    Object.entries(kept).map(([id, { Properties }]) => [id, REPLACING.map((property) => Properties[property])]),
  );
}
