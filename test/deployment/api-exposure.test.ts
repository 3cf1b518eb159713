import { AnyPrincipal } from 'aws-cdk-lib/aws-iam';
import { Problems } from '../../lib/core';
import { ApiExposure } from '../../lib/deployment/api-exposure';
import { vpcEndpoint } from './apis';
import { stackIn } from './endpoints';

test('a private API lets callers in through the named VPC endpoints, and turns all others away', () => {
  const stack = stackIn();
  const exposure = ApiExposure.throughVpcEndpoints(vpcEndpoint(stack, 'vpce-1'), vpcEndpoint(stack, 'vpce-2'));

  const statements = exposure
    ._statements(new AnyPrincipal())
    .map((statement) => statement.toStatementJson() as unknown);

  const call = { Action: 'execute-api:Invoke', Principal: { AWS: '*' }, Resource: 'execute-api:/*' };
  expect(statements).toEqual([
    { ...call, Effect: 'Allow', Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } },
    { ...call, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } },
  ]);
  expect(exposure._render()).toEqual({ types: ['PRIVATE'], vpcEndpointIds: ['vpce-1', 'vpce-2'] });
});

test('a regional API asks for the permissions of its callers alone, and says why it is one', () => {
  const exposure = ApiExposure.regional('partners call it from networks of their own');

  expect(exposure._statements(new AnyPrincipal())).toEqual([]);
  expect(exposure._render()).toEqual({ types: ['REGIONAL'] });
  expect(exposure._relaxations).toEqual([
    { setting: 'regional', reason: 'partners call it from networks of their own' },
  ]);
});

test('a private API without a VPC endpoint is refused', () => {
  const problems = new Problems();

  ApiExposure.throughVpcEndpoints()._check(problems, 'exposure');

  expect(() => problems.throwIfAny()).toThrow(
    'ApiWithoutVpcEndpoint: exposure.vpcEndpoints is empty, a private API is reached through VPC endpoints, and through no others than those; name an interface endpoint of execute-api',
  );
});
