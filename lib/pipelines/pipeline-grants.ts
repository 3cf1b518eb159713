import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as perms from './perms';

/** Grants on a pipeline. */
export class PipelineGrants {
  /** The grants of a pipeline. */
  public static of(pipeline: sagemaker.IPipeline): PipelineGrants {
    return new PipelineGrants(pipeline);
  }

  private constructor(private readonly pipeline: sagemaker.IPipeline) {}

  /** Lets the grantee start executions. */
  public start(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, perms.START);
  }

  /** Lets the grantee read the pipeline and its executions. */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, perms.READ);
  }

  private grant(grantee: iam.IGrantable, actions: string[]): iam.Grant {
    const { pipelineArn } = this.pipeline;

    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [pipelineArn, `${pipelineArn}/execution/*`] });
  }
}
