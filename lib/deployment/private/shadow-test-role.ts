import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { DELEGATE_KEY, DerivedRole, Permission, sageMakerArn } from '../../core';
import { DataCapture } from '../data-capture';
import { ModelEndpoint } from '../model-endpoint';
import * as perms from '../perms';

const CONFIGURATIONS_OF_SAGEMAKER =
  'SageMaker names the configurations that it makes for a test; objects get their names when they are captured';

/** What the role of a shadow test is derived from. */
export interface ShadowTestRoleProps {
  readonly shadowTestName: string;
  readonly endpoint: ModelEndpoint;
  readonly modelNames: readonly string[];

  /** @default - nothing is captured */
  readonly capture?: DataCapture;

  /** @default - volumes are encrypted by their hardware */
  readonly volumeKey?: kms.IKeyRef;
}

/** The role as which SageMaker puts an endpoint into a shadow test and out of it again. */
export class ShadowTestRole extends Construct {
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: ShadowTestRoleProps) {
    super(scope, id);

    const { shadowTestName, endpoint, modelNames, capture, volumeKey } = props;
    const stack = Stack.of(this);
    this.role = new DerivedRole(this, 'Derived', {
      description: `Shadow test ${shadowTestName} of the endpoint ${endpoint.endpointName}`,
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
      permissions: [
        {
          actions: [...perms.DESCRIBE, ...perms.UPDATE_ENDPOINT, ...perms.UPDATE_WEIGHTS],
          resources: [endpoint.endpointArn],
        },
        {
          // SageMaker asks for the right to update an endpoint for the new configuration, too.
          actions: [...perms.MAKE_CONFIGURATIONS, ...perms.UPDATE_ENDPOINT],
          resources: [sageMakerArn(stack, 'endpoint-config', '*')],
        },
        { actions: perms.DESCRIBE_MODEL, resources: modelNames.map((name) => sageMakerArn(stack, 'model', name)) },
        ...(capture?._permissions() ?? []),
        ...(volumeKey ? [delegated(volumeKey)] : []),
      ],
      wildcardReason: CONFIGURATIONS_OF_SAGEMAKER,
    }).role;
  }
}

/** SageMaker hands the key on to the volumes of its instances. */
function delegated({ keyRef }: kms.IKeyRef): Permission {
  return {
    actions: DELEGATE_KEY,
    resources: [keyRef.keyArn],
    conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  };
}
