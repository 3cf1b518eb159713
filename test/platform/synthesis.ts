import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { ExistingVpc, PlatformDescription, PlatformFile } from '../../lib/description';
import { parsePath } from '../../lib/description/private/field-path';
import { MlPlatform } from '../../lib/platform';
import { Changes } from '../description/nine-accounts';

const ROOT = path.join(__dirname, '..', '..');

/** The flags of a real synthesis: they decide, for one, how a stack refers to another. */
const { context: CONTEXT } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

/** Folder of the project code that every description of these tests names. */
export const CODE_ROOT = path.join(ROOT, 'examples', 'reference');

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A statement of a policy, wherever in a template it stands. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | string[];
  readonly Condition?: object;
}

/** What happens to an app between its definition and its synthesis, and where project code lies. */
export interface SynthesisWishes {
  readonly touch?: (app: App) => void;
  readonly codeRoot?: string;
}

/** An app with the flags of a real synthesis; without the tree of constructs, which takes a third of the time. */
export function newApp(): App {
  return new App({ context: CONTEXT, treeMetadata: false });
}

/** The templates of the platform that a description describes. */
export function synthesise(description: PlatformDescription, wishes: SynthesisWishes = {}): CloudAssembly {
  const app = newApp();
  new MlPlatform(app, description.name, { description, codeRoot: wishes.codeRoot ?? CODE_ROOT });

  wishes.touch?.(app);

  return app.synth();
}

/** The description of an example, with some of its fields changed. */
export function described(example: 'reference' | 'single-account', changes: Changes = {}): PlatformDescription {
  const { description } = PlatformFile.read(path.join(ROOT, 'examples', example, 'platform.yaml'));
  for (const [field, value] of Object.entries(changes)) {
    const segments = parsePath(field);
    const last = segments[segments.length - 1];
    const parent = segments.slice(0, -1).reduce<unknown>((node, segment) => (node as Node)[segment], description);
    (parent as Node)[last] = value;
  }

  return description;
}

/** A VPC that somebody else has made, with one endpoint. */
export function existingVpc(changes: Partial<ExistingVpc> = {}): ExistingVpc {
  const routeTableId = 'rtb-0a1b2c3d4e5f67890';

  return {
    vpcId: 'vpc-0a1b2c3d4e5f67890',
    cidr: '10.8.0.0/16',
    subnets: [
      { subnetId: 'subnet-0a1b2c3d4e5f67890', routeTableId, availabilityZone: 'eu-west-1a' },
      { subnetId: 'subnet-1a1b2c3d4e5f67890', routeTableId, availabilityZone: 'eu-west-1b' },
    ],
    endpoints: ['s3'],
    addMissingEndpoints: true,
    ...changes,
  };
}

/** One template, for CDK's assertions. */
export function templateOf(assembly: CloudAssembly, stackName: string): Template {
  return Template.fromJSON(assembly.getStackByName(stackName).template);
}

/** The resources of one type in one template. */
export function resourcesOf(assembly: CloudAssembly, stackName: string, type: string): TemplateResource[] {
  return Object.values(templateOf(assembly, stackName).findResources(type)) as unknown as TemplateResource[];
}

/** Everything textual of a template in plain writing: what is joined is joined, a reference reads `<LogicalId.Attribute>`. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];

  const plain = plainText(value);
  return plain === undefined ? Object.values(value).flatMap(textsOf) : [plain];
}

/** Every statement of every policy of a template. */
export function statementsOf(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Effect' in value) return [value as Statement];

  return Object.values(value).flatMap(statementsOf);
}

type Node = Record<string | number, unknown>;

function plainText(value: object): string | undefined {
  const [[intrinsic, argument] = [], ...more] = Object.entries(value);
  if (intrinsic === undefined || more.length > 0) return undefined;

  switch (intrinsic) {
    case 'Fn::Join': {
      const [delimiter, parts] = argument as [string, unknown[]];
      return parts.map((part) => textsOf(part).join('')).join(delimiter);
    }
    case 'Ref':
      return `<${argument}>`;
    case 'Fn::GetAtt':
      return `<${(argument as string[]).join('.')}>`;
    default:
      return undefined;
  }
}
