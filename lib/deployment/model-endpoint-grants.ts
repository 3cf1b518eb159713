import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as perms from './perms';

/** Grants on an endpoint. */
export class ModelEndpointGrants {
  /** The grants of an endpoint. */
  public static of(endpoint: sagemaker.IEndpoint): ModelEndpointGrants {
    return new ModelEndpointGrants(endpoint);
  }

  private constructor(private readonly endpoint: sagemaker.IEndpoint) {}

  /** Lets the grantee ask the endpoint for predictions. */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: perms.INVOKE, resourceArns: [this.endpoint.endpointArn] });
  }
}
