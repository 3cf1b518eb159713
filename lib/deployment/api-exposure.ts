import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Problems } from '../core';
import * as perms from './perms';
import { checkReason } from './private/range-checks';
import { Relaxation } from './private/relaxation';

/**
 * From where an API can be reached.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
 */
export class ApiExposure {
  /**
   * From private networks alone, through these VPC endpoints of `execute-api`. Whoever comes another way is turned away, with
   * whatever credentials.
   *
   * @param vpcEndpoints the endpoints that are let in; at least one
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
   */
  public static throughVpcEndpoints(...vpcEndpoints: ec2.IVPCEndpointRef[]): ApiExposure {
    return new ApiExposure(vpcEndpoints);
  }

  /**
   * From the internet, behind a firewall: the API then needs `webAclArn`.
   *
   * @param reason why, in 10 characters or more; it ends up in the template's metadata, `governed-ml:relaxations`
   */
  public static regional(reason: string): ApiExposure {
    return new ApiExposure([], reason);
  }

  private constructor(
    private readonly vpcEndpoints: ec2.IVPCEndpointRef[],
    private readonly reason?: string,
  ) {}

  /** @internal */
  public get _isPrivate(): boolean {
    return this.reason === undefined;
  }

  /** @internal */
  public get _relaxations(): Relaxation[] {
    return this.reason === undefined ? [] : [{ setting: 'regional', reason: this.reason }];
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    if (this.reason !== undefined) checkReason(problems, `${path}.reason`, this.reason);
    if (this.reason !== undefined || this.vpcEndpoints.length > 0) return;

    problems.add({
      code: 'ApiWithoutVpcEndpoint',
      path: `${path}.vpcEndpoints`,
      got: 'is empty',
      wanted: 'a private API is reached through VPC endpoints, and through no others than those',
      remedy: 'name an interface endpoint of execute-api',
    });
  }

  /** @internal */
  public _render(): apigateway.CfnRestApi.EndpointConfigurationProperty {
    return this._isPrivate
      ? { types: [apigateway.EndpointType.PRIVATE], vpcEndpointIds: this.vpcEndpointIds }
      : { types: [apigateway.EndpointType.REGIONAL] };
  }

  /**
   * Who is let in, beyond what each caller's own policies say; a private API lets nobody in without it.
   *
   * @internal
   */
  public _statements(callers: iam.IPrincipal): iam.PolicyStatement[] {
    if (!this._isPrivate) return [];

    const call = { actions: perms.CALL_API, resources: ['execute-api:/*'] };
    return [
      new iam.PolicyStatement({
        ...call,
        principals: [callers],
        conditions: { StringEquals: { 'aws:SourceVpce': this.vpcEndpointIds } },
      }),
      new iam.PolicyStatement({
        ...call,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        conditions: { StringNotEquals: { 'aws:SourceVpce': this.vpcEndpointIds } },
      }),
    ];
  }

  private get vpcEndpointIds(): string[] {
    return this.vpcEndpoints.map(({ vpcEndpointRef }) => vpcEndpointRef.vpcEndpointId);
  }
}
