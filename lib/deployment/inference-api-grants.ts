import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { check } from '../core';
import { ApiAuthorization } from './api-authorization';
import * as perms from './perms';

/** Grants on an API before an endpoint. */
export class InferenceApiGrants {
  /** @internal */
  public static _of(
    restApi: apigateway.RestApi,
    method: apigateway.Method,
    authorization: ApiAuthorization,
  ): InferenceApiGrants {
    return new InferenceApiGrants(restApi, method, authorization);
  }

  private constructor(
    private readonly restApi: apigateway.RestApi,
    private readonly method: apigateway.Method,
    private readonly authorization: ApiAuthorization,
  ) {}

  /**
   * Lets the grantee call the API. A grantee of another account is named in the API's own policy, too.
   *
   * It throws `ApiNotCalledByRoles` where callers bring tokens of a user pool instead.
   */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    check(this.restApi, (problems) => {
      if (this.authorization._isIam) return;
      problems.add({
        code: 'ApiNotCalledByRoles',
        path: 'grantee',
        got: 'is a principal of AWS',
        wanted: 'this API takes tokens of user pools',
        remedy: 'let the user pool give the caller a token, or use ApiAuthorization.iam()',
      });
    });

    return iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: perms.CALL_API,
      resourceArns: [this.method.methodArn],
      // The API's own policy cannot name the API before there is one. It has no other method.
      resourceSelfArns: ['execute-api:/*'],
      resource: this.restApi,
    });
  }
}
