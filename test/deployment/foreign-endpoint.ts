import { Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { ModelEndpointGrants } from '../../lib/deployment/model-endpoint-grants';

export const ENDPOINT_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/abalone';

/** An endpoint that was made elsewhere, of which nothing but its name is known. */
export class ForeignEndpoint extends Resource implements sagemaker.IEndpoint {
  public readonly endpointArn: string;

  constructor(
    scope: Construct,
    id: string,
    public readonly endpointName = 'abalone',
  ) {
    super(scope, id);

    this.endpointArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: endpointName,
    });
  }

  public get endpointRef(): sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return ModelEndpointGrants.of(this).invoke(grantee);
  }
}
