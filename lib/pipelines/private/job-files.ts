import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { acknowledgeWildcards } from '../../core';
import { StepContext } from './step-context';

const CONFIG_FILE = 'analysis_config.json';

const OLDER_FILES = 'runs in flight, retries and pinned versions of a pipeline read the files of earlier deployments';

/** A JSON file that jobs read: written at synth, uploaded with the app's assets. The same content is the same file. */
export function jsonFile(context: StepContext, content: unknown): string {
  const text = JSON.stringify(content, undefined, 2);
  const id = `JobFile${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const asset = (context.stack.node.tryFindChild(id) as Asset | undefined) ?? newFile(context, id, text);

  letJobsRead(context, asset);
  return asset.s3ObjectUrl;
}

/**
 * Lets the jobs' role read an asset: all of the bucket that it lies in, as CDK's own `Asset.grantRead` does. SageMaker looks for the
 * file by its key before it brings it.
 */
export function letJobsRead(context: StepContext, { bucket }: Asset): void {
  const policy = readingPolicy(context);
  const objects = bucket.arnForObjects('*');

  // The document keeps statements that are alike once.
  (policy.policyDocument as iam.PolicyDocument).addStatements(
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }),
    new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
  );
  acknowledgeWildcards(policy, 'Resource', { patterns: [objects], reason: OLDER_FILES });
}

function newFile({ stack }: StepContext, id: string, text: string): Asset {
  const file = join(FileSystem.mkdtemp('job-file-'), CONFIG_FILE);
  writeFileSync(file, text);
  const asset = new Asset(stack, id, { path: file });

  // Without staging the app has no copy of its own, so the file must stay.
  if (basename(asset.assetPath) !== CONFIG_FILE) rmSync(dirname(file), { recursive: true });
  return asset;
}

/** One policy per stack and role: a role has room for few. */
function readingPolicy({ stack, environment: { role } }: StepContext): iam.CfnManagedPolicy {
  const id = `JobFiles${role.node.addr.slice(-16)}`;
  const existing = stack.node.tryFindChild(id) as iam.CfnManagedPolicy | undefined;

  return (
    existing ??
    new iam.CfnManagedPolicy(stack, id, {
      description: 'Files that come with the definitions of pipelines',
      policyDocument: new iam.PolicyDocument(),
      roles: [role.roleRef.roleName],
    })
  );
}
