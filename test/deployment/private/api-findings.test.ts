import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiAuthorization } from '../../../lib/deployment/api-authorization';
import { ApiExposure } from '../../../lib/deployment/api-exposure';
import { InferenceApiProps } from '../../../lib/deployment/inference-api';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { apiIn, WEB_ACL_ARN } from '../apis';
import { stackIn } from '../endpoints';

const ON_THE_INTERNET = ApiExposure.regional('partners call it from networks of their own');

test.each<[string, (in_: Stack) => Partial<InferenceApiProps>]>([
  ['private, called by roles', () => ({})],
  [
    'private, with tokens',
    (in_) => ({
      authorization: ApiAuthorization.cognito([cognito.UserPool.fromUserPoolId(in_, 'Pool', 'eu-west-1_abc')]),
    }),
  ],
  ['private, with a firewall, a key and alarms', () => ({ webAclArn: WEB_ACL_ARN, usagePlan: {} })],
  ['on the internet', () => ({ exposure: ON_THE_INTERNET, webAclArn: WEB_ACL_ARN })],
])('no rule pack finds anything in an API that is %s', (_kind, wished) => {
  const stack = stackIn();

  apiIn(stack, wished(stack));

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});
