import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as ram from 'aws-cdk-lib/aws-ram';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, Problems } from '../core';
import { SharePrincipal } from './share-principal';

/**
 * What other accounts may do with a shared pipeline and all its executions.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-xaccount.html
 */
export class PipelineShareAccess {
  /** See the pipeline, its executions, their steps and parameters. */
  public static read(): PipelineShareAccess {
    return new PipelineShareAccess('AWSRAMDefaultPermissionSageMakerPipeline');
  }

  /** Also start, stop and retry executions. They run in the account of the pipeline, which pays for them. */
  public static execute(): PipelineShareAccess {
    return new PipelineShareAccess('AWSRAMPermissionSageMakerPipelineAllowExecution');
  }

  private constructor(
    /** @internal */
    public readonly _permissionName: string,
  ) {}
}

/** Which pipelines are shared, with whom, and for what. */
export interface PipelineShareProps {
  /** The pipelines; at least one. All their executions are shared with them. */
  readonly pipelines: sagemaker.IPipeline[];

  /** With whom; at least one. */
  readonly principals: SharePrincipal[];

  /**
   * What the others may do.
   *
   * @default PipelineShareAccess.read()
   */
  readonly access?: PipelineShareAccess;

  /**
   * Name of the share.
   *
   * @default - the path of the construct
   */
  readonly shareName?: string;

  /**
   * Why accounts outside the organization may be among the principals; it stands in the template's metadata,
   * `governed-ml:relaxations`.
   *
   * @default - accounts of the organization alone
   */
  readonly externalAccountsReason?: string;
}

/**
 * Shares pipelines with other accounts, which then use them by their ARN.
 *
 * Accounts of the same organization have them at once where sharing within the organization is switched on in AWS RAM;
 * others accept an invitation first.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-xaccount.html
 */
export class PipelineShare extends Construct {
  /** ARN of the resource share. */
  public readonly resourceShareArn: string;

  constructor(scope: Construct, id: string, props: PipelineShareProps) {
    super(scope, id);

    check(this, (problems) => checkShare(problems, props));

    const { pipelines, principals, externalAccountsReason: reason } = props;
    const { _permissionName: resourceName } = props.access ?? PipelineShareAccess.read();
    const share = new ram.CfnResourceShare(this, 'Resource', {
      name: props.shareName ?? Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }),
      resourceArns: pipelines.map((pipeline) => pipeline.pipelineArn),
      principals: principals.map((principal) => principal._id),
      permissionArns: [
        Stack.of(this).formatArn({
          service: 'ram',
          region: '',
          account: 'aws',
          resource: 'permission',
          resourceName,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      ],
      allowExternalPrincipals: reason !== undefined,
    });
    // An ARN of text tells CloudFormation nothing of the order.
    share.node.addDependency(...pipelines.map((pipeline) => pipeline.node.defaultChild ?? pipeline));
    if (reason !== undefined) share.addMetadata('governed-ml:relaxations', [{ setting: 'externalAccounts', reason }]);

    this.resourceShareArn = share.attrArn;
  }
}

function checkShare(problems: Problems, { pipelines, principals, externalAccountsReason }: PipelineShareProps): void {
  for (const [path, entries] of Object.entries({ pipelines, principals })) {
    if (entries.length > 0) continue;
    problems.add({
      code: 'ShareIncomplete',
      path,
      got: 'is empty',
      wanted: 'a share has something to share and somebody to share it with',
      remedy: 'name at least one',
    });
  }
  if (externalAccountsReason?.trim() !== '') return;
  problems.add({
    code: 'ReasonMissing',
    path: 'externalAccountsReason',
    got: 'is empty',
    wanted: 'a pipeline leaves the organization for a stated reason only',
    remedy: 'say who needs it for what, or leave it out',
  });
}
