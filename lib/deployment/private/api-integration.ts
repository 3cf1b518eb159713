import { Duration, Stack } from 'aws-cdk-lib';
import { AwsIntegration } from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { DerivedRole } from '../../core';
import { InferenceTarget } from '../inference-target';
import { RequestContent } from '../request-content';
import { INTEGRATION_RESPONSES } from './api-answers';

/** What is asked, how, and how long. */
interface Asked {
  readonly endpoint: sagemaker.IEndpoint;
  readonly content: RequestContent;
  readonly target: InferenceTarget;
  readonly timeout: Duration;
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** How API Gateway asks an endpoint: as a role that may ask this one alone. */
export function integrationOf(scope: Construct, asked: Asked): AwsIntegration {
  const { endpoint, content, target } = asked;
  const { role } = new DerivedRole(scope, 'Role', {
    description: `Asks ${endpoint.endpointName} for callers of an API`,
    // API Gateway names no source when it assumes a role. Instead, who makes an API must be allowed to pass its role.
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    permissions: [target._permission(Stack.of(scope), endpoint.endpointArn)],
    permissionsBoundary: asked.permissionsBoundary,
  });

  return new AwsIntegration({
    service: 'runtime.sagemaker',
    path: `endpoints/${endpoint.endpointName}/invocations`,
    options: {
      // The role has all it needs; grants of the CDK would come on top.
      credentialsRole: role.withoutPolicyUpdates(),
      ...content._render(),
      requestParameters: {
        'integration.request.header.Content-Type': 'method.request.header.Content-Type',
        'integration.request.header.Accept': 'method.request.header.Accept',
        ...target._parameters(),
      },
      integrationResponses: INTEGRATION_RESPONSES,
      timeout: asked.timeout,
    },
  });
}
