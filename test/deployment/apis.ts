import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ApiAuthorization } from '../../lib/deployment/api-authorization';
import { ApiExposure } from '../../lib/deployment/api-exposure';
import { InferenceApi, InferenceApiProps } from '../../lib/deployment/inference-api';
import { VOLUME_KEY_ARN } from './endpoints';
import { ForeignEndpoint } from './foreign-endpoint';

export const WEB_ACL_ARN =
  'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/acme/11111111-aaaa-bbbb-cccc-000000000002';

/** The VPC endpoint with an id. */
export function vpcEndpoint(stack: Stack, vpcEndpointId: string): ec2.IVPCEndpointRef {
  return ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, vpcEndpointId, {
    vpcEndpointId,
    port: 443,
  });
}

/** A private API that roles call, as wished. */
export function apiIn(stack: Stack, wished: Partial<InferenceApiProps> = {}): InferenceApi {
  return new InferenceApi(stack, 'Api', {
    endpoint: wished.endpoint ?? new ForeignEndpoint(stack, 'Endpoint'),
    authorization: ApiAuthorization.iam(),
    exposure: wished.exposure ?? ApiExposure.throughVpcEndpoints(vpcEndpoint(stack, 'vpce-1')),
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
    ...wished,
  });
}
