import { CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { EndpointStage } from '../endpoint-stage';
import { ServedModel } from '../served-model';

/** As whom the models of an endpoint run, and where. */
export type ModelSurroundings = Pick<
  sagemaker.CfnModelProps & sagemaker.CfnEndpointConfigProps,
  'executionRoleArn' | 'enableNetworkIsolation' | 'vpcConfig'
>;

/** What the surroundings of models follow from. */
export interface PlacedModels {
  readonly role: iam.IRoleRef;
  readonly stage: EndpointStage;
  readonly subnets?: readonly ec2.ISubnetRef[];
  readonly securityGroups?: readonly ec2.ISecurityGroupRef[];
}

/** The surroundings of an endpoint's models. */
export function modelSurroundings({ role, stage, subnets, securityGroups = [] }: PlacedModels): ModelSurroundings {
  return {
    executionRoleArn: role.roleRef.roleArn,
    enableNetworkIsolation: stage._reasonFor('withoutIsolation') === undefined ? true : undefined,
    vpcConfig: subnets && {
      subnets: subnets.map(({ subnetRef }) => subnetRef.subnetId),
      securityGroupIds: securityGroups.map(({ securityGroupRef }) => securityGroupRef.securityGroupId),
    },
  };
}

/** Name of the model that exists, or of one that is defined in these surroundings. */
export function modelNameOf(
  scope: Construct,
  id: string,
  served: ServedModel,
  surroundings: ModelSurroundings,
): string {
  if (served._existingModelName !== undefined) return served._existingModelName;

  const model = new sagemaker.CfnModel(scope, id, { ...served._render(scope), ...surroundings });
  keepPrevious(model);
  if (served._licences.length > 0) model.addMetadata('governed-ml:licences', served._licences);

  return model.attrModelName;
}

/** Goes with its owner, but outlives its own replacement: a rollback needs the previous one. */
export function keepPrevious(resource: CfnResource): void {
  resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}
