import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { check } from '../core';
import { ALGORITHM_REGISTRIES } from './algorithm-registries';

/** An image as a job uses it. */
interface BoundImage {
  readonly uri: string;
  readonly repositoryArn: string;
}

/**
 * The container image of a job: one of SageMaker's own, or one from an ECR repository.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/ecr-eu-west-1.html
 */
export class ContainerImage {
  /** SageMaker's XGBoost algorithm, by version, as `3.2-0`. The stack must name its region, because each has its own registry. */
  public static xgboost(version: string): ContainerImage {
    return ContainerImage.ofAlgorithm('sagemaker-xgboost', version);
  }

  /** SageMaker's scikit-learn container, by version, as `1.2-1`. The stack must name its region, because each has its own registry. */
  public static scikitLearn(version: string): ContainerImage {
    return ContainerImage.ofAlgorithm('sagemaker-scikit-learn', `${version}-cpu-py3`);
  }

  /** An image of an ECR repository, by tag or digest, as `1.4.2` or `sha256:…`; a digest can not be moved to other content. */
  public static fromRepository(repository: ecr.IRepository, tagOrDigest: string): ContainerImage {
    return new ContainerImage(() => ({
      uri: repository.repositoryUriForTagOrDigest(tagOrDigest),
      repositoryArn: repository.repositoryArn,
    }));
  }

  private static ofAlgorithm(repository: string, tag: string): ContainerImage {
    return new ContainerImage((stack) => {
      const { region } = stack;
      const account = ALGORITHM_REGISTRIES[region];
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
            : 'copy the image to a repository of your own and use ContainerImage.fromRepository',
        });
      });

      const { partition, domainSuffix } = RegionInfo.get(region);
      return {
        uri: `${account}.dkr.ecr.${region}.${domainSuffix}/${repository}:${tag}`,
        repositoryArn: `arn:${partition}:ecr:${region}:${account}:repository/${repository}`,
      };
    });
  }

  private constructor(private readonly bind: (stack: Stack) => BoundImage) {}

  /** ARN of the repository, for the role that pulls the image. */
  public repositoryArn(stack: Stack): string {
    return this.bind(stack).repositoryArn;
  }

  /** @internal */
  public _uri(stack: Stack): string {
    return this.bind(stack).uri;
  }
}
