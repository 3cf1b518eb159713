import { check, Permission, Problems } from '../core';
import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { checkNetworkCalls, NetworkCallOptions, networkRelaxations } from './network-calls';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { checkCommand } from './private/command-checks';
import { checkVariables, PROCESSING_VARIABLES } from './private/environment-variables';
import { readFile } from './private/file-permissions';
import { jobPermissions, PROCESSING_JOB } from './private/job-permissions';
import { checkDistinct, NamedParts } from './private/distinct-names';
import { checkCompute, instanceTypesOf } from './private/job-settings';
import { processingJobArguments } from './private/processing-job';
import { quoted } from './private/quoted-names';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { StepRelaxation } from './private/step-relaxation';
import { checkEntries } from './private/value-checks';
import { ProcessingInput } from './processing-input';
import { ProcessingOutput } from './processing-output';
import { checkPropertyFile, PropertyFile, PropertyFileValue, renderPropertyFile } from './property-file';

const MOST_FILES = 10;

/** What a processing job runs, on what, with which files. */
export interface ProcessingStepProps extends JobStepOptions, NetworkCallOptions {
  /** The image that the job runs. */
  readonly image: ContainerImage;

  /** The command, as `['python3', '/opt/ml/processing/code/preprocess.py']`; 1 to 100 words of up to 256 characters. */
  readonly entrypoint: string[];

  /**
   * Arguments of the command; up to 100 words of up to 256 characters.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Variables of the job's environment: up to 100, with values of up to 256 characters.
   *
   * @default - none
   */
  readonly environmentVariables?: Record<string, string>;

  /**
   * What the job gets; up to 10.
   *
   * @default - nothing
   */
  readonly inputs?: ProcessingInput[];

  /**
   * What the job leaves; up to 10.
   *
   * @default - nothing
   */
  readonly outputs?: ProcessingOutput[];

  /**
   * JSON files among the outputs that later steps read values from.
   *
   * @default - none
   */
  readonly propertyFiles?: PropertyFile[];

  /**
   * The instances of the job, and how long it may run.
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

  /** What later steps may know of the job. */
  public get properties(): ProcessingProperties {
    return ProcessingProperties._of(this);
  }

  /** Where an output of this step lies in S3, for a later step. */
  public output(outputName: string): StepProperty {
    this.checkKnown('output', outputName, [...this.places.keys()]);

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
    const { props, inputs, outputs } = this;

    checkCompute(problems, path, props.compute, 'processing');
    checkNetworkCalls(problems, path, props);
    this.checkEntrypoint(problems);
    checkCommand(problems, path, props);
    checkVariables(problems, `${path}.environmentVariables`, PROCESSING_VARIABLES, props.environmentVariables);
    checkFileCount(problems, `${path}.inputs`, inputs.length);
    checkFileCount(problems, `${path}.outputs`, outputs.length);
    for (const parts of this.namedParts()) checkDistinct(problems, path, parts);
    inputs.forEach((input, i) => input._check(problems, `${path}.inputs[${i}]`));
    outputs.forEach((output, i) => output._check(problems, `${path}.outputs[${i}]`));
    this.propertyFiles.forEach((file, i) =>
      checkPropertyFile(problems, `${path}.propertyFiles[${i}]`, file, [...this.places.keys()]),
    );
    this.checkCallers(problems);
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { image, inputs = [], outputs = [], ...job } = this.props;

    return {
      Arguments: processingJobArguments(
        {
          ...job,
          imageUri: image._uri(context.stack),
          inputs: inputs.map((input) => input._render(context.environment)),
          outputs: outputs.map((output) => output._render()),
        },
        context,
      ),
      PropertyFiles: this.propertyFiles.length > 0 ? this.propertyFiles.map(renderPropertyFile) : undefined,
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    const keyArn = this.props.outputKeyArn ?? context.environment.outputKeyArn;

    return [
      ...jobPermissions(context, PROCESSING_JOB, instanceTypesOf(this.props.compute)),
      ...this.propertyFiles.flatMap(({ outputName, filePath }) => {
        const place = this.places.get(outputName);
        return place === undefined ? [] : readFile(context.stack, `${place.replace(/\/$/, '')}/${filePath}`, keyArn);
      }),
    ];
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    return networkRelaxations(this.props);
  }

  private get inputs(): ProcessingInput[] {
    return this.props.inputs ?? [];
  }

  private get outputs(): ProcessingOutput[] {
    return this.props.outputs ?? [];
  }

  private get propertyFiles(): PropertyFile[] {
    return this.props.propertyFiles ?? [];
  }

  /** Where outputs lie in S3, by name; records in a feature group are not among them. */
  private get places(): Map<string, string> {
    return new Map(
      this.outputs.flatMap(({ outputName, _s3Uri: s3Uri }) =>
        s3Uri === undefined ? [] : [[outputName, s3Uri] as const],
      ),
    );
  }

  private namedParts(): NamedParts[] {
    return [
      { prop: 'inputs', noun: 'an input', names: this.inputs.map((input) => input.inputName) },
      { prop: 'outputs', noun: 'an output', names: this.outputs.map((output) => output.outputName) },
      { prop: 'propertyFiles', noun: 'a property file', names: this.propertyFiles.map((file) => file.fileName) },
    ];
  }

  private checkCallers(problems: Problems): void {
    if (this.props.networkCallsReason !== undefined) return;

    this.outputs.forEach((output, i) => {
      if (!output._callsOthers) return;
      problems.add({
        code: 'OutputNeedsNetworkCalls',
        path: `${this._path}.outputs[${i}]`,
        got: 'goes to a feature group, from an isolated job',
        wanted: 'the script itself calls Feature Store',
        remedy: 'say so in networkCallsReason, or leave files in S3 for another step to ingest',
      });
    });
  }

  private checkEntrypoint(problems: Problems): void {
    if (this.props.entrypoint.length > 0) return;
    problems.add({
      code: 'ProcessingWithoutCommand',
      path: `${this._path}.entrypoint`,
      got: 'is empty',
      wanted: 'a processing job needs a command to run',
      remedy: "give one, such as ['python3', '/opt/ml/processing/code/preprocess.py']",
    });
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

/** The results of a processing job. */
export class ProcessingProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): ProcessingProperties {
    return new ProcessingProperties(step);
  }

  /** Name of the processing job. */
  public get processingJobName(): StepProperty {
    return this.at('ProcessingJobName');
  }

  /** ARN of the processing job. */
  public get processingJobArn(): StepProperty {
    return this.at('ProcessingJobArn');
  }

  /** What the job's container said when it ended: up to 1,024 characters. */
  public get exitMessage(): StepProperty {
    return this.at('ExitMessage');
  }
}

function checkFileCount(problems: Problems, path: string, count: number): void {
  checkEntries(problems, path, count, {
    code: 'ProcessingFilesOutOfRange',
    least: 0,
    most: MOST_FILES,
    wanted: `a processing job has up to ${MOST_FILES} inputs and as many outputs`,
    remedy: 'gather some of them below one prefix',
  });
}
