import { Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Relaxation } from '../../../lib/security/private/activity-statement';
import { recordRelaxedActions } from '../../../lib/security/private/relaxation-metadata';

test('actions without conditions stand in the metadata, each reason once', () => {
  const policy = new CfnManagedPolicy(new Stack(), 'Policy', { policyDocument: {} });

  recordRelaxedActions(policy, [
    statement({ actions: ['b:B'], reason: 'one' }),
    statement({ actions: ['a:A', 'b:B'], reason: 'one' }, { actions: ['c:C'], reason: 'another' }),
  ]);

  expect(policy.getMetadata('governed-ml:relaxations')).toEqual([
    { setting: 'unconditional', actions: ['a:A', 'b:B'], reason: 'one' },
    { setting: 'unconditional', actions: ['c:C'], reason: 'another' },
  ]);
});

test('statements under all their conditions leave no metadata', () => {
  const policy = new CfnManagedPolicy(new Stack(), 'Policy', { policyDocument: {} });

  recordRelaxedActions(policy, [statement(), { statement: new PolicyStatement() }]);

  expect(policy.getMetadata('governed-ml:relaxations')).toBeUndefined();
});

function statement(...relaxations: Relaxation[]): { statement: PolicyStatement; relaxations: Relaxation[] } {
  return { statement: new PolicyStatement(), relaxations };
}
