import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KubernetesControllerRole, KubernetesControllerRoleProps } from '../../lib/pipelines';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { environmentIn, JOB_ROLE_ARN, pipelineIn, stackIn, stepNamed, VOLUME_KEY_ARN } from './definitions';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D';
const PROVIDER_ARN = `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`;
const PIPELINE_ARN = 'arn:${AWS::Partition}:sagemaker:eu-west-1:111111111111:pipeline/abalone';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('one service account of one cluster assumes the role', () => {
  roleWith({ serviceAccountNamespace: 'kubeflow', serviceAccount: 'pipeline-runner' });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: PROVIDER_ARN },
          Condition: {
            StringEquals: {
              [`${ISSUER}:aud`]: 'sts.amazonaws.com',
              [`${ISSUER}:sub`]: 'system:serviceaccount:kubeflow:pipeline-runner',
            },
          },
        },
      ],
    },
  });
});

test('the cluster starts the pipelines that are named, and watches, changes and stops their executions', () => {
  roleWith({});

  expect(statements()).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'sagemaker:DescribePipelineExecution',
        'sagemaker:ListPipelineExecutionSteps',
        'sagemaker:StopPipelineExecution',
        'sagemaker:UpdatePipelineExecution',
      ],
      Resource: `${PIPELINE_ARN}/execution/*`,
    },
    { Effect: 'Allow', Action: 'sagemaker:StartPipelineExecution', Resource: PIPELINE_ARN },
  ]);
});

test.each(['default', 'pipeline-runner.v2'])('the service account %s is trusted', (serviceAccount) => {
  roleWith({ serviceAccount });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        { Condition: { StringEquals: { [`${ISSUER}:sub`]: `system:serviceaccount:ack-system:${serviceAccount}` } } },
      ],
    },
  });
});

test('the rule packs find nothing', () => {
  roleWith({ pipelines: [], jobs: { namePrefix: 'kubeflow-', environment: environmentIn(stack) } });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test('jobs of the cluster carry its prefix, run in the network with the key, and as the role of the jobs', () => {
  roleWith({ pipelines: [], jobs: { namePrefix: 'kubeflow-', environment: environmentIn(stack) } });

  const create = statements().filter(({ Action }) => Action === 'sagemaker:CreateTrainingJob');
  const pass = statements().filter(({ Action }) => Action === 'iam:PassRole');
  expect(create).toMatchObject([
    {
      Resource: 'arn:${AWS::Partition}:sagemaker:eu-west-1:111111111111:training-job/kubeflow-*',
      Condition: {
        ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN },
        'ForAllValues:StringEquals': { 'sagemaker:VpcSubnets': ['subnet-1', 'subnet-2'] },
      },
    },
  ]);
  expect(pass).toMatchObject([{ Resource: JOB_ROLE_ARN }]);
});

test('a trust that is too wide and a role without work are refused, all at once', () => {
  const role = () => roleWith({ issuer: `https://${ISSUER}`, serviceAccount: '*', pipelines: [] });

  expect(role).toThrow(
    [
      '3 problems:',
      `IssuerMalformed: issuer is "https://${ISSUER}", it becomes the name of a condition key, so it is a host and a path, without a scheme; write it as "oidc.eks.eu-west-1.amazonaws.com/id/…"`,
      'KubernetesNameMalformed: serviceAccount is "*", Kubernetes has no such name; a name is lower-case letters, digits and hyphens, that of an account also dots; write the name as the cluster has it',
      'ControllerWithoutWork: pipelines is empty, a role that may start nothing is of no use to the cluster; name a pipeline, or jobs',
    ].join('\n  '),
  );
});

test.each(['*', 'oidc.eks.eu-west-1.amazonaws.com/id/*', 'OIDC.eks', ''])('the issuer "%s" is refused', (issuer) => {
  const role = () => roleWith({ issuer });

  expect(role).toThrow(`IssuerMalformed: issuer is "${issuer}", `);
});

test('an issuer that is not that of the provider is refused', () => {
  const role = () => roleWith({ issuer: 'oidc.eks.eu-west-1.amazonaws.com/id/FFFF' });

  expect(role).toThrow(
    `IssuerOfAnotherProvider: issuer is "oidc.eks.eu-west-1.amazonaws.com/id/FFFF", the provider is ${PROVIDER_ARN}, the conditions of the trust are about the tokens of this provider; write what stands behind oidc-provider/ in its ARN`,
  );
});

function roleWith(wished: Partial<KubernetesControllerRoleProps>): KubernetesControllerRole {
  return new KubernetesControllerRole(stack, 'Controller', {
    openIdConnectProvider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Cluster', PROVIDER_ARN),
    issuer: ISSUER,
    pipelines: wished.pipelines ?? [pipelineIn(stack, [stepNamed('Prepare')])],
    ...wished,
  });
}

/** The statements of the controller's policy; CloudFormation's parts stand as in Fn::Sub. */
function statements(): { Action: string | string[]; Resource: string; Condition?: object }[] {
  const [, policy] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
    id.startsWith('Controller'),
  )[0];
  const document = JSON.stringify(policy.Properties.PolicyDocument.Statement);

  return JSON.parse(
    document.replace(/\{"Fn::Join":\["",(\[.*?\])\]\}/g, (_, pieces: string) =>
      JSON.stringify(
        (JSON.parse(pieces) as (string | { Ref: string })[])
          .map((piece) => (typeof piece === 'string' ? piece : `\${${piece.Ref}}`))
          .join(''),
      ),
    ),
  );
}
