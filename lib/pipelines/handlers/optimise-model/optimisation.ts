import {
  CreateOptimizationJobCommand,
  CreateOptimizationJobCommandInput,
  DescribeOptimizationJobCommand,
  DescribeOptimizationJobCommandOutput,
  OptimizationJobModelSource,
  OptimizationJobModelSourceS3,
  OptimizationJobOutputConfig,
  StopOptimizationJobCommand,
} from '@aws-sdk/client-sagemaker';
import { Callback, textIn } from '../callback';
import { endOf } from '../job-end';
import { jobFolder } from '../job-folder';
import { JobKind } from '../job-kind';
import { failed, Outcome } from '../outcome';

const NOUN = 'optimisation';

/** The request for an optimisation, without its name and the places that the step names. */
export interface OptimisationRequest extends Omit<
  CreateOptimizationJobCommandInput,
  'OptimizationJobName' | 'ModelSource' | 'OutputConfig'
> {
  /** What is known of files in S3; without it, the model is one of SageMaker's. */
  readonly ModelSource: { readonly S3?: Omit<OptimizationJobModelSourceS3, 'S3Uri'> };
  readonly OutputConfig: Omit<OptimizationJobOutputConfig, 'S3OutputLocation'>;
}

/** One optimisation: what is optimised, and where the result goes. */
export interface Optimisation {
  readonly source: OptimizationJobModelSource;
  readonly outputS3Uri: string;
}

/** SageMaker's optimisations of large language models. */
export function optimisations(
  request: OptimisationRequest,
): JobKind<Optimisation, DescribeOptimizationJobCommandOutput> {
  return {
    noun: NOUN,
    askedBy: (callback) => ({
      source: sourceIn(callback, request),
      outputS3Uri: textIn(callback, 'outputS3Uri', 'folder for the result'),
    }),
    create: (client, OptimizationJobName, { source, outputS3Uri }) =>
      client.send(
        new CreateOptimizationJobCommand({
          ...request,
          OptimizationJobName,
          ModelSource: source,
          OutputConfig: { ...request.OutputConfig, S3OutputLocation: jobFolder(outputS3Uri, OptimizationJobName) },
        }),
      ),
    describe: (client, OptimizationJobName) => client.send(new DescribeOptimizationJobCommand({ OptimizationJobName })),
    stop: (client, OptimizationJobName) => client.send(new StopOptimizationJobCommand({ OptimizationJobName })),
    outcomeOf,
  };
}

function sourceIn(callback: Callback, { ModelSource: { S3: files } }: OptimisationRequest): OptimizationJobModelSource {
  if (!files) return { SageMakerModel: { ModelName: textIn(callback, 'modelName', 'model') } };

  return { S3: { ...files, S3Uri: textIn(callback, 'modelS3Uri', 'model') } };
}

function outcomeOf(job: DescribeOptimizationJobCommandOutput): Outcome | undefined {
  const described = { noun: NOUN, status: job.OptimizationJobStatus, failureReason: job.FailureReason };

  return endOf(described, () => {
    const optimizedModelS3Uri = job.OutputConfig?.S3OutputLocation;
    if (!optimizedModelS3Uri) return failed(`the ${NOUN} ended without a result`);

    return { passed: true, values: { optimizedModelS3Uri, optimizationJobName: job.OptimizationJobName ?? '' } };
  });
}
