import {
  CreateCompilationJobCommand,
  CreateCompilationJobCommandInput,
  DescribeCompilationJobCommand,
  DescribeCompilationJobCommandOutput,
  InputConfig,
  OutputConfig,
  StopCompilationJobCommand,
} from '@aws-sdk/client-sagemaker';
import { Callback, textIn } from '../callback';
import { endOf } from '../job-end';
import { jobFolder } from '../job-folder';
import { JobKind } from '../job-kind';
import { failed, Outcome } from '../outcome';

const NOUN = 'compilation';

/** The request for a compilation, without its name and the places that the step names. */
export interface CompilationRequest extends Omit<
  CreateCompilationJobCommandInput,
  'CompilationJobName' | 'InputConfig' | 'ModelPackageVersionArn' | 'OutputConfig'
> {
  /** What is known of the archive; without it, the model is that of a model package. */
  readonly InputConfig?: Omit<InputConfig, 'S3Uri'>;
  readonly OutputConfig: Omit<OutputConfig, 'S3OutputLocation'>;
}

/** One compilation: what is compiled, and where the result goes. */
export interface Compilation {
  readonly source: Pick<CreateCompilationJobCommandInput, 'InputConfig' | 'ModelPackageVersionArn'>;
  readonly outputS3Uri: string;
}

/** Compilations by SageMaker Neo. */
export function compilations(request: CompilationRequest): JobKind<Compilation, DescribeCompilationJobCommandOutput> {
  return {
    noun: NOUN,
    askedBy: (callback) => ({
      source: sourceIn(callback, request),
      outputS3Uri: textIn(callback, 'outputS3Uri', 'folder for the result'),
    }),
    create: (client, CompilationJobName, { source, outputS3Uri }) =>
      client.send(
        new CreateCompilationJobCommand({
          ...request,
          InputConfig: source.InputConfig,
          ModelPackageVersionArn: source.ModelPackageVersionArn,
          CompilationJobName,
          OutputConfig: { ...request.OutputConfig, S3OutputLocation: jobFolder(outputS3Uri, CompilationJobName) },
        }),
      ),
    describe: (client, CompilationJobName) => client.send(new DescribeCompilationJobCommand({ CompilationJobName })),
    stop: (client, CompilationJobName) => client.send(new StopCompilationJobCommand({ CompilationJobName })),
    outcomeOf,
  };
}

function sourceIn(callback: Callback, { InputConfig: archive }: CompilationRequest): Compilation['source'] {
  if (!archive) return { ModelPackageVersionArn: textIn(callback, 'modelPackageArn', 'model package') };

  return { InputConfig: { ...archive, S3Uri: textIn(callback, 'modelS3Uri', 'model') } };
}

function outcomeOf(job: DescribeCompilationJobCommandOutput): Outcome | undefined {
  const described = { noun: NOUN, status: job.CompilationJobStatus, failureReason: job.FailureReason };

  return endOf(described, () => {
    const compiledModelS3Uri = job.ModelArtifacts?.S3ModelArtifacts;
    if (!compiledModelS3Uri) return failed(`the ${NOUN} ended without a result`);

    return { passed: true, values: { compiledModelS3Uri, compilationJobName: job.CompilationJobName ?? '' } };
  });
}
