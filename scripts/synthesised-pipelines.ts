import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { RenderedDefinition } from '../lib/pipelines/private/rendered-definition';

/** A pipeline as it stands in the templates of a cloud assembly. */
export interface SynthesisedPipeline {
  readonly stackName: string;
  readonly pipelineName: string;
  readonly definition: RenderedDefinition;
}

/** The part of a template's resource that matters here. */
interface TemplateResource {
  readonly Type: string;
  readonly Properties: {
    readonly PipelineName: unknown;
    readonly PipelineDefinition: {
      readonly PipelineDefinitionBody?: unknown;
      readonly PipelineDefinitionS3Location?: { readonly Key: string };
    };
  };
}

const TEMPLATE = /^(.+?)(\.nested)?\.template\.json$/;

/** Every pipeline of an assembly, those of nested stacks and stages too, in the order of the files' names. */
export function synthesisedPipelines(assembly: string, root = assembly): SynthesisedPipeline[] {
  const entries = readdirSync(assembly, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

  return entries.flatMap((entry) => {
    const file = path.join(assembly, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('assembly-') ? synthesisedPipelines(file, root) : [];

    const [, stackName] = TEMPLATE.exec(entry.name) ?? [];
    return stackName === undefined ? [] : pipelinesIn(file, stackName, [assembly, root]);
  });
}

function pipelinesIn(template: string, stackName: string, assetFolders: readonly string[]): SynthesisedPipeline[] {
  const { Resources: resources = {} } = JSON.parse(readFileSync(template, 'utf8')) as {
    Resources?: Record<string, TemplateResource>;
  };

  return Object.values(resources)
    .filter(({ Type: type }) => type === 'AWS::SageMaker::Pipeline')
    .map(({ Properties: { PipelineName: name, PipelineDefinition: held } }) => ({
      stackName,
      pipelineName: readable(name),
      definition: JSON.parse(
        held.PipelineDefinitionS3Location
          ? readFileSync(assetFile(held.PipelineDefinitionS3Location.Key, assetFolders), 'utf8')
          : jsonOf(held.PipelineDefinitionBody),
      ) as RenderedDefinition,
    }));
}

/** The CDK keeps a file asset under its key; the assets of a stage lie in the app's own assembly. */
function assetFile(key: string, folders: readonly string[]): string {
  const [file] = folders.map((folder) => path.join(folder, `asset.${key}`)).filter(existsSync);

  return file ?? path.join(folders[0], `asset.${key}`);
}

/** The body as JSON; what CloudFormation alone knows stands there by its name. */
function jsonOf(body: unknown): string {
  return piecesOf(body).reduce<string>((text, piece) => {
    if (typeof piece === 'string') return text + piece;
    const value = JSON.stringify(readable(piece));

    return text + (/[:[,]\s*$/.test(text) ? value : value.slice(1, -1));
  }, '');
}

/** A value of the template in words: a reference by the name of what it refers to. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument]] = Object.entries(value as Record<string, unknown>);

  switch (intrinsic) {
    case 'Ref':
      return String(argument);
    case 'Fn::GetAtt':
      return (argument as string[]).join('.');
    case 'Fn::Join':
      return piecesOf(value).map(readable).join('');
    default:
      return JSON.stringify(value);
  }
}

function piecesOf(value: unknown): unknown[] {
  const { 'Fn::Join': join } = (typeof value === 'object' ? value : {}) as { 'Fn::Join'?: [string, unknown[]] };
  if (join === undefined) return [value];
  const [delimiter, pieces] = join;

  return delimiter === '' ? pieces : pieces.flatMap((piece, i) => (i === 0 ? [piece] : [delimiter, piece]));
}
