import { fail } from 'node:assert';
import { createHash } from 'node:crypto';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/** A resource of a template, as it would stand in its account. What only AWS decides, such as ids, is made up, the same each time. */
export interface TemplateResource {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;

  /** What `Ref` returns. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Properties;
}

export type Properties = Readonly<Record<string, unknown>>;

interface Template {
  readonly Resources?: Record<string, { readonly Type: string; readonly Properties?: Properties }>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
  readonly Parameters?: Record<string, { readonly Default?: unknown }>;
}

/** How a resource of a type is called, where that is not its type's default. */
interface Kind {
  /** The property that names it. */
  readonly nameProperty?: string;

  /** What its id begins with, where AWS gives it one instead of a name. */
  readonly idPrefix?: string;
  readonly arn?: (place: Place) => string;

  /** @default 'name' */
  readonly ref?: 'name' | 'arn';
}

/** All that the ARN of a resource is written from. */
interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly properties: Properties;
}

/**
 * Every resource of every template, without a CloudFormation intrinsic: references, attributes and imports are followed.
 *
 * Fails on an intrinsic or a reference that it does not know, for what is not understood must not pass for harmless.
 */
export function templateResourcesOf(assembly: CloudAssembly): TemplateResource[] {
  const stacks = assembly.stacksRecursively.map((artifact) => new StackReader(artifact));
  const land = new Land(stacks);

  return stacks.flatMap((stack) => stack.resources(land));
}

/** The tags of a resource, each with its value. */
export function tagsOf({ Tags = [] }: Properties = {}): [string, string][] {
  return Array.isArray(Tags) ? (Tags as Properties[]).map(({ Key, Value }) => [String(Key), String(Value)]) : [];
}

/** What stacks tell each other. */
class Land {
  constructor(private readonly stacks: readonly StackReader[]) {}

  public exported(reader: StackReader, name: string): unknown {
    const neighbours = this.stacks.filter(
      ({ account, region }) => account === reader.account && region === reader.region,
    );

    for (const stack of neighbours) {
      const output = Object.values(stack.outputs).find(
        (each) => each.Export && stack.resolve(each.Export.Name, this) === name,
      );
      if (output) return stack.resolve(output.Value, this);
    }
    return fail(`${reader.stack} imports ${name}, which no stack of its account exports`);
  }

  public output(reader: StackReader, wanted: Properties): unknown {
    const region = wanted.Region ?? reader.region;
    const stack = this.stacks.find((each) => each.stack === wanted.StackName && each.region === region);
    if (!stack) return fail(`${reader.stack} asks for an output of ${String(wanted.StackName)}, which is no stack`);

    return stack.resolve(stack.outputs[String(wanted.OutputName)].Value, this);
  }
}

class StackReader {
  public readonly account: string;
  public readonly region: string;
  public readonly stack: string;
  public readonly outputs: NonNullable<Template['Outputs']>;

  private readonly partition: string;
  private readonly template: Template;
  private readonly known = new Map<string, TemplateResource>();

  constructor(artifact: CloudFormationStackArtifact) {
    this.account = artifact.environment.account;
    this.region = artifact.environment.region;
    this.partition = RegionInfo.get(this.region).partition ?? 'aws';
    this.stack = artifact.stackName;
    this.template = artifact.template as Template;
    this.outputs = this.template.Outputs ?? {};
  }

  public resources(land: Land): TemplateResource[] {
    return Object.keys(this.template.Resources ?? {}).map((logicalId) => ({
      ...this.resource(logicalId, land),
      properties: this.resolve(this.propertiesOf(logicalId), land) as Properties,
    }));
  }

