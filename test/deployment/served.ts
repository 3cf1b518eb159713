import { Resource } from 'aws-cdk-lib';
import { IModelRef } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { Problems, renderProblem } from '../../lib/core';
import { ServedModel, ServingContainer, ServingContainerOptions, ServingImage } from '../../lib/deployment';

export const IMAGE_URI = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/abalone:1.4.2';
export const REPOSITORY_ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/abalone';
export const ARCHIVE = 's3://acme-models/abalone/model.tar.gz';

/** An image of a repository of ours. */
export const OUR_IMAGE = ServingImage.fromAddress(IMAGE_URI, REPOSITORY_ARN);

/** A container with a model in an archive. */
export function container(options: ServingContainerOptions = {}): ServingContainer {
  return ServingContainer.archive({ image: OUR_IMAGE, modelDataUrl: ARCHIVE, ...options });
}

/** A model that was made elsewhere, by its ARN. */
export function existingModel(scope: Construct, modelArn: string): ServedModel {
  class Existing extends Resource implements IModelRef {
    public readonly modelRef = { modelArn, modelId: modelArn };
  }

  return ServedModel.fromModelRef(new Existing(scope, 'ExistingModel'));
}

/** What checks find, as users read it. */
export function told(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();

  checks(problems);

  return problems.all.map(renderProblem);
}
