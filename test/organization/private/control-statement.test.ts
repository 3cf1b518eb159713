import { GuardrailExemption } from '../../../lib/organization';
import {
  inPartition,
  resourceControlStatement,
  serviceControlStatement,
} from '../../../lib/organization/private/control-statement';

const ROLE = GuardrailExemption.role('deployer', 'deploys the platform');
const KEY = { 'sagemaker:VolumeKmsKeyArn': ['arn:aws:kms:*:666666666666:key/*'] };

test('an exemption joins a condition of the same operator', () => {
  const denial = { sid: 'OtherKey', actions: ['sagemaker:CreateDomain'], conditions: { ArnNotLike: KEY } };

  const statement = serviceControlStatement(denial, [ROLE]);

  expect(statement.conditions).toEqual({
    ArnNotLike: { ...KEY, 'aws:PrincipalArn': ['arn:*:iam::*:role/deployer'] },
  });
});

test('without an exemption the conditions stay as they are', () => {
  const denial = { sid: 'OtherKey', actions: ['sagemaker:CreateDomain'], conditions: { ArnNotLike: KEY } };

  const statement = serviceControlStatement(denial, []);

  expect(statement.conditions).toEqual({ ArnNotLike: KEY });
});

test('who hands over templates is spared only where a denial says so', () => {
  const cdk = GuardrailExemption.cdkDeployment('hnb659fds', 'deploys the platform');
  const denial = { sid: 'PassedRole', actions: ['iam:PassRole'] };

  const [bound, spared] = [denial, { ...denial, sparesDeployers: true }].map((each) =>
    serviceControlStatement(each, [cdk]),
  );

  const executing = 'arn:*:iam::*:role/cdk-hnb659fds-cfn-exec-role-????????????-*';
  const deploying = 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-????????????-*';
  expect(bound.conditions).toEqual({ ArnNotLike: { 'aws:PrincipalArn': [executing] } });
  expect(spared.conditions).toEqual({ ArnNotLike: { 'aws:PrincipalArn': [executing, deploying] } });
});

test('a resource control policy names everybody by a star alone, as Organizations demands', () => {
  const denial = { sid: 'Outsider', actions: ['s3:*'] };

  const statement = resourceControlStatement(denial);

  expect(statement.toStatementJson()).toEqual({
    Sid: 'Outsider',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
  });
});

test('the partition of a resource is named, and a bare star stays', () => {
  const statements = [
    serviceControlStatement({ sid: 'A', actions: ['s3:*'], resources: ['arn:*:s3:::acme'] }, []),
    serviceControlStatement({ sid: 'B', actions: ['s3:*'] }, []),
  ];

  const [named, bare] = inPartition(statements, 'aws-cn');

  expect(named.resources).toEqual(['arn:aws-cn:s3:::acme']);
  expect(bare.resources).toEqual(['*']);
});
