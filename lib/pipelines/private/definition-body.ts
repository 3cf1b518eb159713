import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystem, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { Problems } from '../../core';
import { PipelineDefinition } from '../pipeline-definition';

/** Longest definition that CloudFormation passes to SageMaker, in characters. */
const DEFINITION_LENGTH = 1_048_576;

/** Up to here a definition stands in the template, where a review of changes shows it. */
const INLINE_LENGTH = 100_000;

/** Longest text of a definition in a template, which holds 1 MB of everything that the stack defines. */
const TEMPLATE_ROOM = 800_000;

/** How many values a message names. */
const MOST_NAMED = 5;

const JOIN = 'Fn::Join';

/** A definition as CloudFormation wants it: in the template or in S3. */
export type DefinitionProperty =
  | { readonly PipelineDefinitionBody: string }
  | { readonly PipelineDefinitionS3Location: { readonly Bucket: string; readonly Key: string } };

/** Where the text of a definition goes: into the template, or, when it is long, into S3. */
export class DefinitionBody {
  private readonly length: number;

  constructor(
    private readonly scope: Construct,
    private readonly definition: Pick<PipelineDefinition, '_rendered' | 'toJson'>,
  ) {
    this.length = JSON.stringify(definition._rendered).length;
  }

  /** Checks that the definition is no longer than SageMaker takes it, and that a long one can leave the template. */
  public check(problems: Problems): void {
    if (this.length <= INLINE_LENGTH) return;
    if (this.length > DEFINITION_LENGTH) {
      problems.add({
        code: 'DefinitionTooLong',
        path: 'steps',
        got: `render to ${this.length} characters`,
        wanted: `SageMaker accepts up to ${DEFINITION_LENGTH}`,
        remedy: 'split the pipeline in two',
      });
      return;
    }

    const pieces = this.pieces();
    const room = JSON.stringify(pieces).length;
    const unknown = [...new Set(pieces.filter((piece) => typeof piece !== 'string').map(nameOf))].sort();
    if (unknown.length === 0 || room <= TEMPLATE_ROOM) return;
    problems.add({
      code: 'DefinitionTooLongForTemplate',
      path: 'steps',
      got: `render to ${room} characters with values that are known at deployment only: ${listed(unknown)}`,
      wanted: `such a definition stands in the template, which has room for ${TEMPLATE_ROOM}`,
      remedy: 'give names and ARNs that are known at synth, so that it can lie in S3, or split the pipeline in two',
    });
  }

  /** The definition as CloudFormation wants it; in S3 lies what is long and holds nothing that is known at deployment only. */
  public render(): DefinitionProperty {
    const pieces = this.length <= INLINE_LENGTH ? [] : this.pieces();
    const [text] = pieces;
    if (pieces.length !== 1 || typeof text !== 'string') return { PipelineDefinitionBody: this.definition.toJson() };

    const { s3BucketName, s3ObjectKey } = this.assetOf(text);
    return { PipelineDefinitionS3Location: { Bucket: s3BucketName, Key: s3ObjectKey } };
  }

  /** An object among the CDK's assets. Its key is a hash of the text, so that CloudFormation sees when the text changes. */
  private assetOf(text: string): Asset {
    const folder = FileSystem.mkdtemp('governed-ml-definition-');
    const path = join(folder, 'definition.json');
    writeFileSync(path, text);

    const asset = new Asset(this.scope, 'Definition', { path });
    // Where the CDK is told not to copy assets, it reads the file later.
    if (asset.assetPath !== path) rmSync(folder, { recursive: true });

    return asset;
  }

  /** The text of the definition and, between its pieces, what CloudFormation alone knows. */
  private pieces(): unknown[] {
    const stack = Stack.of(this.scope);
    const resolved: unknown = stack.resolve(this.definition.toJson());
    const pieces =
      typeof resolved === 'string' ? [resolved] : (resolved as Record<string, [string, unknown[]]>)[JOIN][1];

    return pieces.map((piece) => knownValue(piece, stack) ?? piece).reduce<unknown[]>(appended, []);
  }
}

/** Neighbouring texts become one. */
function appended(pieces: unknown[], piece: unknown): unknown[] {
  const last = pieces.at(-1);

  return typeof last === 'string' && typeof piece === 'string'
    ? [...pieces.slice(0, -1), last + piece]
    : [...pieces, piece];
}

/** What a pseudo parameter of CloudFormation will be, where the stack knows its account and region. */
function knownValue(piece: unknown, { account, region }: Stack): string | undefined {
  const { Ref: name } = (typeof piece === 'object' && piece !== null ? piece : {}) as { Ref?: string };
  const { partition, domainSuffix } = Token.isUnresolved(region) ? {} : RegionInfo.get(region);

  switch (name) {
    case 'AWS::AccountId':
      return Token.isUnresolved(account) ? undefined : account;
    case 'AWS::Region':
      return Token.isUnresolved(region) ? undefined : region;
    case 'AWS::Partition':
      return partition;
    case 'AWS::URLSuffix':
      return domainSuffix;
    default:
      return undefined;
  }
}

/** A value of CloudFormation by the name of what it comes from, as `Key.Arn`. */
function nameOf(piece: unknown): string {
  const [intrinsic, argument] = Object.entries(piece as Record<string, unknown>)[0];
  if (intrinsic === 'Ref') return argument as string;
  if (intrinsic === 'Fn::GetAtt') return (argument as string[]).join('.');

  return JSON.stringify(piece);
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;

  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
