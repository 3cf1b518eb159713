import { Fn } from 'aws-cdk-lib';
import { DomainIsolation } from '../../lib/security';

const PLACE = { partition: 'aws-cn', region: 'cn-north-1', account: '111111111111' };
const DOMAIN_ARN = 'arn:aws-cn:sagemaker:cn-north-1:111111111111:domain/d-a1b2c3d4e5f6';

test('the own domain is a policy variable in the place where the permission holds', () => {
  const isolation = DomainIsolation.ownDomain();

  expect(isolation._arnAt(PLACE)).toBe('arn:aws-cn:sagemaker:cn-north-1:111111111111:domain/${sagemaker:DomainId}');
});

test.each([DOMAIN_ARN, Fn.importValue('domain-arn')])('a domain is known by its ARN: %s', (domainArn) => {
  const isolation = DomainIsolation.domain(domainArn);

  expect(isolation._arnAt(PLACE)).toBe(domainArn);
});

test('a domain is not known by its id', () => {
  const isolation = () => DomainIsolation.domain('d-a1b2c3d4e5f6');

  expect(isolation).toThrow(
    'ArnMalformed: domainArn is "d-a1b2c3d4e5f6", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  );
});