  /** A value without intrinsics. */
  public resolve(value: unknown, land: Land): unknown {
    if (Array.isArray(value)) return value.map((each) => this.resolve(each, land)).filter((each) => each !== undefined);
    if (typeof value !== 'object' || value === null) return value;

    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, argument, land);
    return Object.fromEntries(
      entries.map(([key, each]) => [key, this.resolve(each, land)]).filter(([, each]) => each !== undefined),
    );
  }

  private call(intrinsic: string, argument: unknown, land: Land): unknown {
    const resolved = (): unknown => this.resolve(argument, land);

    switch (intrinsic) {
      case 'Ref':
        return this.reference(String(argument), land);
      case 'Fn::GetAtt':
        return this.attribute(typeof argument === 'string' ? argument.split('.') : (argument as string[]), land);
      case 'Fn::Join': {
        const [delimiter, parts] = resolved() as [string, unknown[]];
        return parts.map(String).join(delimiter);
      }
      case 'Fn::Split': {
        const [delimiter, text] = resolved() as [string, string];
        return text.split(delimiter);
      }
      case 'Fn::Select': {
        const [index, list] = resolved() as [string, unknown[]];
        return list[Number(index)];
      }
      case 'Fn::Sub':
        return this.substitute(argument, land);
      case 'Fn::ImportValue':
        return land.exported(this, String(resolved()));
      case 'Fn::GetStackOutput':
        return land.output(this, resolved() as Properties);
      default:
        return fail(`${this.stack} uses ${intrinsic}, which is not understood here`);
    }
  }

  private substitute(argument: unknown, land: Land): string {
    const [text, variables] = Array.isArray(argument) ? (argument as [string, Properties]) : [String(argument), {}];

    return text.replace(/\$\{([^!}]+)\}/g, (_, name: string) => {
      if (name in variables) return String(this.resolve(variables[name], land));
      return String(name.includes('.') ? this.attribute(name.split('.'), land) : this.reference(name, land));
    });
  }

  private reference(name: string, land: Land): unknown {
    switch (name) {
      case 'AWS::AccountId':
        return this.account;
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::Partition':
        return this.partition;
      case 'AWS::Region':
        return this.region;
      case 'AWS::StackName':
        return this.stack;
      case 'AWS::StackId':
        return `arn:${this.partition}:cloudformation:${this.region}:${this.account}:stack/${this.stack}/${madeUp(this.stack, 12)}`;
      case 'AWS::URLSuffix':
        return RegionInfo.get(this.region).domainSuffix ?? 'amazonaws.com';
      default:
        return this.template.Parameters?.[name]?.Default ?? this.resource(name, land).ref;
    }
  }

  private attribute([logicalId, ...path]: readonly string[], land: Land): string {
    const attribute = path.join('.');
    const { arn, ref, name } = this.resource(logicalId, land);
    if (attribute.endsWith('Arn')) return arn;
    if (attribute.endsWith('Id')) return ref.startsWith('arn:') ? name : ref;
    if (attribute.endsWith('Name')) return name;

    return `${name}.${attribute}`;
  }

  /** A resource by what it is called; its properties are as the template writes them. */
  private resource(logicalId: string, land: Land): TemplateResource {
    const known = this.known.get(logicalId);
    if (known) return known;

    const { Type: type } = this.template.Resources?.[logicalId] ?? fail(`${this.stack} has no resource ${logicalId}`);
    const { partition, account, region, stack } = this;
    const kind = kindOf(type);
    const properties = this.propertiesOf(logicalId);
    const given = kind.nameProperty === undefined ? undefined : this.resolve(properties[kind.nameProperty], land);
    const name = nameOf(type, kind, given, `${stack}-${logicalId}`);
    const arn = (kind.arn ?? arnOf(type))({
      partition,
      account,
      region,
      name,
      properties: new Proxy(properties, { get: (all, key) => this.resolve(all[String(key)], land) }),
    });
    const ref = kind.ref === 'arn' ? arn : name;
    const resource = { partition, account, region, stack, logicalId, type, name, ref, arn, properties };

    this.known.set(logicalId, resource);
    return resource;
  }

  private propertiesOf(logicalId: string): Properties {
    return this.template.Resources?.[logicalId].Properties ?? {};
  }
}

