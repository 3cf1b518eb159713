import { Token } from 'aws-cdk-lib';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { check, checkArn, Problems } from '../core';

const VERSION_ARN = /:model-package\/[^/]+\/[1-9]\d*$/;

/**
 * The model that an endpoint serves.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy.html
 */
export class ServedModel {
  /** A version of a model package group, by its ARN, maybe in another account. SageMaker refuses one that is not approved. */
  public static approvedPackage(modelPackageArn: string): ServedModel {
    check(undefined, (problems) => checkVersion(problems, modelPackageArn));

    return new ServedModel({ modelPackageName: modelPackageArn });
  }

  private constructor(private readonly container: CfnModel.ContainerDefinitionProperty) {}

  /** @internal */
  public _render(): CfnModel.ContainerDefinitionProperty[] {
    return [this.container];
  }
}

function checkVersion(problems: Problems, modelPackageArn: string): void {
  checkArn(problems, 'modelPackageArn', modelPackageArn, 'sagemaker');
  if (problems.all.length > 0 || Token.isUnresolved(modelPackageArn) || VERSION_ARN.test(modelPackageArn)) return;

  problems.add({
    code: 'ModelVersionMalformed',
    path: 'modelPackageArn',
    got: `is "${modelPackageArn}"`,
    wanted: 'an endpoint serves one version, whose ARN ends in :model-package/<group>/<version>',
    remedy: 'name a version of the group, as modelPackageArn(version) of a ModelPackageGroup does',
  });
}
