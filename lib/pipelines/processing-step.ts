import { check, Problems } from '../core';
import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { DefinitionExpression } from './private/reference-token';
import { JobStepOptions, PipelineStep, StepProperty } from './pipeline-step';
import {
  checkCompute,
  checkDistinct,
  instanceTypesOf,
  NamedParts,
  renderCompute,
  renderStoppingCondition,
  renderVpcConfig,
} from './private/job-settings';
import { jobPermissions, PROCESSING_JOB } from './private/job-permissions';
import { StepContext } from './private/step-context';
import { StepPermission } from './private/step-permission';
import { PropertyFile, PropertyFileValue } from './property-file';

/** Where the container finds and leaves its files. */
const CONTAINER_ROOT = '/opt/ml/processing/';

/** Files that a processing job gets before it starts. */
export interface ProcessingInput {
  /** Name of the input, unique in the step. */
  readonly inputName: string;

  /** An object or a prefix in S3, as `s3://bucket/abalone/raw/`. */
  readonly s3Uri: string;

  /**
   * Folder of the files in the container.
   *
   * @default - `/opt/ml/processing/` and the input's name
   */
  readonly localPath?: string;
}

/** Files that a processing job leaves behind. */
export interface ProcessingOutput {
  /** Name of the output, unique in the step. */
  readonly outputName: string;

  /** The prefix in S3 that the files are uploaded to when the job ends. */
  readonly s3Uri: string;

  /**
   * Folder of the files in the container.
   *
   * @default - `/opt/ml/processing/` and the output's name
   */
  readonly localPath?: string;
}

/** What a processing job runs, on what, with which files. */
export interface ProcessingStepProps extends JobStepOptions {
  /** The image that the job runs. */
  readonly image: ContainerImage;

  /** The command, as `['python3', '/opt/ml/processing/code/preprocess.py']`; at least one word. */
  readonly entrypoint: string[];

  /**
   * Arguments of the command.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Files that the job gets.
   *
   * @default - none
   */
  readonly inputs?: ProcessingInput[];

  /**
   * Files that the job leaves.
   *
   * @default - none
   */
  readonly outputs?: ProcessingOutput[];

  /**
   * JSON files among the outputs that later steps read values from.
   *
   * @default - none
   */
  readonly propertyFiles?: PropertyFile[];

