import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ContainerImage, Model } from '@aws-cdk/aws-sagemaker-alpha';
import { Construct, DependencyGroup } from 'constructs';

/** An image as a container uses it. */
export interface PulledImage {
  readonly uri: string;
  /** Absent for images that SageMaker pulls with credentials of its own. */
  readonly repositoryArn?: string;
}

/** Somebody who is let in by every image, and notes where. */
class Puller extends iam.ServicePrincipal {
  public readonly repositoryArns: string[] = [];

  constructor(public override readonly principalAccount: string) {
    super('sagemaker.amazonaws.com');
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.repositoryArns.push(...statement.resources.filter((resource) => resource !== '*'));

    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}

/**
 * Address and repository of an image of CDK's alpha library.
 *
 * It asks for a model of that library only to let the model's role pull, and ours is another model; so it gets somebody who can be
 * let in, and tells the repository by it.
 */
export function bindCdkImage(stack: Stack, image: ContainerImage): PulledImage {
  const puller = new Puller(stack.account);
  const { imageName } = image.bind(
    new Construct(stack, `ServingImage${stack.node.children.length}`),
    puller as iam.IGrantable as Model,
  );

  return { uri: imageName, repositoryArn: puller.repositoryArns[0] };
}
