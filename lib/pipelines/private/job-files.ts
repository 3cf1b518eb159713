import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StepContext } from './step-context';

const CONFIG_FILE = 'analysis_config.json';

/** A JSON file that jobs read: written at synth, uploaded with the app's assets. The same content is the same file. */
export function jsonFile(context: StepContext, content: unknown): string {
  const text = JSON.stringify(content, undefined, 2);
  const id = `JobFile${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const asset = (context.stack.node.tryFindChild(id) as Asset | undefined) ?? newFile(context, id, text);

  letJobsRead(context, asset);
  return asset.s3ObjectUrl;
}

/** Lets the jobs' role read an asset and no other; SageMaker looks for it by its key before it brings it. */
export function letJobsRead(context: StepContext, asset: Asset): void {
  const { bucket, s3ObjectKey } = asset;

  readingPolicy(context).addStatements(
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(s3ObjectKey)] }),
    new iam.PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringEquals: { 's3:prefix': s3ObjectKey } },
    }),
  );
}

function newFile({ stack }: StepContext, id: string, text: string): Asset {
  const file = join(FileSystem.mkdtemp('job-file-'), CONFIG_FILE);
  writeFileSync(file, text);
  const asset = new Asset(stack, id, { path: file });

  // Without staging the app has no copy of its own, so the file must stay.
  if (basename(asset.assetPath) !== CONFIG_FILE) rmSync(dirname(file), { recursive: true });
  return asset;
}

/** One policy per stack and role: a role has room for few. It grows with the files. */
function readingPolicy({ stack, environment: { role } }: StepContext): iam.PolicyDocument {
  const id = `JobFiles${role.node.addr.slice(-16)}`;
  const existing = stack.node.tryFindChild(id) as iam.CfnManagedPolicy | undefined;
  if (existing) return existing.policyDocument as iam.PolicyDocument;

  const policyDocument = new iam.PolicyDocument();
  new iam.CfnManagedPolicy(stack, id, {
    description: 'Files that come with the definitions of pipelines',
    policyDocument,
    roles: [role.roleRef.roleName],
  });
  return policyDocument;
}
