import { Permission, Problems } from '../core';
import { AutoMLFormat, AutoMLSearch, AutoMLTable } from './auto-ml-search';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { checkAutoML } from './private/auto-ml-checks';
import { AUTO_ML_JOB, jobPermissions } from './private/job-permissions';
import { renderVpcConfig } from './private/job-settings';
import { DefinitionExpression } from './private/reference-token';
import { secondsOf } from './private/seconds';
import { StepContext } from './private/step-context';
import { unlessBlank } from './private/unless-empty';

/** What is predicted from what, and for how long a model is sought. */
export interface AutoMLStepProps extends AutoMLSearch, JobStepOptions {}

/** The model that an AutoML job has found, for a step that creates or registers it. */
export interface AutoMLModel {
  /** Address of the image that serves the model, for `ContainerImage.fromAddress`. */
  readonly imageUri: string;

  /** Where the model lies in S3. */
  readonly modelDataUrl: string;

  /** Environment variables that the image needs. */
  readonly environment: Record<string, string>;
}

/** The environment variables of the containers that serve ensembles. */
const SERVING_VARIABLES = [
  'MODEL_NAME',
  'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT',
  'SAGEMAKER_INFERENCE_OUTPUT',
  'SAGEMAKER_INFERENCE_SUPPORTED',
  'SAGEMAKER_PROGRAM',
  'SAGEMAKER_SUBMIT_DIRECTORY',
];

/**
 * A step that finds a model for a table by itself: SageMaker trains several kinds and combines them in an ensemble.
 *
 * SageMaker knows no network isolation for these jobs; they run in the environment's network, encrypted like any other. Their
 * role must also be allowed to pass itself to SageMaker, and to create, describe and delete models.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-automl
 */
export class AutoMLStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: AutoMLStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the job. */
  public get properties(): AutoMLProperties {
    return AutoMLProperties._of(this);
  }

  /** The best model, for a step that creates or registers it. */
  public get bestModel(): AutoMLModel {
    const container = (path: string): string =>
      this.properties.at(`BestCandidate.InferenceContainers[0].${path}`).asString;

    return {
      imageUri: container('Image'),
      modelDataUrl: container('ModelDataUrl'),
      environment: Object.fromEntries(SERVING_VARIABLES.map((name) => [name, container(`Environment['${name}']`)])),
    };
  }

  /** @internal */
  public get _type(): string {
    return 'AutoML';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    checkAutoML(problems, this._path, this.props);
  }

  /** @internal */
  public _renderBody({ environment }: StepContext): DefinitionExpression {
    const { problem, trainingTable, validationTable, outputS3Uri, outputKeyArn } = this.props;

    return {
      Arguments: {
        ...problem?._render(),
        InputDataConfig: [
          this.renderTable('training', trainingTable),
          ...(validationTable ? [this.renderTable('validation', validationTable)] : []),
        ],
        OutputDataConfig: { S3OutputPath: outputS3Uri, KmsKeyId: outputKeyArn ?? environment.outputKeyArn },
        AutoMLJobConfig: {
          // The only mode that SageMaker Pipelines knows.
          Mode: 'ENSEMBLING',
          CompletionCriteria: this.renderCompletion(),
          CandidateGenerationConfig: this.renderCandidates(),
          DataSplitConfig: this.renderSplit(),
          SecurityConfig: {
            VolumeKmsKeyId: environment.volumeKey.keyRef.keyArn,
            EnableInterContainerTrafficEncryption: true,
            VpcConfig: renderVpcConfig(environment),
          },
        },
        RoleArn: environment.role.roleRef.roleArn,
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return jobPermissions(context, AUTO_ML_JOB, []);
  }

  private renderTable(
    channelType: string,
    { s3Uri, manifest = false, gzip = false }: AutoMLTable,
  ): DefinitionExpression {
    return {
      ChannelType: channelType,
      ContentType: this.props.format ?? AutoMLFormat.CSV,
      CompressionType: gzip ? 'Gzip' : undefined,
      TargetAttributeName: this.props.targetColumn,
      SampleWeightAttributeName: this.props.sampleWeightColumn,
      DataSource: { S3DataSource: { S3DataType: manifest ? 'ManifestFile' : 'S3Prefix', S3Uri: s3Uri } },
    };
  }

  private renderCompletion(): DefinitionExpression | undefined {
    const { maxCandidates, maxRuntimePerTrainingJob, maxRuntime } = this.props;

    return unlessBlank({
      MaxCandidates: maxCandidates,
      MaxRuntimePerTrainingJobInSeconds: maxRuntimePerTrainingJob && secondsOf(maxRuntimePerTrainingJob),
      MaxAutoMLJobRuntimeInSeconds: maxRuntime && secondsOf(maxRuntime),
    });
  }

  private renderCandidates(): DefinitionExpression | undefined {
    const { featureSpecificationS3Uri, algorithms } = this.props;

    return unlessBlank({
      FeatureSpecificationS3Uri: featureSpecificationS3Uri,
      AlgorithmsConfig: algorithms && [{ AutoMLAlgorithms: algorithms }],
    });
  }

  private renderSplit(): DefinitionExpression | undefined {
    return unlessBlank({ ValidationFraction: this.props.validationFraction });
  }
}

/** The results of an AutoML job. */
export class AutoMLProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): AutoMLProperties {
    return new AutoMLProperties(step);
  }

  /** Name of the AutoML job. */
  public get autoMLJobName(): StepProperty {
    return this.at('AutoMLJobName');
  }

  /** ARN of the AutoML job. */
  public get autoMLJobArn(): StepProperty {
    return this.at('AutoMLJobArn');
  }

  /** Name of the best candidate. */
  public get bestCandidateName(): StepProperty {
    return this.at('BestCandidate.CandidateName');
  }

  /** The objective's value of the best candidate. */
  public get bestObjective(): StepProperty {
    return this.at('BestCandidate.FinalAutoMLJobObjectiveMetric.Value');
  }

  /** Where the JSON report on the quality of the best candidate lies in S3. */
  public get modelInsightsReport(): StepProperty {
    return this.at('BestCandidateProperties.ModelInsightsJsonReportPath');
  }

  /** Where the JSON report on what the best candidate's predictions rest on lies in S3. */
  public get explainabilityReport(): StepProperty {
    return this.at('BestCandidateProperties.ExplainabilityJsonReportPath');
  }
}
