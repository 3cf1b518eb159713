import { CfnResource, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

const NOT_OF_A_STAGE: Readonly<Record<string, readonly string[]>> = {
  'Only integrations with HTTP servers are shown the certificate; services of AWS know API Gateway by the signature of its role':
    ['NIST.800.53.R5-APIGWSSLEnabled', 'HIPAA.Security-APIGWSSLEnabled', 'PCI.DSS.321-APIGWSSLEnabled'],
  'A cache knows requests by their path and headers; two bodies would get the same answer': [
    'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted',
    'HIPAA.Security-APIGWCacheEnabledAndEncrypted',
    'PCI.DSS.321-APIGWCacheEnabledAndEncrypted',
  ],
};

const BEHIND_VPC_ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  'It answers requests through VPC endpoints of private networks that its policy names, and no others': [
    'AwsSolutions-APIG3',
    'NIST.800.53.R5-APIGWAssociatedWithWAF',
    'PCI.DSS.321-APIGWAssociatedWithWAF',
  ],
};

const CALLED_BY_ROLES: Readonly<Record<string, readonly string[]>> = {
  'Callers sign their requests as roles of AWS, which are allowed one by one': ['AwsSolutions-COG4'],
};

/** Why a stage does without what the packs want of those before servers of one's own, by the names of the rules. */
export function acknowledgeStage(stage: IConstruct, { hasFirewall }: { readonly hasFirewall: boolean }): void {
  acknowledge(stage, { ...NOT_OF_A_STAGE, ...(hasFirewall ? {} : BEHIND_VPC_ENDPOINTS) });
}

/** Why a method that roles call has no user pool. */
export function acknowledgeCalledByRoles(method: IConstruct): void {
  acknowledge(method, CALLED_BY_ROLES);
}

function acknowledge({ node }: IConstruct, reasons: Readonly<Record<string, readonly string[]>>): void {
  for (const [reason, ids] of Object.entries(reasons)) {
    Validations.of(node.defaultChild as CfnResource).acknowledge(...ids.map((id) => ({ id, reason })));
  }
}
