import { Duration } from 'aws-cdk-lib';
import { checkName, Permission, Problems } from '../core';
import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { StepFeatures, STEP_FEATURES, StepType } from './private/step-features';
import { StepRelaxation } from './private/step-relaxation';
import { checkLength } from './private/value-checks';
import { checkRetryPolicy, renderRetryPolicy, RetryPolicy } from './retry-policy';

const LONGEST_DISPLAY_NAME = 256;
const LONGEST_DESCRIPTION = 3_072;

/** What every step may say of itself. */
export interface StepOptions {
  /**
   * Name that Studio shows: up to 256 characters.
   *
   * @default - the step's name
   */
  readonly displayName?: string;

  /**
   * What the step does: up to 3,072 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** What a step may say of itself that can be spared when nothing has changed. */
export interface CacheableStepOptions extends StepOptions {
  /**
   * How old a result of the same step with the same arguments may be to stand in for running it again: 1 minute or more, in
   * whole minutes.
   *
   * @default - the step always runs
   */
  readonly cacheFor?: Duration;
}

/** What a step may say of itself that can be repeated after an error. */
export interface RetryableStepOptions extends StepOptions {
  /**
   * After which errors the step is repeated.
   *
   * @default - an error ends the step
   */
  readonly retryPolicies?: RetryPolicy[];
}

/** What a step may say of itself that runs a job. */
export interface JobStepOptions extends CacheableStepOptions, RetryableStepOptions {}

/**
 * A step of a pipeline. A step that uses a result of another runs after it; `dependsOn` orders steps that share no result.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html
 */
export abstract class PipelineStep {
  private readonly predecessors: PipelineStep[] = [];

  /**
   * @param stepName name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in the pipeline
   * @param options what the step says of itself
   */
  protected constructor(
    /** Name of the step, unique in the pipeline. */
    public readonly stepName: string,
    private readonly options: JobStepOptions = {},
  ) {}

  /** Makes the step wait for others whose results it does not use. */
  public dependsOn(...steps: PipelineStep[]): void {
    this.predecessors.push(...steps);
  }

  /** @internal */
  public abstract get _type(): string;

  /** @internal */
  public get _branches(): PipelineStep[] {
    return [];
  }

  /** @internal */
  public _check(problems: Problems): void {
    const { displayName, description } = this.options;

    checkName(problems, `${this._path}.stepName`, this.stepName, 'step');
    checkLength(problems, `${this._path}.displayName`, displayName, LONGEST_DISPLAY_NAME);
    checkLength(problems, `${this._path}.description`, description, LONGEST_DESCRIPTION);
    this.checkCache(problems);
    this.checkRetries(problems);
  }

  /** @internal */
  public _render(context: StepContext): DefinitionExpression {
    const { displayName, description, cacheFor, retryPolicies = [] } = this.options;

    return {
      Name: this.stepName,
      Type: this._type,
      ...this._renderBody(context),
      DisplayName: displayName,
      Description: description,
      CacheConfig: cacheFor && { Enabled: true, ExpireAfter: cacheFor.toIsoString() },
      RetryPolicies: retryPolicies.length > 0 ? retryPolicies.map(renderRetryPolicy) : undefined,
      DependsOn: this.predecessors.length > 0 ? this.predecessors.map((step) => step.stepName) : undefined,
    };
  }

  /** @internal */
  public abstract _renderBody(context: StepContext): DefinitionExpression;

  /** @internal */
  public abstract _permissions(context: StepContext): Permission[];

  /** @internal */
  public get _relaxations(): StepRelaxation[] {
    return [];
  }

  /** @internal */
  protected get _path(): string {
    return `steps.${this.stepName}`;
  }

  private get features(): StepFeatures | undefined {
    return STEP_FEATURES[this._type as StepType];
  }

  private checkCache(problems: Problems): void {
    const { cacheFor } = this.options;
    if (cacheFor === undefined) return;

    if (this.features?.cache === false) {
      problems.add({
        code: 'StepFeatureUnsupported',
        path: `${this._path}.cacheFor`,
        got: 'is given',
        wanted: `SageMaker keeps no results of steps of type ${this._type}`,
        remedy: 'leave it out',
      });
    }
    const minutes = cacheFor.isUnresolved() ? 1 : cacheFor.toMilliseconds() / 60_000;
    if (Number.isInteger(minutes) && minutes >= 1) return;
    problems.add({
      code: 'CachePeriodOutOfRange',
      path: `${this._path}.cacheFor`,
      got: `is ${cacheFor.toHumanString()}`,
      wanted: 'SageMaker counts the age of a result in whole minutes, 1 or more',
      remedy: 'use Duration.days(30), or leave it out',
    });
  }

  private checkRetries(problems: Problems): void {
    const { retryPolicies = [] } = this.options;
    const path = `${this._path}.retryPolicies`;
    const retry = this.features?.retry ?? 'all';

    if (retry === 'none' && retryPolicies.length > 0) {
      problems.add({
        code: 'StepFeatureUnsupported',
        path,
        got: 'is given',
        wanted: `SageMaker does not repeat steps of type ${this._type}`,
        remedy: 'leave it out',
      });
    }
    retryPolicies.forEach((policy, i) =>
      checkRetryPolicy(problems, `${path}[${i}]`, policy, { type: this._type, retry }),
    );
  }
}

/** A result of an earlier step. */
export class StepProperty extends PipelineReference {
  /** @internal */
  public static _of(step: PipelineStep, path: string): StepProperty {
    return new StepProperty(step.stepName, path);
  }

  private constructor(
    private readonly stepName: string,
    private readonly path: string,
  ) {
    super();
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Get: `Steps.${this.stepName}.${this.path}` };
  }
}

/**
 * The results of a step, by the names that SageMaker's Describe operations give them.
 *
 * The classes that extend it name the results that pipelines use most.
 */
export class StepProperties {
  /** @internal */
  public static _of(step: PipelineStep): StepProperties {
    return new StepProperties(step);
  }

  /** @internal */
  protected constructor(private readonly step: PipelineStep) {}

  /**
   * Any result, by its path in the Describe operation's answer, as `FinalMetricDataList[0].Value` or
   * `ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri`. The pipeline refuses a path that the step's type does not have.
   */
  public at(path: string): StepProperty {
    return StepProperty._of(this.step, path);
  }
}
