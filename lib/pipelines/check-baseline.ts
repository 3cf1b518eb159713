import { Stack } from 'aws-cdk-lib';
import { checkArn, modelPackageVersionArn, Permission, Problems } from '../core';
import { PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { checkS3Uri } from './private/value-checks';

/** The files of a baseline. */
export interface BaselineFiles {
  /** The JSON file with the limits, as `s3://bucket/constraints.json`. */
  readonly constraintsS3Uri: string;

  /**
   * The JSON file with the figures, as `s3://bucket/statistics.json`. Quality checks need it, Clarify checks have none.
   *
   * @default - none
   */
  readonly statisticsS3Uri?: string;
}

/**
 * Whether a step compares figures, or limits alone.
 *
 * @internal
 */
export interface BaselineUse {
  readonly statistics: boolean;
}

/**
 * What the results of a check step are compared with.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-quality-clarify-baseline-lifecycle.html
 */
export class CheckBaseline {
  /**
   * The drift check baselines of the latest approved version of a model package group. While no version is approved, a run
   * has nothing to compare with, so that its check must be skipped.
   */
  public static ofModelPackageGroup(modelPackageGroupArn: string): CheckBaseline {
    return new CheckBaseline({ modelPackageGroupArn });
  }

  /** Files that an earlier check left, or that somebody wrote. */
  public static fromFiles(files: BaselineFiles): CheckBaseline {
    return new CheckBaseline({ files });
  }

  private constructor(private readonly source: BaselineSource) {}

  /** @internal */
  public _check(problems: Problems, path: string, { statistics }: BaselineUse): void {
    const { modelPackageGroupArn, files } = this.source;

    if (modelPackageGroupArn !== undefined) {
      checkArn(problems, `${path}.modelPackageGroupArn`, modelPackageGroupArn, 'sagemaker');
    }
    if (files === undefined) return;
    checkS3Uri(problems, `${path}.constraintsS3Uri`, files.constraintsS3Uri);
    checkS3Uri(problems, `${path}.statisticsS3Uri`, files.statisticsS3Uri);
    if ((files.statisticsS3Uri !== undefined) === statistics) return;
    problems.add({
      code: statistics ? 'BaselineWithoutStatistics' : 'BaselineStatisticsUnused',
      path: `${path}.statisticsS3Uri`,
      got: statistics ? 'is missing' : 'is given',
      wanted: statistics
        ? 'a quality check compares figures as well as limits'
        : 'a Clarify check compares with limits alone',
      remedy: statistics ? 'name the statistics.json beside the constraints.json' : 'leave it out',
    });
  }

  /** @internal */
  public _render({ statistics }: BaselineUse): DefinitionExpression {
    const { modelPackageGroupArn, files } = this.source;

    return {
      ModelPackageGroupName: modelPackageGroupArn,
      SuppliedBaselineConstraints: files?.constraintsS3Uri,
      SuppliedBaselineStatistics: statistics ? files?.statisticsS3Uri : undefined,
    };
  }

  /** @internal */
  public _permissions(stack: Stack): Permission[] {
    const { modelPackageGroupArn } = this.source;
    if (modelPackageGroupArn === undefined) return [];

    const versions = modelPackageVersionArn(stack, modelPackageGroupArn, '*');
    return [
      { actions: ['sagemaker:ListModelPackages'], resources: [modelPackageGroupArn, versions] },
      { actions: ['sagemaker:DescribeModelPackage'], resources: [versions] },
    ];
  }
}

/**
 * The baselines that a check step leaves. Register the one used for drift checks with the model, so that later runs and
 * monitors compare with it.
 */
export class BaselineProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): BaselineProperties {
    return new BaselineProperties(step);
  }

  /** Where the limits lie that the step has drawn from the data. */
  public get calculatedBaselineConstraints(): StepProperty {
    return this.at('CalculatedBaselineConstraints');
  }

  /** Where the limits lie that later runs and monitors compare with: the new ones where they are registered, else the old ones. */
  public get baselineUsedForDriftCheckConstraints(): StepProperty {
    return this.at('BaselineUsedForDriftCheckConstraints');
  }
}

/** Exactly one of the two. */
interface BaselineSource {
  readonly modelPackageGroupArn?: string;
  readonly files?: BaselineFiles;
}
