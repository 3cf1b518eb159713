import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as perms from './perms';
import { executionArns, pipelineArns } from './private/pipeline-arns';

/** Grants on a pipeline. */
export class PipelineGrants {
  /** The grants of a pipeline. */
  public static of(pipeline: sagemaker.IPipeline): PipelineGrants {
    return new PipelineGrants(pipeline);
  }

  private constructor(private readonly pipeline: sagemaker.IPipeline) {}

  /** Lets the grantee start executions. */
  public start(grantee: iam.IGrantable): iam.Grant {
    return grant(grantee, perms.START, pipelineArns(this.pipeline));
  }

  /** Lets the grantee stop executions. */
  public stop(grantee: iam.IGrantable): iam.Grant {
    return grant(grantee, perms.STOP_EXECUTIONS, executionArns(this.pipeline));
  }

  /** Lets the grantee run executions that failed again, from the step that failed. */
  public retry(grantee: iam.IGrantable): iam.Grant {
    return grant(grantee, perms.RETRY_EXECUTIONS, executionArns(this.pipeline));
  }

  /** Lets the grantee tell how callback steps ended. */
  public reportSteps(grantee: iam.IGrantable): iam.Grant {
    return grant(grantee, perms.REPORT_STEPS, executionArns(this.pipeline));
  }

  /** Lets the grantee read the pipeline, its versions and its executions. */
  public read(grantee: iam.IGrantable): iam.Grant {
    const executions = grant(grantee, perms.READ_EXECUTIONS, executionArns(this.pipeline));

    return grant(grantee, perms.READ, pipelineArns(this.pipeline)).combine(executions);
  }
}

function grant(grantee: iam.IGrantable, actions: string[], resourceArns: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions, resourceArns });
}
