import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { check } from '../core';
import * as perms from './perms';

/**
 * Grants on an endpoint.
 *
 * IAM knows models of multi-model endpoints and inference components, but no variants: SageMaker offers no condition on the
 * variant that a request names. To let somebody reach one variant alone, put an `InferenceApi` with `InferenceTarget.variant()` before
 * the endpoint, and grant that instead.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export class ModelEndpointGrants {
  /** The grants of an endpoint. */
  public static of(endpoint: sagemaker.IEndpoint): ModelEndpointGrants {
    return new ModelEndpointGrants(endpoint);
  }

  private constructor(private readonly endpoint: sagemaker.IEndpoint) {}

  /** Lets the grantee ask the endpoint for predictions, of each of its variants and models. */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, perms.INVOKE);
  }

  /**
   * Lets the grantee ask for predictions of certain models of a multi-model endpoint. A request that names no model is refused.
   *
   * @param grantee who asks
   * @param targetModels archives of the models below the endpoint's prefix, as `oyster/model-3.tar.gz`; `*` stands for any text,
   * as in `oyster/*`. At least one
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-security.html
   */
  public invokeModels(grantee: iam.IGrantable, targetModels: string[]): iam.Grant {
    this.checkNamed('targetModels', targetModels, 'models');

    return iam.Grant.addToPrincipal({
      grantee,
      actions: perms.INVOKE,
      resourceArns: [this.endpoint.endpointArn],
      conditions: { StringLike: { 'sagemaker:TargetModel': targetModels } },
    });
  }

  /**
   * Lets the grantee ask for predictions of certain inference components of the endpoint.
   *
   * @param grantee who asks
   * @param componentNames names of the components; at least one
   */
  public invokeComponents(grantee: iam.IGrantable, componentNames: string[]): iam.Grant {
    this.checkNamed('componentNames', componentNames, 'inference components');

    return this.grant(
      grantee,
      perms.INVOKE,
      componentNames.map((name) => this.componentArn(name)),
    );
  }

  /**
   * Lets the grantee ask for predictions that come in parts as the model makes them.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
   */
  public invokeWithResponseStream(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, perms.INVOKE_STREAM);
  }

  /**
   * Lets the grantee queue requests of an asynchronous endpoint. The grantee also puts them into the bucket that the endpoint
   * reads, and reads the answers, which the owners of the buckets and their keys allow.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
   */
  public invokeAsync(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, perms.INVOKE_ASYNC);
  }

  private grant(grantee: iam.IGrantable, actions: string[], besides: string[] = []): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.endpoint.endpointArn, ...besides] });
  }

  private componentArn(name: string): string {
    const { account, region } = this.endpoint.env;

    return Stack.of(this.endpoint).formatArn({
      service: 'sagemaker',
      account,
      region,
      resource: 'inference-component',
      resourceName: name,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  private checkNamed(path: string, names: string[], noun: string): void {
    check(this.endpoint, (problems) => {
      if (names.length > 0) return;
      problems.add({
        code: 'GrantOfNothing',
        path,
        got: 'is empty',
        wanted: `the grantee may ask for the ${noun} that are named, and for no others`,
        remedy: 'name one, or use grants.invoke()',
      });
    });
  }
}