  /**
   * The instances of the job.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;

  /**
   * The key that encrypts the outputs, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;
}

/**
 * A step that runs a script over files: prepare data, evaluate a model.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-processing
 */
export class ProcessingStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: ProcessingStepProps,
  ) {
    super(stepName, props);
  }

  /** Where an output of this step lies in S3, for a later step. */
  public output(outputName: string): StepProperty {
    this.checkKnown('output', outputName, this.outputNames);

    return StepProperty._of(this, `ProcessingOutputConfig.Outputs['${outputName}'].S3Output.S3Uri`);
  }

  /** A value in one of this step's property files, by its JSON path, as `regression_metrics.mse.value`. */
  public propertyFileValue(fileName: string, jsonPath: string): PropertyFileValue {
    this.checkKnown(
      'property file',
      fileName,
      this.propertyFiles.map((file) => file.fileName),
    );

    return PropertyFileValue._of(this.stepName, fileName, jsonPath);
  }

  /** @internal */
  public get _type(): string {
    return 'Processing';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const path = this._path;

    checkCompute(problems, path, this.props.compute, 'processing');
    for (const parts of this.namedParts()) checkDistinct(problems, path, parts);
    if (this.props.entrypoint.length === 0) {
      problems.add({
        code: 'ProcessingWithoutCommand',
        path: `${path}.entrypoint`,
        got: 'is empty',
        wanted: 'a processing job needs a command to run',
        remedy: "give one, such as ['python3', '/opt/ml/processing/code/preprocess.py']",
      });
    }
    this.propertyFiles.forEach((file, i) => {
      if (this.outputNames.includes(file.outputName)) return;
      problems.add({
        code: 'PropertyFileWithoutOutput',
        path: `${path}.propertyFiles[${i}].outputName`,
        got: `is "${file.outputName}"`,
        wanted:
          this.outputNames.length > 0
            ? `the step has the outputs ${quoted(this.outputNames)}`
            : 'the step has no outputs',
        remedy: 'name the output in which the file lies',
      });
    });
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    return {
      Arguments: this.jobArguments(context),
      PropertyFiles: this.propertyFiles.length > 0 ? this.propertyFiles.map(renderPropertyFile) : undefined,
    };
  }

  /** @internal */
  public _permissions(context: StepContext): StepPermission[] {
    return jobPermissions(context, PROCESSING_JOB, instanceTypesOf(this.props.compute));
  }

  private get outputNames(): string[] {
    return (this.props.outputs ?? []).map((output) => output.outputName);
  }

  private get propertyFiles(): PropertyFile[] {
    return this.props.propertyFiles ?? [];
  }

  private namedParts(): NamedParts[] {
    return [
      { prop: 'inputs', noun: 'an input', names: (this.props.inputs ?? []).map((input) => input.inputName) },
      { prop: 'outputs', noun: 'an output', names: this.outputNames },
      { prop: 'propertyFiles', noun: 'a property file', names: this.propertyFiles.map((file) => file.fileName) },
    ];
  }

  private jobArguments({ stack, environment }: StepContext): DefinitionExpression {
    const {
      image,
      entrypoint,
      arguments: containerArguments = [],
      inputs = [],
      outputs = [],
      compute,
      outputKeyArn,
    } = this.props;

    return {
      AppSpecification: {
        ImageUri: image._uri(stack),
        ContainerEntrypoint: entrypoint,
        ContainerArguments: containerArguments.length > 0 ? containerArguments : undefined,
      },
      ProcessingInputs: inputs.length > 0 ? inputs.map(renderInput) : undefined,
      ProcessingOutputConfig: {
        Outputs: outputs.map(renderOutput),
        KmsKeyId: outputKeyArn ?? environment.outputKeyArn,
      },
      ProcessingResources: { ClusterConfig: renderCompute(compute, environment) },
      NetworkConfig: {
        EnableInterContainerTrafficEncryption: true,
        EnableNetworkIsolation: true,
        VpcConfig: renderVpcConfig(environment),
      },
      RoleArn: environment.role.roleRef.roleArn,
      StoppingCondition: renderStoppingCondition(compute),
    };
  }

  private checkKnown(noun: string, name: string, known: string[]): void {
    check(undefined, (problems) => {
      if (known.includes(name)) return;
      problems.add({
        code: 'StepResultUnknown',
        path: `steps.${this.stepName}`,
        got: `has no ${noun} "${name}"`,
        wanted: known.length > 0 ? `it has ${quoted(known)}` : `it has no ${noun}s`,
        remedy: `add the ${noun} to the step, or correct the name`,
      });
    });
  }
}

function renderInput(input: ProcessingInput): DefinitionExpression {
  return {
    InputName: input.inputName,
    AppManaged: false,
    S3Input: {
      S3Uri: input.s3Uri,
      LocalPath: input.localPath ?? `${CONTAINER_ROOT}${input.inputName}`,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
      S3DataDistributionType: 'FullyReplicated',
      S3CompressionType: 'None',
    },
  };
}

function renderOutput(output: ProcessingOutput): DefinitionExpression {
  return {
    OutputName: output.outputName,
    AppManaged: false,
    S3Output: {
      S3Uri: output.s3Uri,
      LocalPath: output.localPath ?? `${CONTAINER_ROOT}${output.outputName}`,
      S3UploadMode: 'EndOfJob',
    },
  };
}

function renderPropertyFile(file: PropertyFile): DefinitionExpression {
  return { PropertyFileName: file.fileName, OutputName: file.outputName, FilePath: file.filePath };
}

function quoted(names: string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
