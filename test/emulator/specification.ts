import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { version } from '@aws-cdk/aws-service-spec/package.json';
import { Property, PropertyType, Resource, ResourceProperties, SpecDatabase } from '@aws-cdk/service-spec-types';

const ROOT = path.join(__dirname, '..', '..');

/** Which facts they are: those of this version of the package, taken as this file takes them. */
const EDITION = createHash('sha256').update(version).update(readFileSync(__filename)).digest('hex').slice(0, 12);

/** Where the facts lie, once somebody has started an emulator. */
export const SPECIFICATION = path.join(ROOT, 'reports', `cloudformation-specification-${EDITION}.json`);

/**
 * What the package calls required, although CloudFormation takes one of several.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-sagemaker-pipeline-pipelinedefinition.html
 */
const ALTERNATIVES = new Set(['PipelineDefinitionBody', 'PipelineDefinitionS3Location']);

/** A type of a value: the name of a definition, or a list or map of such; left out where nothing is known inside. */
type Shape = string | { readonly list: Shape } | { readonly map: Shape };

interface PropertyFacts {
  readonly required?: true;
  readonly replaces?: true;
  readonly shape?: Shape;
}

type Properties = Record<string, PropertyFacts>;

interface TypeFacts {
  readonly properties: Properties;
  readonly attributes: string[];
  readonly identifier: string[];
  readonly ref?: string[];
  readonly arn?: string;
}

/** What the stack engine needs to know of CloudFormation's types, from the package that CDK's own classes are made from. */
interface Specification {
  readonly types: Record<string, TypeFacts>;
  readonly definitions: Record<string, Properties>;
}

/** Writes the facts of every CloudFormation type where the emulator reads them, unless they are there. */
export function writeSpecification(): void {
  if (existsSync(SPECIFICATION)) return;

  mkdirSync(path.dirname(SPECIFICATION), { recursive: true });
  // Another landing zone may be about to read the same file.
  const unfinished = `${SPECIFICATION}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(specificationOf(loadAwsServiceSpecSync())));
  renameSync(unfinished, SPECIFICATION);
}

function specificationOf(database: SpecDatabase): Specification {
  const resources = database.all('resource');
  const definitions = database.all('typeDefinition');

  return {
    types: Object.fromEntries(resources.map((resource) => [resource.cloudFormationType, factsOf(resource)])),
    definitions: Object.fromEntries(definitions.map(({ $id, properties }) => [$id, propertiesOf(properties)])),
  };
}

function factsOf(resource: Resource): TypeFacts {
  const { properties, attributes, primaryIdentifier, cfnRefIdentifier, arnTemplate } = resource;

  return {
    properties: propertiesOf(properties),
    attributes: Object.keys(attributes),
    identifier: primaryIdentifier ?? [],
    ref: cfnRefIdentifier,
    arn: arnTemplate,
  };
}

function propertiesOf(properties: ResourceProperties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, propertyOf(name, property)]));
}

function propertyOf(name: string, { required, causesReplacement, type }: Property): PropertyFacts {
  const shape = shapeOf(type);

  return {
    ...(required && !ALTERNATIVES.has(name) && { required: true }),
    ...(causesReplacement === 'yes' && { replaces: true }),
    ...(shape !== undefined && { shape }),
  };
}

/** Of a union nothing is said: which alternative a value takes is the service's to tell. */
function shapeOf(type: PropertyType): Shape | undefined {
  switch (type.type) {
    case 'ref':
      return type.reference.$ref;
    case 'array':
    case 'map': {
      const element = shapeOf(type.element);
      if (element === undefined) return undefined;
      return type.type === 'array' ? { list: element } : { map: element };
    }
    default:
      return undefined;
  }
}
