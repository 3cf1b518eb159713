import { Problems } from '../core';
import { DataBiasOptions, ModelBiasOptions } from './clarify-bias';
import { ExplainabilityOptions } from './clarify-explainability';
import { checkDataBias, checkExplainability, checkKnownAtSynth, checkModelBias } from './private/analysis-checks';
import {
  biasMonitoringConfig,
  dataBiasConfig,
  explainabilityConfig,
  explainabilityMonitoringConfig,
  modelBiasConfig,
} from './private/analysis-config';
import { DefinitionExpression } from './private/reference-token';
import { checkS3Uri } from './private/value-checks';

/** What a Clarify check looks at. */
export enum ClarifyCheckType {
  /** Bias in data, before a model is trained. */
  DATA_BIAS = 'DATA_BIAS',
  /** Bias in a model's predictions. */
  MODEL_BIAS = 'MODEL_BIAS',
  /** What a model's predictions rest on. */
  MODEL_EXPLAINABILITY = 'MODEL_EXPLAINABILITY',
}

/** An analysis whose configuration somebody else has written. */
export interface ClarifyConfigFile {
  /** What the analysis looks at. */
  readonly checkType: ClarifyCheckType;

  /** The configuration in S3, as `s3://bucket/analysis_config.json`; also the result of an earlier step. */
  readonly configS3Uri: string;

  /**
   * Name of the model, for checks of a model; the configuration does not name it.
   *
   * @default - the check is about data alone
   */
  readonly modelName?: string;
}

/**
 * An analysis that SageMaker Clarify makes.
 *
 * Clarify reads its configuration from S3. The step writes that file when the app is synthesised, lets the jobs' role read
 * it, and uploads it with the app's other assets; everything in it must be known by then.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-processing-job-configure-analysis.html
 */
export class ClarifyCheck {
  /** Bias in data, before a model is trained. */
  public static dataBias(options: DataBiasOptions): ClarifyCheck {
    return new ClarifyCheck({
      type: ClarifyCheckType.DATA_BIAS,
      config: dataBiasConfig(options),
      monitoringConfig: biasMonitoringConfig(options),
      check: (problems, path) => checkDataBias(problems, path, options),
    });
  }

  /** Bias in a model's predictions. The job serves the model on an endpoint of its own while it works. */
  public static modelBias(options: ModelBiasOptions): ClarifyCheck {
    return new ClarifyCheck({
      type: ClarifyCheckType.MODEL_BIAS,
      modelName: options.model.modelName,
      config: modelBiasConfig(options),
      monitoringConfig: biasMonitoringConfig(options),
      check: (problems, path) => checkModelBias(problems, path, options),
    });
  }

  /** Which features a model's predictions rest on. The job serves the model on an endpoint of its own while it works. */
  public static explainability(options: ExplainabilityOptions): ClarifyCheck {
    return new ClarifyCheck({
      type: ClarifyCheckType.MODEL_EXPLAINABILITY,
      modelName: options.model.modelName,
      config: explainabilityConfig(options),
      monitoringConfig: explainabilityMonitoringConfig(options),
      check: (problems, path) => checkExplainability(problems, path, options),
    });
  }

  /** An analysis by a configuration of your own: of images or texts, or with values that only a run knows. */
  public static fromConfigFile(file: ClarifyConfigFile): ClarifyCheck {
    const { checkType, configS3Uri, modelName } = file;

    return new ClarifyCheck({
      type: checkType,
      configS3Uri,
      modelName,
      check: (problems, path) => checkConfigFile(problems, path, file),
    });
  }

  private constructor(
    /** @internal */
    public readonly _analysis: ClarifyAnalysis,
  ) {}

  /** @internal */
  public get _asksModel(): boolean {
    return this._analysis.type !== ClarifyCheckType.DATA_BIAS;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this._analysis.check(problems, path);
    checkKnownAtSynth(problems, path, this._analysis.config);
  }
}

/**
 * What a check consists of. Its configuration is either known, or lies in S3.
 *
 * @internal
 */
export interface ClarifyAnalysis {
  readonly type: ClarifyCheckType;
  readonly modelName?: string;
  readonly config?: DefinitionExpression;
  readonly monitoringConfig?: DefinitionExpression;
  readonly configS3Uri?: string;
  readonly check: (problems: Problems, path: string) => void;
}

function checkConfigFile(
  problems: Problems,
  path: string,
  { checkType: type, configS3Uri, modelName }: ClarifyConfigFile,
): void {
  const aboutModel = type !== ClarifyCheckType.DATA_BIAS;

  checkS3Uri(problems, `${path}.configS3Uri`, configS3Uri);
  if (aboutModel === (modelName !== undefined)) return;
  problems.add({
    code: aboutModel ? 'ClarifyModelMissing' : 'ClarifyModelUnused',
    path: `${path}.modelName`,
    got: aboutModel ? 'is missing' : 'is given',
    wanted: aboutModel ? `a check of type ${type} asks a model` : `a check of type ${type} is about data alone`,
    remedy: aboutModel ? 'name the model that a step has made' : 'leave it out',
  });
}
