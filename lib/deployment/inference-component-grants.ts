import * as iam from 'aws-cdk-lib/aws-iam';
import { ModelEndpointGrants } from './model-endpoint-grants';

/** Grants on an inference component, or on an adapter of one. */
export class InferenceComponentGrants {
  /**
   * The grants of one component of an endpoint.
   *
   * @internal
   */
  public static _of(endpoint: ModelEndpointGrants, componentName: string): InferenceComponentGrants {
    return new InferenceComponentGrants(endpoint, componentName);
  }

  private constructor(
    private readonly endpoint: ModelEndpointGrants,
    private readonly componentName: string,
  ) {}

  /** Lets the grantee ask this component for predictions, and no other of its endpoint. */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return this.endpoint.invokeComponents(grantee, [this.componentName]);
  }
}
