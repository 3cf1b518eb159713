import { Validations } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { hasLocalStorage } from '../../core';
import { ProductionVariant } from '../production-variant';

/** The rules that ask for a key of the volumes. */
const KEY_RULES = ['NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'].map(
  (pack) => `${pack}-SageMakerEndpointConfigurationKMSKeyConfigured`,
);

/** Whether some instances store data on disks of their own: SageMaker refuses a key for all volumes then. */
export function hasLocalDisks(variants: readonly (ProductionVariant | undefined)[]): boolean {
  return variants.flatMap((variant) => variant?._instanceTypes ?? []).some(hasLocalStorage);
}

/** Says in the evidence why a configuration has no key. */
export function acknowledgeLocalDisks(configuration: CfnEndpointConfig): void {
  const reason = 'the hardware encrypts local disks, and SageMaker refuses a key for them';

  Validations.of(configuration).acknowledge(...KEY_RULES.map((id) => ({ id, reason })));
}
