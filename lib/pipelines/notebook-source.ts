import { extname } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { check, Problems } from '../core';
import { letJobsRead } from './private/job-files';
import { StepContext } from './private/step-context';
import { checkS3Uri } from './private/value-checks';

/** A folder in S3 with a notebook and all that it needs. */
export interface NotebookFolder {
  /** The prefix, as `s3://bucket/reports/`. All objects below it lie beside the notebook. */
  readonly s3Uri: string;

  /** The notebook in it, as `report.ipynb`. */
  readonly notebookName: string;

  /**
   * A shell script in it that runs before the notebook, as `install.sh`.
   *
   * @default - none
   */
  readonly initScriptName?: string;
}

/** Where the notebook of a job comes from. */
export class NotebookSource {
  /** A folder in S3: the notebook, a script that runs before it, and the files that both read. */
  public static fromFolder(folder: NotebookFolder): NotebookSource {
    return new NotebookSource(folder);
  }

  /** A notebook file of the app, on its own. The jobs' role is allowed to read it. */
  public static fromAsset(notebook: Asset): NotebookSource {
    const extension = extname(notebook.assetPath);
    check(notebook, (problems) => {
      if (notebook.isFile && extension === '.ipynb') return;
      problems.add({
        code: 'NotebookAssetUnsuitable',
        path: notebook.node.path,
        got: notebook.isFile ? `is a file "*${extension}"` : 'is a folder, which becomes an archive',
        wanted: 'a job runs one notebook',
        remedy: 'give the path of an .ipynb file, or use NotebookSource.fromFolder(…)',
      });
    });

    // A job gets an object under the last part of its key.
    return new NotebookSource(
      { s3Uri: notebook.s3ObjectUrl, notebookName: `${notebook.assetHash}${extension}` },
      notebook,
    );
  }

  private constructor(
    /** @internal */
    public readonly _folder: NotebookFolder,
    private readonly asset?: Asset,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { s3Uri, notebookName, initScriptName } = this._folder;

    checkS3Uri(problems, `${path}.s3Uri`, s3Uri);
    checkFileName(problems, `${path}.notebookName`, notebookName, '.ipynb');
    if (initScriptName !== undefined) checkFileName(problems, `${path}.initScriptName`, initScriptName, '.sh');
  }

  /** @internal */
  public _bind(context: StepContext): void {
    if (this.asset) letJobsRead(context, this.asset);
  }
}

function checkFileName(problems: Problems, path: string, name: string, extension: string): void {
  if (/^[^/]+$/.test(name) && name.endsWith(extension) && !Token.isUnresolved(name)) return;

  problems.add({
    code: 'NotebookFileNameMalformed',
    path,
    got: Token.isUnresolved(name) ? 'is not known at synth' : `is "${name}"`,
    wanted: `a file of the folder, known at synth, whose name ends with ${extension}`,
    remedy: `write its name alone, as "report${extension}"`,
  });
}
