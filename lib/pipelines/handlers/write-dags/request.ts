/** The files of an environment, as they stand in the template. */
export interface DagFiles {
  readonly Bucket: string;

  /** Folder that nobody else writes to. */
  readonly Folder: string;

  /** The texts, by the names of their files. */
  readonly Dags: Readonly<Record<string, string>>;
}

/**
 * What CloudFormation asks of a custom resource.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html
 */
export interface Request {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;

  /** The name of what is there, missing while there is nothing. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: DagFiles;

  /** What the template said before an update. */
  readonly OldResourceProperties?: DagFiles;
}
