import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { ALGORITHM_IMAGES, ImageRegistry } from './image-registries';
import { check } from './problems';

/** Versions of algorithms end in that of their container; the first container of scikit-learn had none. */
const ALGORITHM_VERSION = /^\d+\.\d+(\.\d+|-\d+(-py\d+)?)$/;

/** An image of SageMaker's own. Each region has its own registry of these. */
export interface SageMakerImage {
  readonly registry: ImageRegistry;
  readonly repository: string;
  readonly tag?: string;
}

/** An image in a region. */
export interface BoundImage {
  readonly uri: string;
  readonly repositoryArn: string;
}

/** SageMaker's XGBoost algorithm, by version, as `3.2-0`. */
export function xgboostImage(version: string): SageMakerImage {
  checkImageVersion(version, ALGORITHM_VERSION, '3.2-0');

  return { registry: ALGORITHM_IMAGES, repository: 'sagemaker-xgboost', tag: version };
}

/** SageMaker's scikit-learn container, by version, as `1.2-1`. */
export function scikitLearnImage(version: string): SageMakerImage {
  checkImageVersion(version, ALGORITHM_VERSION, '1.2-1');

  return { registry: ALGORITHM_IMAGES, repository: 'sagemaker-scikit-learn', tag: `${version}-cpu-py3` };
}

/** Address and repository of an image in the stack's region; `fromRepository` is what takes a copy of it, as messages name it. */
export function bindSageMakerImage(stack: Stack, image: SageMakerImage, fromRepository: string): BoundImage {
  const { region } = stack;
  const { registry, repository, tag } = image;
  const account = registry[region];
  check(stack, (problems) => {
    if (account) return;
    const unresolved = Token.isUnresolved(region);
    problems.add({
      code: 'AlgorithmRegistryUnknown',
      path: repository,
      got: unresolved ? 'is used in a stack without a region' : `is used in ${region}`,
      wanted: unresolved ? 'each region has its own registry' : 'SageMaker has no algorithm registry there',
      remedy: unresolved
        ? 'give the stack env: { region }'
        : `copy the image to a repository of your own and use ${fromRepository}`,
    });
  });

  const { partition, domainSuffix } = RegionInfo.get(region);
  const name = tag === undefined ? repository : `${repository}:${tag}`;
  return {
    uri: `${account}.dkr.ecr.${region}.${domainSuffix}/${name}`,
    repositoryArn: `arn:${partition}:ecr:${region}:${account}:repository/${repository}`,
  };
}

/** Checks that a version has the form that SageMaker gives the versions of an image. */
export function checkImageVersion(version: string, pattern: RegExp, example: string): void {
  check(undefined, (problems) => {
    if (Token.isUnresolved(version) || pattern.test(version)) return;
    problems.add({
      code: 'ImageVersionMalformed',
      path: 'version',
      got: `is "${version}"`,
      wanted: `SageMaker names the versions of this image as ${example}`,
      remedy: 'copy one from the list of its versions',
    });
  });
}
