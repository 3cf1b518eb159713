import { Guardrail } from '../../../lib/organization';
import {
  ProvedGuardrail,
  GOOD,
  OTHER_GROUP,
  OTHER_SUBNET,
  OWN_GROUP,
  OWN_SUBNET,
  allowed,
  denied,
  good,
  without,
} from './requests';

export const NETWORK: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.insideVpc({ subnetIds: [OWN_SUBNET], securityGroupIds: [OWN_GROUP] }),
    proofs: [
      ...[
        'TrainingJob',
        'ProcessingJob',
        'HyperParameterTuningJob',
        'AutoMLJobV2',
        'Model',
        'NotebookInstance',
      ].flatMap((kind) => [
        allowed(`a ${kind} in the VPC`, `sagemaker:Create${kind}`, GOOD),
        denied(`a ${kind} without subnets`, `sagemaker:Create${kind}`, without('sagemaker:VpcSubnets')),
        denied(`a ${kind} without groups`, `sagemaker:Create${kind}`, without('sagemaker:VpcSecurityGroupIds')),
      ]),
      denied('a job without any network', 'sagemaker:CreateTrainingJob', {}),
      denied('a domain without subnets', 'sagemaker:CreateDomain', without('sagemaker:VpcSubnets')),
      denied('a job with an empty list of subnets', 'sagemaker:CreateTrainingJob', good('sagemaker:VpcSubnets', [])),
      denied(
        'a job with an empty list of groups',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VpcSecurityGroupIds', []),
      ),
      denied(
        'a job in two subnets, one of them foreign',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VpcSubnets', [OWN_SUBNET, OTHER_SUBNET]),
      ),
      denied(
        'a job under two groups, one of them foreign',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VpcSecurityGroupIds', [OWN_GROUP, OTHER_GROUP]),
      ),
      denied('a domain moved to another subnet', 'sagemaker:UpdateDomain', { 'sagemaker:VpcSubnets': [OTHER_SUBNET] }),
      allowed('a domain changed without a word on its network', 'sagemaker:UpdateDomain', {}),
      denied('a profile under another group', 'sagemaker:CreateUserProfile', {
        'sagemaker:VpcSecurityGroupIds': [OTHER_GROUP],
      }),
      allowed('a monitor that names a job definition', 'sagemaker:CreateMonitoringSchedule', {}),
      denied(
        'a monitor that brings a job without subnets',
        'sagemaker:CreateMonitoringSchedule',
        without('sagemaker:VpcSubnets'),
      ),
      denied(
        'a monitor that brings a job without groups',
        'sagemaker:UpdateMonitoringSchedule',
        without('sagemaker:VpcSecurityGroupIds'),
      ),
      allowed('a monitor that brings a job in the VPC', 'sagemaker:CreateMonitoringSchedule', GOOD),
      allowed('a transform job, whose model has the network', 'sagemaker:CreateTransformJob', {}),
    ],
  },
  {
    guardrail: Guardrail.studioVpcOnly(),
    proofs: [
      allowed('a VpcOnly domain', 'sagemaker:CreateDomain', GOOD),
      denied('a domain that does not say', 'sagemaker:CreateDomain', without('sagemaker:AppNetworkAccessType')),
      denied('a public domain', 'sagemaker:CreateDomain', good('sagemaker:AppNetworkAccessType', 'PublicInternetOnly')),
      denied('a domain made public', 'sagemaker:UpdateDomain', {
        'sagemaker:AppNetworkAccessType': 'PublicInternetOnly',
      }),
      allowed('a domain made VpcOnly', 'sagemaker:UpdateDomain', { 'sagemaker:AppNetworkAccessType': 'VpcOnly' }),
      allowed('a domain changed otherwise', 'sagemaker:UpdateDomain', {}),
    ],
  },
  {
    guardrail: Guardrail.networkIsolation(),
    proofs: ['TrainingJob', 'HyperParameterTuningJob', 'Model'].flatMap((kind) => [
      allowed(`an isolated ${kind}`, `sagemaker:Create${kind}`, GOOD),
      denied(`a ${kind} with a network`, `sagemaker:Create${kind}`, good('sagemaker:NetworkIsolation', 'false')),
      denied(`a ${kind} that does not say`, `sagemaker:Create${kind}`, without('sagemaker:NetworkIsolation')),
    ]),
  },
  {
    guardrail: Guardrail.hardenedNotebooks(),
    proofs: [
      allowed('a hardened notebook', 'sagemaker:CreateNotebookInstance', GOOD),
      denied(
        'a notebook on the internet',
        'sagemaker:CreateNotebookInstance',
        good('sagemaker:DirectInternetAccess', 'Enabled'),
      ),
      denied(
        'a notebook that does not say how it reaches the internet',
        'sagemaker:CreateNotebookInstance',
        without('sagemaker:DirectInternetAccess'),
      ),
      denied('a notebook with root', 'sagemaker:CreateNotebookInstance', good('sagemaker:RootAccess', 'Enabled')),
      denied(
        'a notebook that does not say who is root',
        'sagemaker:CreateNotebookInstance',
        without('sagemaker:RootAccess'),
      ),
      denied('a notebook given root', 'sagemaker:UpdateNotebookInstance', { 'sagemaker:RootAccess': 'Enabled' }),
      allowed('a notebook changed otherwise', 'sagemaker:UpdateNotebookInstance', {}),
    ],
  },
];
