import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { passRole, Permission, Problems } from '../core';
import { EmrConfiguration } from './emr-cluster';
import { EmrServerlessApplication } from './emr-serverless-application';
import { EmrServerlessJob } from './emr-serverless-job';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { checkLength, checkS3Uri } from './private/value-checks';

const LONGEST_JOB_NAME = 256;
const LONGEST_TIMEOUT_MINUTES = 1_000_000;

/** What runs on EMR Serverless, where, and as whom. */
export interface EmrServerlessStepProps extends JobStepOptions {
  /** The application: one that exists, or one that the step creates. */
  readonly application: EmrServerlessApplication;

  /** What runs in it. */
  readonly job: EmrServerlessJob;

  /** The role that the job runs as; EMR Serverless may take it on. */
  readonly executionRole: iam.IRoleRef;

  /**
   * Name of the job run: 1 to 256 characters.
   *
   * @default - none
   */
  readonly jobName?: string;

  /**
   * How long the job may run: 1 minute to 1,000,000 minutes, in whole minutes.
   *
   * @default - 12 hours, EMR Serverless's own
   */
  readonly maxRuntime?: Duration;

  /**
   * Settings of Spark or Hive that differ from the application's.
   *
   * @default - the application's
   */
  readonly configurations?: EmrConfiguration[];

  /**
   * The prefix in S3 that logs are written below, encrypted with the environment's volume key.
   *
   * @default - EMR Serverless keeps the logs for 30 days
   */
  readonly logS3Uri?: string;
}

/**
 * A step that runs a Spark application or a Hive query on EMR Serverless. The workers' disks are encrypted with the
 * environment's volume key.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-serverless
 */
export class EmrServerlessStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: EmrServerlessStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the job run. */
  public get properties(): EmrServerlessProperties {
    return EmrServerlessProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'EMRServerless';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { application, job, jobName, maxRuntime, logS3Uri } = this.props;
    const path = this._path;

    application._check(problems, `${path}.application`);
    job._check(problems, `${path}.job`);
    checkLength(problems, `${path}.jobName`, jobName, LONGEST_JOB_NAME);
    checkMinutes(problems, `${path}.maxRuntime`, maxRuntime);
    checkS3Uri(problems, `${path}.logS3Uri`, logS3Uri);
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { application, job, jobName, maxRuntime } = this.props;
    const roleArn = this.props.executionRole.roleRef.roleArn;

    return {
      Arguments: {
        ExecutionRoleArn: roleArn,
        ...application._render(context, this.stepName, job._engine),
        JobConfig: {
          name: jobName,
          applicationId: application._applicationId,
          executionRoleArn: roleArn,
          jobDriver: job._render(),
          executionTimeoutMinutes: maxRuntime?.toMinutes({ integral: false }),
          configurationOverrides: this.overrides(context),
          tags: application._runTags(this.stepName),
        },
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return [
      ...this.props.application._permissions(context, this.stepName),
      passRole(this.props.executionRole.roleRef.roleArn, 'emr-serverless.amazonaws.com'),
    ];
  }

  private overrides({ environment }: StepContext): DefinitionExpression {
    const { configurations, logS3Uri } = this.props;
    const keyArn = environment.volumeKey.keyRef.keyArn;

    return {
      applicationConfiguration: configurations?.map(({ classification, properties }) => ({
        classification,
        properties,
      })),
      monitoringConfiguration:
        logS3Uri === undefined
          ? undefined
          : { s3MonitoringConfiguration: { logUri: logS3Uri, encryptionKeyArn: keyArn } },
      diskEncryptionConfiguration: { encryptionKeyArn: keyArn },
    };
  }
}

/** The results of a job run on EMR Serverless. */
export class EmrServerlessProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): EmrServerlessProperties {
    return new EmrServerlessProperties(step);
  }

  /** Id of the application that the job ran in. */
  public get applicationId(): StepProperty {
    return this.at('jobRun.applicationId');
  }

  /** Id of the job run. */
  public get jobRunId(): StepProperty {
    return this.at('jobRun.jobRunId');
  }
}

function checkMinutes(problems: Problems, path: string, duration: Duration | undefined): void {
  if (duration === undefined || duration.isUnresolved()) return;
  const minutes = duration.toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_TIMEOUT_MINUTES) return;

  problems.add({
    code: 'MaxRuntimeOutOfRange',
    path,
    got: `is ${duration.toHumanString()}`,
    wanted: 'EMR Serverless counts whole minutes, 1 to 1000000',
    remedy: 'use Duration.hours(1)',
  });
}
