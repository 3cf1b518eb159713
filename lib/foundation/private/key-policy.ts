import { Annotations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Adds to the policy of a key; says so where the key is only referred to, because its policy is written elsewhere. */
export function addToKeyPolicy(scope: Construct, key: kms.IKey, statement: iam.PolicyStatement): void {
  if (key.addToResourcePolicy(statement).statementAdded) return;

  Annotations.of(scope).addWarningV2(
    'governed-ml:foundation.keyPolicyElsewhere',
    `the policy of the key of ${scope.node.path} is written elsewhere; add to it: ${JSON.stringify(statement.toStatementJson())}`,
  );
}
