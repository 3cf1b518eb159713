import { AuthorizationType, CognitoUserPoolsAuthorizer, MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Problems } from '../core';

/** Whose tokens are taken, and for what. */
interface TokensTaken {
  readonly userPools: cognito.IUserPool[];
  readonly scopes: string[];
}

/**
 * How callers of an API prove who they are. An API that asks nobody cannot be written down.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
 */
export class ApiAuthorization {
  /**
   * Callers sign their requests as a role of AWS, which `grants.invoke` of the API has allowed to.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
   */
  public static iam(): ApiAuthorization {
    return new ApiAuthorization();
  }

  /**
   * Callers bring a token of a user pool in the header `Authorization`.
   *
   * @param userPools the pools whose tokens are taken; at least one
   * @param scopes the scopes of which an access token must have one, as `abalone/predict`; without scopes, every identity token
   * of the pools is taken
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
   */
  public static cognito(userPools: cognito.IUserPool[], scopes: string[] = []): ApiAuthorization {
    return new ApiAuthorization({ userPools, scopes });
  }

  private constructor(private readonly tokens?: TokensTaken) {}

  /** @internal */
  public get _isIam(): boolean {
    return this.tokens === undefined;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    if (this.tokens === undefined || this.tokens.userPools.length > 0) return;

    problems.add({
      code: 'ApiWithoutUserPool',
      path: `${path}.userPools`,
      got: 'is empty',
      wanted: 'tokens come from a user pool',
      remedy: 'name a pool, or use ApiAuthorization.iam()',
    });
  }

  /** @internal */
  public _render(scope: Construct): MethodOptions {
    if (this.tokens === undefined) return { authorizationType: AuthorizationType.IAM };

    const { userPools, scopes } = this.tokens;
    return {
      authorizationType: AuthorizationType.COGNITO,
      authorizer: new CognitoUserPoolsAuthorizer(scope, 'Authorizer', { cognitoUserPools: userPools }),
      authorizationScopes: scopes.length > 0 ? scopes : undefined,
    };
  }
}
