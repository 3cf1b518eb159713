import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { InferenceAdapter, InferenceAdapterProps } from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { componentOn, hostIn } from './components';
import { alarmActionIn, stackIn } from './endpoints';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000009';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

function adapterIn(within: Stack, wished: Partial<InferenceAdapterProps> = {}): InferenceAdapter {
  const base = componentOn(hostIn(within, { executionRole: undefined }), { alarmActions: [alarmActionIn(within)] });

  return new InferenceAdapter(within, 'Adapter', {
    componentName: 'oyster-billing',
    baseComponent: base,
    artifactUrl: 's3://acme-models/adapters/billing.tar.gz',
    ...wished,
  });
}

test('an adapter runs in the copies of its base, after that and with nothing of its own', () => {
  adapterIn(stack);

  const template = Template.fromStack(stack);

  template.hasResource(COMPONENT, {
    Properties: {
      InferenceComponentName: 'oyster-billing',
      Specification: {
        BaseInferenceComponentName: 'oyster',
        Container: { ArtifactUrl: 's3://acme-models/adapters/billing.tar.gz' },
        ComputeResourceRequirements: Match.absent(),
      },
      RuntimeConfig: Match.absent(),
    },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^Component')]),
  });
});

test("the endpoint's role may read the adapter and decrypt it", () => {
  adapterIn(stack, { artifactKey: kms.Key.fromKeyArn(stack, 'AdapterKey', KEY_ARN) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        { Action: 'kms:Decrypt', Effect: 'Allow', Resource: KEY_ARN },
        {
          Action: 's3:GetObject',
          Effect: 'Allow',
          Resource: {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-models/adapters/billing.tar.gz']],
          },
        },
      ]),
    },
  });
});

test('somebody may ask the adapter', () => {
  const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });

  const grant = adapterIn(stack).grants.invoke(role);

  expect(stack.resolve(grant.principalStatements[0].resources[1])).toEqual({
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:inference-component/oyster-billing'],
    ],
  });
});

test('no rule of a rule pack is broken', () => {
  adapterIn(stack);

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test('a second deployment with another archive keeps the adapter', () => {
  const later = stackIn();
  adapterIn(stack);
  adapterIn(later, { artifactUrl: 's3://acme-models/adapters/billing-2.tar.gz' });

  const [first, second] = [stack, later].map((deployed) =>
    Object.keys(Template.fromStack(deployed).findResources(COMPONENT)),
  );

  expect(second).toEqual(first);
});

test('every mistake is told at once', () => {
  const made = () => adapterIn(stack, { componentName: '-', artifactUrl: 's3://acme-models/adapters/billing' });

  expect(made).toThrow(
    [
      '2 problems:',
      '  NameMalformed: componentName is "-", an inference component name is 1 to 63 characters: letters, digits and hyphens between them; choose a name of that form',
      '  ModelDataNotArchived: artifactUrl is "s3://acme-models/adapters/billing", SageMaker unpacks one archive whose name ends in .tar.gz; name the archive, or use ServingContainer.files for what is not packed',
    ].join('\n'),
  );
});
