import { Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { check, checkArn } from '../core';

/** Which objects of a bucket count. */
export interface ObjectFilter {
  /**
   * Beginning of the keys, as `abalone/raw/`.
   *
   * @default - any
   */
  readonly prefix?: string;

  /**
   * End of the keys, as `.csv`.
   *
   * @default - any
   */
  readonly suffix?: string;
}

/**
 * What makes a pipeline start, beside the clock.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export class PipelineTrigger {
  /**
   * New data: an object is written into a bucket, again included. The event tells `$.detail.bucket.name` and `$.detail.object.key`.
   *
   * The bucket must send its events to EventBridge: `eventBridgeEnabled` of the CDK's bucket. It sends one event for each object,
   * so let whoever delivers many files write one last, and name that one by its suffix.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
   */
  public static objectCreated(bucket: s3.IBucketRef, filter: ObjectFilter = {}): PipelineTrigger {
    const keys = keyPattern(filter);

    return new PipelineTrigger({
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketRef.bucketName] }, ...(keys && { object: { key: [keys] } }) },
    });
  }

  /**
   * Drift, or anything else that is measured: one of the alarms goes off. The event tells `$.detail.alarmName`.
   *
   * It does so each time the alarm goes off; an alarm that flutters starts many runs, so let it look at several periods.
   */
  public static alarm(...alarms: cloudwatch.IAlarmRef[]): PipelineTrigger {
    check(undefined, (problems) => {
      if (alarms.length > 0) return;
      problems.add({
        code: 'TriggerWithoutAlarms',
        path: 'alarms',
        got: 'is empty',
        wanted: 'a rule without alarms would follow every alarm of the account',
        remedy: 'name at least one',
      });
    });

    return new PipelineTrigger({
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      resources: alarms.map((alarm) => alarm.alarmRef.alarmArn),
      detail: { state: { value: ['ALARM'] } },
    });
  }

  /**
   * Pushed code: a branch of a CodeCommit repository moves. The event tells `$.detail.commitId`.
   *
   * @param repositoryArn the repository's ARN
   * @param branch name of the branch
   */
  public static codeCommitPush(repositoryArn: string, branch: string): PipelineTrigger {
    check(undefined, (problems) => checkArn(problems, 'repositoryArn', repositoryArn, 'codecommit'));

    return new PipelineTrigger({
      source: ['aws.codecommit'],
      detailType: ['CodeCommit Repository State Change'],
      resources: [repositoryArn],
      detail: {
        event: ['referenceCreated', 'referenceUpdated'],
        referenceType: ['branch'],
        referenceName: [branch],
      },
    });
  }

  /**
   * Pushed code that has passed its checks: a run of a CodePipeline succeeds. Repositories behind a CodeConnections connection
   * send no events of their own; their pipeline does. The event tells `$.detail.execution-id`.
   *
   * @param pipelineArn ARN of the pipeline in CodePipeline
   */
  public static codePipelineSucceeded(pipelineArn: string): PipelineTrigger {
    check(undefined, (problems) => checkArn(problems, 'pipelineArn', pipelineArn, 'codepipeline'));

    return new PipelineTrigger({
      source: ['aws.codepipeline'],
      detailType: ['CodePipeline Pipeline Execution State Change'],
      resources: [pipelineArn],
      detail: { state: ['SUCCEEDED'] },
    });
  }

  /** Any other event, such as one of your own; the pattern names its source at least. */
  public static pattern(eventPattern: events.EventPattern): PipelineTrigger {
    check(undefined, (problems) => {
      if ((eventPattern.source ?? []).length > 0) return;
      problems.add({
        code: 'TriggerWithoutSource',
        path: 'eventPattern.source',
        got: 'is missing',
        wanted: 'a pattern without a source matches what anybody sends',
        remedy: "name it, as source: ['aws.glue']",
      });
    });

    return new PipelineTrigger(eventPattern);
  }

  private constructor(
    /** @internal */
    public readonly _pattern: events.EventPattern,
  ) {}
}

/** EventBridge takes several filters of a key as alternatives, so a prefix and a suffix are one wildcard. */
function keyPattern({ prefix, suffix }: ObjectFilter): object | undefined {
  if (prefix !== undefined && suffix !== undefined) return { wildcard: `${escaped(prefix)}*${escaped(suffix)}` };
  if (prefix !== undefined) return { prefix };
  if (suffix !== undefined) return { suffix };

  return undefined;
}

/** In a wildcard, `*` and `\` stand for themselves after a `\`. */
function escaped(text: string): string {
  return Token.isUnresolved(text) ? text : text.replace(/[\\*]/g, '\\$&');
}
