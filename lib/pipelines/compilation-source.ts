import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { NeoFramework } from './neo-framework';
import { checkJsonText, JsonTextLimits } from './private/json-text';
import { checkS3Uri } from './private/value-checks';

const VERSION = /^[0-9]\.[A-Za-z0-9.]{1,8}$/;

const INPUTS: JsonTextLimits = { least: 1, most: 16_384, example: '{"data": [1, 3, 224, 224]}' };

/** Frameworks of which Neo takes a version. */
const VERSIONED: readonly string[] = [
  NeoFramework.MXNET,
  NeoFramework.PYTORCH,
  NeoFramework.TENSORFLOW,
  NeoFramework.TFLITE,
];

/** Frameworks whose models do not tell Neo what they are asked with. */
const TOLD_INPUTS: readonly string[] = [
  NeoFramework.DARKNET,
  NeoFramework.KERAS,
  NeoFramework.MXNET,
  NeoFramework.ONNX,
];

/** A model in S3, and what Neo must know of it. */
export interface CompilationArchiveOptions {
  /** Address of the archive, which ends in `.tar.gz`; that of a training step as `train.properties.modelArtifacts…asString`. */
  readonly modelS3Uri: string;

  /** The framework that the model was trained in. */
  readonly framework: NeoFramework;

  /**
   * Version of the framework, such as `2.0`: 3 to 10 characters. MXNet, PyTorch, TensorFlow and TensorFlow Lite have one.
   *
   * @default - the version that Neo takes for the framework by itself
   */
  readonly frameworkVersion?: string;

  /**
   * Names and shapes of the model's inputs, as JSON of up to 16,384 characters, such as `{"data": [1, 3, 224, 224]}`. Models of
   * Darknet, Keras, MXNet and ONNX need them.
   *
   * @default - Neo reads them from the model
   */
  readonly dataInputConfig?: string;
}

/**
 * What is compiled.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/neo-compilation-preparing-model.html
 */
export class CompilationSource {
  /** An archive in S3. */
  public static archive(options: CompilationArchiveOptions): CompilationSource {
    return new CompilationSource({ modelS3Uri: options.modelS3Uri }, options);
  }

  /**
   * A registered version, which tells its framework and its inputs.
   *
   * @param modelPackageArn ARN of the version, as `register.properties.modelPackageArn.asString`
   */
  public static modelPackage(modelPackageArn: string): CompilationSource {
    return new CompilationSource({ modelPackageArn });
  }

  private constructor(
    /** @internal */
    public readonly _arguments: Record<string, string>,
    private readonly archive?: CompilationArchiveOptions,
  ) {}

  /** @internal */
  public get _framework(): NeoFramework | undefined {
    return this.archive?.framework;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    if (!this.archive) return;

    this.checkArchive(problems, `${path}.modelS3Uri`, this.archive);
    this.checkVersion(problems, `${path}.frameworkVersion`, this.archive);
    this.checkInputs(problems, `${path}.dataInputConfig`, this.archive);
  }

  /** @internal */
  public _render(): object {
    if (!this.archive) return {};

    const { framework, frameworkVersion, dataInputConfig } = this.archive;
    return {
      InputConfig: { Framework: framework, FrameworkVersion: frameworkVersion, DataInputConfig: dataInputConfig },
    };
  }

  private checkArchive(problems: Problems, path: string, { modelS3Uri }: CompilationArchiveOptions): void {
    checkS3Uri(problems, path, modelS3Uri);
    if (Token.isUnresolved(modelS3Uri) || modelS3Uri.endsWith('.tar.gz')) return;

    problems.add({
      code: 'ModelNotArchived',
      path,
      got: `is "${modelS3Uri}"`,
      wanted: 'Neo unpacks one archive whose name ends in .tar.gz',
      remedy: 'name the archive',
    });
  }

  private checkVersion(
    problems: Problems,
    path: string,
    { framework, frameworkVersion }: CompilationArchiveOptions,
  ): void {
    if (frameworkVersion === undefined || Token.isUnresolved(frameworkVersion)) return;

    if (!VERSIONED.includes(framework)) {
      problems.add({
        code: 'FrameworkVersionUnsupported',
        path,
        got: `is "${frameworkVersion}" of ${framework}`,
        wanted: `Neo takes versions of ${VERSIONED.join(', ')}`,
        remedy: 'leave it out',
      });
    } else if (!VERSION.test(frameworkVersion)) {
      problems.add({
        code: 'FrameworkVersionMalformed',
        path,
        got: `is "${frameworkVersion}"`,
        wanted: 'a version is a digit, a dot and up to 8 letters, digits and dots',
        remedy: 'write "2.0"',
      });
    }
  }

  private checkInputs(
    problems: Problems,
    path: string,
    { framework, dataInputConfig }: CompilationArchiveOptions,
  ): void {
    checkJsonText(problems, path, dataInputConfig, INPUTS);
    if (dataInputConfig !== undefined || !TOLD_INPUTS.includes(framework)) return;

    problems.add({
      code: 'DataInputConfigMissing',
      path,
      got: 'is missing',
      wanted: `a model of ${framework} does not tell names and shapes of its inputs`,
      remedy: `write it as ${INPUTS.example}`,
    });
  }
}