function nameOf(type: string, kind: Kind, given: unknown, path: string): string {
  if (typeof given === 'string') return given;
  if (kind.idPrefix !== undefined) return `${kind.idPrefix}${madeUp(path, 17)}`;
  return type === 'AWS::S3::Bucket' ? path.toLowerCase().slice(0, 63) : path;
}

/** The ARN that most types have: of their service, by their last name in kebab case. */
function arnOf(type: string): (place: Place) => string {
  const [, service, resource] = type.split('::');
  const kind = resource.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

  return ({ partition, region, account, name }) =>
    `arn:${partition}:${service.toLowerCase()}:${region}:${account}:${kind}/${name}`;
}

/** The resources of SageMaker are named after their types, as `ModelPackageGroupName`. */
function kindOf(type: string): Kind {
  const [, service, resource] = type.split('::');
  const byService: Record<string, Kind | undefined> = { SageMaker: { nameProperty: `${resource}Name`, ref: 'arn' } };

  return KINDS[type] ?? byService[service] ?? {};
}

function madeUp(path: string, length: number): string {
  return createHash('sha256').update(path).digest('hex').slice(0, length);
}

function iamArn(kind: string): (place: Place) => string {
  return ({ partition, account, name, properties }) =>
    `arn:${partition}:iam::${account}:${kind}${typeof properties.Path === 'string' ? properties.Path : '/'}${name}`;
}

function arnWith(service: string, resource: string): (place: Place) => string {
  return ({ partition, region, account, name }) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}${name}`;
}

const KINDS: Record<string, Kind | undefined> = {
  'AWS::CloudWatch::Alarm': { nameProperty: 'AlarmName', arn: arnWith('cloudwatch', 'alarm:') },
  'AWS::EC2::SecurityGroup': { idPrefix: 'sg-' },
  'AWS::EC2::Subnet': { idPrefix: 'subnet-' },
  'AWS::EC2::VPC': { idPrefix: 'vpc-' },
  'AWS::Events::Rule': { nameProperty: 'Name', arn: arnWith('events', 'rule/') },
  'AWS::IAM::InstanceProfile': { nameProperty: 'InstanceProfileName', arn: iamArn('instance-profile') },
  'AWS::IAM::ManagedPolicy': { nameProperty: 'ManagedPolicyName', arn: iamArn('policy'), ref: 'arn' },
  'AWS::IAM::Role': { nameProperty: 'RoleName', arn: iamArn('role') },
  'AWS::KMS::Alias': { nameProperty: 'AliasName', arn: arnWith('kms', '') },
  'AWS::KMS::Key': { idPrefix: '', arn: arnWith('kms', 'key/') },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: arnWith('lambda', 'function:') },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: arnWith('logs', 'log-group:') },
  'AWS::Organizations::OrganizationalUnit': { idPrefix: 'ou-' },
  'AWS::Organizations::Policy': { nameProperty: 'Name' },
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arn: ({ partition, name }) => `arn:${partition}:s3:::${name}` },
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arn: arnWith('sns', ''), ref: 'arn' },
  'AWS::SQS::Queue': { nameProperty: 'QueueName', arn: arnWith('sqs', '') },
  'AWS::SSO::PermissionSet': {
    nameProperty: 'Name',
    arn: ({ partition, properties, name }) =>
      `${String(properties.InstanceArn)
        .replace(':instance/', ':permissionSet/')
        .replace(/^arn:[^:]+/, `arn:${partition}`)}/ps-${madeUp(name, 16)}`,
    ref: 'arn',
  },
  'AWS::SageMaker::Domain': { idPrefix: 'd-' },
  'AWS::SageMaker::Pipeline': { nameProperty: 'PipelineName' },
  'AWS::SageMaker::UserProfile': {
    nameProperty: 'UserProfileName',
    arn: ({ partition, region, account, name, properties }) =>
      `arn:${partition}:sagemaker:${region}:${account}:user-profile/${String(properties.DomainId)}/${name}`,
  },
};
