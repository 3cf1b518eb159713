import { checkArn, Problems } from '../core';
import { LineageKind, nameInExecution } from './private/lineage-names';
import { DefinitionExpression } from './private/reference-token';

/** How an action ended. */
export enum LineageActionStatus {
  /** Nothing is known. */
  UNKNOWN = 'Unknown',
  /** It still runs. */
  IN_PROGRESS = 'InProgress',
  /** It ended well. */
  COMPLETED = 'Completed',
  /** It ended in an error. */
  FAILED = 'Failed',
  /** It is being stopped. */
  STOPPING = 'Stopping',
  /** It was stopped. */
  STOPPED = 'Stopped',
}

/** What actions, artifacts and contexts share. */
export interface LineageEntityOptions {
  /** What it is about: an address in S3, an ARN, a page. Up to 2,048 characters. */
  readonly sourceUri: string;

  /**
   * Facts to keep with it, as text: up to 30, each value up to 2,500 characters, those of artifacts up to 4,096.
   *
   * @default - none
   */
  readonly properties?: Record<string, string>;
}

/** Something that was done: a training run, an evaluation, an approval. */
export interface LineageAction extends LineageEntityOptions {
  /** Name of the action in this step: 1 to 107 letters, digits and hyphens. SageMaker gets it with the execution's id behind it. */
  readonly actionName: string;

  /** What kind of action it is, as `ModelTraining`: up to 256 characters. */
  readonly actionType: string;

  /**
   * What kind of thing the source is: up to 256 characters.
   *
   * @default - not told
   */
  readonly sourceType?: string;

  /**
   * How the action ended.
   *
   * @default LineageActionStatus.COMPLETED
   */
  readonly status?: LineageActionStatus;

  /**
   * What was done: up to 3,072 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** Something that was used or made: a data set, a model, a report. */
export interface LineageArtifact extends LineageEntityOptions {
  /** Name of the artifact in this step: 1 to 107 letters, digits and hyphens. SageMaker gets it with the execution's id behind it. */
  readonly artifactName: string;

  /** What kind of artifact it is, as `DataSet` or `Model`: up to 256 characters. */
  readonly artifactType: string;

  /**
   * The ETag of the object in S3, by which a later change is noticed.
   *
   * @default - not known
   */
  readonly s3ETag?: string;
}

/** What actions and artifacts belong together in: an experiment, a release, a project. */
export interface LineageContext extends LineageEntityOptions {
  /** Name of the context in this step: 1 to 107 letters, digits and hyphens. SageMaker gets it with the execution's id behind it. */
  readonly contextName: string;

  /** What kind of context it is, as `Release`: up to 256 characters. */
  readonly contextType: string;

  /**
   * What kind of thing the source is: up to 256 characters.
   *
   * @default - not told
   */
  readonly sourceType?: string;

  /**
   * What holds it together: up to 3,072 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** A lineage entity by kind and name in the same step, or by ARN. */
interface LineageEnd {
  readonly kind?: LineageKind;
  readonly name?: string;
  readonly arn?: string;
}

/**
 * One end of an association: something that the same step records, or something that is there already.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html
 */
export class LineageEntity {
  /** An action of the same step, by its name there. */
  public static action(actionName: string): LineageEntity {
    return new LineageEntity({ kind: 'Action', name: actionName });
  }

  /** An artifact of the same step, by its name there. */
  public static artifact(artifactName: string): LineageEntity {
    return new LineageEntity({ kind: 'Artifact', name: artifactName });
  }

  /** A context of the same step, by its name there. */
  public static context(contextName: string): LineageEntity {
    return new LineageEntity({ kind: 'Context', name: contextName });
  }

  /** An action, artifact, context, experiment or trial component that is there already, by its ARN; also as a reference. */
  public static fromArn(arn: string): LineageEntity {
    return new LineageEntity({ arn });
  }

  private constructor(
    /** @internal */
    public readonly _end: LineageEnd,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { arn } = this._end;

    if (arn !== undefined) checkArn(problems, path, arn, 'sagemaker');
  }

  /** @internal */
  public _render(): DefinitionExpression {
    const { kind, name = '', arn } = this._end;

    return arn === undefined ? { Name: nameInExecution(name), Type: kind } : { Arn: arn };
  }
}
