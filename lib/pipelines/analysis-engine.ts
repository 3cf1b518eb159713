import { join } from 'node:path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { check } from '../core';
import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { NetworkCallOptions } from './network-calls';

/** The version of XGBoost's container that runs the analysis scripts; a model of it is explained by the version that made it. */
const XGBOOST_VERSION = '3.2-0';

/** What the jobs of SageMaker's closed services run on. */
export interface ManagedEngineOptions extends NetworkCallOptions {
  /**
   * The instances of the gates' jobs, and how long they may run.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;
}

/** What our own analysis scripts run on. */
export interface OpenEngineOptions {
  /**
   * The image that runs the scripts: Python 3.8 or newer with numpy, pandas and scikit-learn; for explainability also the
   * version of XGBoost that trained the model.
   *
   * @default - SageMaker's XGBoost container 3.2-0
   */
  readonly image?: ContainerImage;

  /**
   * The instances of the gates' jobs, and how long they may run. The scripts use one instance, whose memory holds the data.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;
}

/**
 * What does the arithmetic of quality gates. Both engines read and write the same file formats, so that a baseline of one
 * serves the other.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-availability-change.html
 */
export class AnalysisEngine {
  /**
   * SageMaker Model Monitor and Clarify, by steps that check quality and bias. Both take no new customers since July 2026.
   *
   * @param options what the jobs run on; gates that ask a model need a `networkCallsReason`
   */
  public static managed(options: ManagedEngineOptions = {}): AnalysisEngine {
    return new AnalysisEngine({ kind: 'managed', ...options });
  }

  /**
   * The analysis scripts of this library, in isolated processing jobs. The jobs' role is allowed to read them, and they are
   * uploaded with the app's assets.
   *
   * @param scope where the asset with the scripts is defined
   * @param id name of the asset in its scope
   * @param options what the jobs run on
   */
  public static open(scope: Construct, id: string, options: OpenEngineOptions = {}): AnalysisEngine {
    const scripts = new Asset(scope, id, {
      path: join(__dirname, 'analysis'),
      // What Python leaves beside the scripts is of this machine alone.
      exclude: ['**/__pycache__', '**/*.pyc'],
    });

    return new AnalysisEngine({ kind: 'open', ...options }, scripts);
  }

  private constructor(
    private readonly settings: EngineSettings,
    /** The scripts of the open engine, an archive that the jobs' role reads; the managed engine has none. */
    public readonly scripts?: Asset,
  ) {}

  /**
   * A place in S3 that holds no baseline: the default of a pipeline parameter that names the baseline's files, so that the
   * first run computes one. The managed engine refuses it; its first run skips the check.
   */
  public get noBaselineS3Uri(): string {
    return this._scripts.s3ObjectUrl;
  }

  /** @internal */
  public get _kind(): 'managed' | 'open' {
    return this.settings.kind;
  }

  /** @internal */
  public get _settings(): EngineSettings {
    return this.settings;
  }

  /** @internal */
  public get _image(): ContainerImage {
    return this.settings.image ?? ContainerImage.xgboost(XGBOOST_VERSION);
  }

  /** @internal */
  public get _scripts(): Asset {
    check(undefined, (problems) => {
      if (this.scripts) return;
      problems.add({
        code: 'GateUnsupportedByEngine',
        path: 'noBaselineS3Uri',
        got: 'is asked of the managed engine',
        wanted: 'its checks want a baseline that exists',
        remedy: 'let a parameter decide skipCheck, or use AnalysisEngine.open(…)',
      });
    });

    return this.scripts as Asset;
  }
}

/** @internal */
export interface EngineSettings extends NetworkCallOptions {
  readonly kind: 'managed' | 'open';
  readonly image?: ContainerImage;
  readonly compute?: JobCompute;
}
