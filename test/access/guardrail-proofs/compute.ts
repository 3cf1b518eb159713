import { Guardrail } from '../../../lib/organization';
import { ProvedGuardrail, GOOD, allowed, denied } from './requests';

export const COMPUTE: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.approvedInstanceTypes(['ml.m5.*', 'ml.g5.xlarge']),
    proofs: [
      allowed('an approved family', 'sagemaker:CreateTrainingJob', GOOD),
      allowed('an approved type', 'sagemaker:CreateEndpointConfig', { 'sagemaker:InstanceTypes': ['ml.g5.xlarge'] }),
      allowed("Studio's own instances", 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['system'] }),
      denied('a GPU that is not approved', 'sagemaker:CreateTrainingJob', {
        'sagemaker:InstanceTypes': ['ml.p5.48xlarge'],
      }),
      denied('a larger size than approved', 'sagemaker:CreateEndpointConfig', {
        'sagemaker:InstanceTypes': ['ml.g5.48xlarge'],
      }),
      denied('two types, one of them not approved', 'sagemaker:CreateTrainingJob', {
        'sagemaker:InstanceTypes': ['ml.m5.xlarge', 'ml.p5.48xlarge'],
      }),
      denied('a family whose name begins alike', 'sagemaker:CreateTrainingJob', {
        'sagemaker:InstanceTypes': ['ml.m5d.xlarge'],
      }),
      denied('a Studio app that is not approved', 'sagemaker:CreateApp', {
        'sagemaker:InstanceTypes': ['ml.p3.2xlarge'],
      }),
      allowed('a serverless endpoint, which has no instances', 'sagemaker:CreateEndpointConfig', {}),
    ],
  },
  {
    guardrail: Guardrail.noAccelerators(['ml.g5.xlarge', 'ml.inf2.*']),
    proofs: [
      ...['c5', 'geospatial', 'i3en', 'm5', 'r5', 't2', 't3'].map((family) =>
        allowed(`a job on ${family}`, 'sagemaker:CreateTrainingJob', {
          'sagemaker:InstanceTypes': [`ml.${family}.xlarge`],
        }),
      ),
      allowed("Studio's own instances", 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['system'] }),
      allowed('a type that is excepted', 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['ml.g5.xlarge'] }),
      allowed('a family that is excepted', 'sagemaker:CreateEndpointConfig', {
        'sagemaker:InstanceTypes': ['ml.inf2.8xlarge'],
      }),
      ...['g5', 'g6e', 'p5', 'p6-b200', 'inf1', 'trn1', 'dl1', 'u9'].map((family) =>
        denied(`a job on ${family}`, 'sagemaker:CreateTrainingJob', {
          'sagemaker:InstanceTypes': [`ml.${family}.24xlarge`],
        }),
      ),
      denied('a larger size than excepted', 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['ml.g5.48xlarge'] }),
      denied('two types, one of them with an accelerator', 'sagemaker:CreateEndpointConfig', {
        'sagemaker:InstanceTypes': ['ml.m5.xlarge', 'ml.p5.48xlarge'],
      }),
      denied('a notebook that is moved to a GPU', 'sagemaker:UpdateNotebookInstance', {
        'sagemaker:InstanceTypes': ['ml.p3.2xlarge'],
      }),
      allowed('a serverless endpoint, which has no instances', 'sagemaker:CreateEndpointConfig', {}),
    ],
  },
  {
    guardrail: Guardrail.approvedRegions({
      regions: ['eu-west-1', 'eu-central-1'],
      otherGlobalActions: ['securityhub:*'],
    }),
    proofs: [
      ...['eu-west-1', 'eu-central-1'].map((region) =>
        allowed(`a job in ${region}`, 'sagemaker:CreateTrainingJob', { 'aws:RequestedRegion': region }),
      ),
      denied('a job in another region', 'sagemaker:CreateTrainingJob', { 'aws:RequestedRegion': 'us-east-1' }),
      denied('a bucket in another region', 's3:CreateBucket', { 'aws:RequestedRegion': 'us-east-1' }),
      denied('a job in a region whose name begins alike', 'sagemaker:CreateTrainingJob', {
        'aws:RequestedRegion': 'eu-west-10',
      }),
      ...['iam:CreateRole', 'sts:AssumeRole', 'organizations:DescribeOrganization', 's3:ListAllMyBuckets'].map(
        (action) => allowed(`${action}, which is global`, action, { 'aws:RequestedRegion': 'us-east-1' }),
      ),
      allowed('a global action of ours', 'securityhub:GetFindings', { 'aws:RequestedRegion': 'us-east-1' }),
    ],
  },
];
