import { Guardrail } from '../../../lib/organization';
import { Context, roleOf } from '../control-policies';
import { APPROVER, DEPLOYER, EXEMPT_ROLES, PLATFORM, ProvedGuardrail, allowed, denied, model } from './requests';

const [PLATFORM_ROLE] = EXEMPT_ROLES[DEPLOYER.name];
const AUTO_SCALING = roleOf(
  'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
);

const BEGIN = ['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint', 'CreateInferenceComponent', 'DeployHubModel'];
const EXPERIMENT = ['CreateInferenceExperiment', 'StartInferenceExperiment', 'UpdateInferenceExperiment'];
const SCALE = ['UpdateEndpointWeightsAndCapacities', 'UpdateInferenceComponentRuntimeConfig'];
const CHANGE = ['UpdateEndpoint', 'UpdateInferenceComponent', ...SCALE];
const REMOVE = [
  'DeleteEndpoint',
  'DeleteEndpointConfig',
  'DeleteInferenceComponent',
  'DeleteInferenceExperiment',
  'DeleteModel',
  'StopInferenceExperiment',
];

export const DEPLOYMENT: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.deployedByPlatform(PLATFORM),
    proofs: [
      ...[...BEGIN, ...EXPERIMENT, ...CHANGE, ...REMOVE].map((name) =>
        denied(`${name} by hand`, `sagemaker:${name}`, {}),
      ),
      denied('an endpoint by the role of a pipeline', 'sagemaker:CreateEndpoint', {}, undefined, roleOf('pipeline')),
      ...SCALE.map((name) => allowed(`${name} by automatic scaling`, `sagemaker:${name}`, {}, undefined, AUTO_SCALING)),
      allowed('the platform that deploys', 'sagemaker:CreateEndpoint', {}, undefined, PLATFORM_ROLE),
      allowed('an endpoint that is called', 'sagemaker:InvokeEndpoint', {}),
      allowed('an endpoint that is looked at', 'sagemaker:DescribeEndpoint', {}),
      allowed('a job', 'sagemaker:CreateTrainingJob', {}),
    ],
  },
  {
    guardrail: Guardrail.approvedPackagesOnly({ platformRoles: PLATFORM, modelNamePrefix: 'acme-' }),
    proofs: [
      denied('a model by hand', 'sagemaker:CreateModel', {}),
      denied('a model by hand under the name of the platform', 'sagemaker:CreateModel', {}, model('acme-abalone')),
      denied('a model by the role of a pipeline', 'sagemaker:CreateModel', {}, undefined, roleOf('pipeline')),
      denied('a model straight from a hub', 'sagemaker:DeployHubModel', {}),
      allowed('a model by the platform', 'sagemaker:CreateModel', {}, model('acme-abalone'), PLATFORM_ROLE),
      ...['CreateEndpointConfig', 'CreateInferenceComponent', 'CreateTransformJob'].flatMap((name) => [
        allowed(`${name} for a model of the platform`, `sagemaker:${name}`, of('acme-abalone')),
        denied(`${name} for another model`, `sagemaker:${name}`, of('abalone')),
        denied(`${name} for a model whose name has the prefix within`, `sagemaker:${name}`, of('my-acme-abalone')),
      ]),
      allowed('an endpoint for components, which have the models', 'sagemaker:CreateEndpointConfig', {}),
      denied('a component of a bare image', 'sagemaker:CreateInferenceComponent', {}),
      allowed('an endpoint of a configuration', 'sagemaker:CreateEndpoint', {}),
    ],
  },
  {
    guardrail: Guardrail.approvedByApprovers([APPROVER]),
    proofs: [
      denied('a version that its trainer approves', 'sagemaker:UpdateModelPackage', status('Approved')),
      denied('a version that is registered as approved', 'sagemaker:CreateModelPackage', status('Approved')),
      denied(
        'the platform that approves',
        'sagemaker:UpdateModelPackage',
        status('Approved'),
        undefined,
        PLATFORM_ROLE,
      ),
      allowed('a version that waits', 'sagemaker:CreateModelPackage', status('PendingManualApproval')),
      allowed('a version that is rejected', 'sagemaker:UpdateModelPackage', status('Rejected')),
      allowed('a version whose metadata changes', 'sagemaker:UpdateModelPackage', {}),
    ],
  },
];

function status(value: string): Context {
  return { 'sagemaker:ModelApprovalStatus': value };
}

function of(name: string): Context {
  return { 'sagemaker:ModelArn': model(name) };
}
