import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { NotebookSource } from '../../lib/pipelines';
import { environmentIn, stackIn } from './definitions';
import { told } from './private/told';

test('a folder has a notebook and a script that runs before it', () => {
  const source = NotebookSource.fromFolder({
    s3Uri: 's3://acme-code/reports/',
    notebookName: 'report.ipynb',
    initScriptName: 'install.sh',
  });

  expect(told((problems) => source._check(problems, 'notebook'))).toEqual([]);
});

test('a notebook of the app has the name of its object, and the jobs may read it', () => {
  const stack = stackIn();
  const asset = new Asset(stack, 'Notebook', { path: fileNamed('report.ipynb') });

  const source = NotebookSource.fromAsset(asset);

  source._bind({ stack, environment: environmentIn(stack) });
  expect(source._folder).toEqual({ s3Uri: asset.s3ObjectUrl, notebookName: `${asset.assetHash}.ipynb` });
  expect(asset.s3ObjectKey).toBe(source._folder.notebookName);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: ['acme-jobs'] });
});

test('a folder of the app is no notebook, nor is a script', () => {
  const stack = stackIn();
  const script = new Asset(stack, 'Script', { path: fileNamed('report.py') });
  const folder = new Asset(stack, 'Folder', { path: mkdtempSync(join(tmpdir(), 'notebooks-')) });

  expect(() => NotebookSource.fromAsset(script)).toThrow(
    'NotebookAssetUnsuitable: Team/Script is a file "*.py", a job runs one notebook; give the path of an .ipynb file, or use NotebookSource.fromFolder(…)',
  );
  expect(() => NotebookSource.fromAsset(folder)).toThrow(
    'NotebookAssetUnsuitable: Team/Folder is a folder, which becomes an archive, a job runs one notebook; give the path of an .ipynb file, or use NotebookSource.fromFolder(…)',
  );
});

test('files of a folder are named, without their path', () => {
  const source = NotebookSource.fromFolder({
    s3Uri: 'reports',
    notebookName: 'monthly/report.ipynb',
    initScriptName: 'install',
  });

  expect(told((problems) => source._check(problems, 'notebook'))).toEqual([
    expect.stringContaining('S3UriMalformed: notebook.s3Uri is "reports"'),
    'NotebookFileNameMalformed: notebook.notebookName is "monthly/report.ipynb", a file of the folder, known at synth, whose name ends with .ipynb; write its name alone, as "report.ipynb"',
    'NotebookFileNameMalformed: notebook.initScriptName is "install", a file of the folder, known at synth, whose name ends with .sh; write its name alone, as "report.sh"',
  ]);
});

function fileNamed(name: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'notebook-')), name);
  writeFileSync(file, '{}');

  return file;
}
