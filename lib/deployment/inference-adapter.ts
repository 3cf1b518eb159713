import { Resource } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, claimName } from '../core';
import { InferenceComponent } from './inference-component';
import { InferenceComponentGrants } from './inference-component-grants';
import * as perms from './perms';
import { ModelData } from './private/model-data';

/** What an adapter changes, and in which model. */
export interface InferenceAdapterProps {
  /** Name of the adapter: 1 to 63 letters, digits and hyphens. Callers name it like a component, so it is permanent. */
  readonly componentName: string;

  /** The component that serves the model. */
  readonly baseComponent: InferenceComponent;

  /** The adapter's archive in S3, as `s3://acme-models/adapters/billing.tar.gz`. */
  readonly artifactUrl: string;

  /**
   * The key that encrypts the archive, which the endpoint's role is allowed to decrypt with.
   *
   * @default - S3 decrypts it with a key of its own
   */
  readonly artifactKey?: kms.IKeyRef;
}

/**
 * A fine-tuned variation of a component's model, such as a LoRA adapter, that runs in the component's copies and takes nothing more.
 *
 * A request names the adapter instead of the component.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html
 */
export class InferenceAdapter extends Resource implements sagemaker.IInferenceComponentRef {
  /** Name of the component, by which callers ask for the adapter. */
  public readonly componentName: string;

  /** ARN of the component. */
  public readonly componentArn: string;

  /** Grants on the adapter. */
  public readonly grants: InferenceComponentGrants;

  private readonly resource: sagemaker.CfnInferenceComponent;

  constructor(scope: Construct, id: string, props: InferenceAdapterProps) {
    super(scope, id, { physicalName: props.componentName });

    const { baseComponent, componentName, artifactUrl, artifactKey } = props;
    const archive = new ModelData(artifactUrl, 'archive');
    check(this, (problems) => {
      checkName(problems, 'componentName', componentName, 'inferenceComponent');
      archive.check(problems, 'artifactUrl');
    });

    const { account, region } = this.env;
    this.componentName = componentName;
    this.grants = InferenceComponentGrants._of(baseComponent.endpoint.grants, componentName);

    this.resource = new sagemaker.CfnInferenceComponent(this, 'Resource', {
      inferenceComponentName: claimName(this, 'inference component', `${account}/${region}`, this.physicalName),
      endpointName: baseComponent.endpoint._resource.attrEndpointName,
      specification: { baseInferenceComponentName: baseComponent.componentName, container: { artifactUrl } },
    });
    this.resource.node.addDependency(baseComponent._resource);
    baseComponent.endpoint._allow(this.resource, [
      ...archive.permissions(this.stack),
      ...(artifactKey ? [{ actions: perms.DECRYPT_OBJECTS, resources: [artifactKey.keyRef.keyArn] }] : []),
    ]);

    this.componentArn = this.resource.attrInferenceComponentArn;
  }

  public get inferenceComponentRef(): sagemaker.InferenceComponentReference {
    return this.resource.inferenceComponentRef;
  }
}
