import { Guardrail } from '../../../lib/organization';
import { Context, policiesOf } from '../control-policies';
import { ProvedGuardrail, GOOD, KEY, OTHER_KEY, allowed, denied, good, without } from './requests';

export const ENCRYPTION: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.customerManagedKeys({ keyArns: ['arn:aws:kms:*:666666666666:key/*'] }),
    proofs: [
      ...['TrainingJob', 'ProcessingJob', 'TransformJob', 'AutoMLJobV2', 'LabelingJob'].flatMap((kind) => [
        allowed(`a ${kind} with both keys`, `sagemaker:Create${kind}`, GOOD),
        denied(`a ${kind} without a volume key`, `sagemaker:Create${kind}`, without('sagemaker:VolumeKmsKeyArn')),
        denied(`a ${kind} without an output key`, `sagemaker:Create${kind}`, without('sagemaker:OutputKmsKeyArn')),
      ]),
      allowed('an endpoint with a key', 'sagemaker:CreateEndpointConfig', GOOD),
      denied('an endpoint without a key', 'sagemaker:CreateEndpointConfig', without('sagemaker:VolumeKmsKeyArn')),
      allowed('a serverless endpoint, which has no volume', 'sagemaker:CreateEndpointConfig', {}),
      denied('a domain without a key', 'sagemaker:CreateDomain', {}),
      ...families().map((family) =>
        allowed(`an endpoint on ${family}, which has its own disks`, 'sagemaker:CreateEndpointConfig', {
          'sagemaker:InstanceTypes': [`${family}.xlarge`],
        }),
      ),
      denied('an endpoint on two types, one without its own disks', 'sagemaker:CreateEndpointConfig', {
        'sagemaker:InstanceTypes': ['ml.g5.xlarge', 'ml.m5.xlarge'],
      }),
      denied(
        'a volume under a foreign key',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VolumeKmsKeyArn', OTHER_KEY),
      ),
      denied(
        'an output under a foreign key',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:OutputKmsKeyArn', OTHER_KEY),
      ),
      allowed('a monitor that names a job definition', 'sagemaker:CreateMonitoringSchedule', {}),
      allowed('a monitor that brings a job with keys', 'sagemaker:CreateMonitoringSchedule', GOOD),
      denied(
        'a monitor that brings a job without an output key',
        'sagemaker:CreateMonitoringSchedule',
        without('sagemaker:OutputKmsKeyArn'),
      ),
      allowed('a feature group with keys', 'sagemaker:CreateFeatureGroup', features()),
      denied(
        'an offline store without a key',
        'sagemaker:CreateFeatureGroup',
        features('sagemaker:FeatureGroupOfflineStoreKmsKeyArn'),
      ),
      denied(
        'an online store without a key',
        'sagemaker:CreateFeatureGroup',
        features('sagemaker:FeatureGroupOnlineStoreKmsKeyArn'),
      ),
      allowed('a feature group that has only an offline store', 'sagemaker:CreateFeatureGroup', {
        'sagemaker:FeatureGroupOfflineStoreConfig': 'true',
        'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': KEY,
      }),
      allowed('a feature group that has only an online store', 'sagemaker:CreateFeatureGroup', {
        'sagemaker:FeatureGroupEnableOnlineStore': 'true',
        'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': KEY,
      }),
      denied('an offline store under a foreign key', 'sagemaker:CreateFeatureGroup', {
        ...features(),
        'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': OTHER_KEY,
      }),
      denied('an online store under a foreign key', 'sagemaker:CreateFeatureGroup', {
        ...features(),
        'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': OTHER_KEY,
      }),
    ],
  },
  {
    guardrail: Guardrail.encryptedContainerTraffic(),
    proofs: [
      ...['TrainingJob', 'ProcessingJob', 'HyperParameterTuningJob', 'AutoMLJob'].flatMap((kind) => [
        allowed(`a ${kind} with encrypted traffic`, `sagemaker:Create${kind}`, GOOD),
        denied(
          `a ${kind} with plain traffic`,
          `sagemaker:Create${kind}`,
          good('sagemaker:InterContainerTrafficEncryption', 'false'),
        ),
        denied(`a ${kind} that does not say`, `sagemaker:Create${kind}`, {}),
      ]),
      allowed('a monitor that names a job definition', 'sagemaker:CreateMonitoringSchedule', {}),
      allowed('a monitor that brings a job with encrypted traffic', 'sagemaker:CreateMonitoringSchedule', GOOD),
      denied(
        'a monitor that brings a job with plain traffic',
        'sagemaker:CreateMonitoringSchedule',
        without('sagemaker:InterContainerTrafficEncryption'),
      ),
    ],
  },
];

function features(missing?: string): Context {
  const whole = {
    'sagemaker:FeatureGroupOfflineStoreConfig': 'true',
    'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': KEY,
    'sagemaker:FeatureGroupEnableOnlineStore': 'true',
    'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': KEY,
  };
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== missing));
}

/** Families with disks of their own that the guardrail names. */
function families(): string[] {
  const [statement] = policiesOf([Guardrail.customerManagedKeys()]).serviceControl.filter(
    ({ Sid }) => Sid === 'InstanceVolumeWithoutKey',
  );
  const patterns = statement.Condition?.['ForAnyValue:StringNotLike']['sagemaker:InstanceTypes'] as readonly string[];
  return patterns.map((pattern) => pattern.replace('.*', ''));
}
