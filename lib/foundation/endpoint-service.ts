import { codedError, nearest, Problem, renderProblem } from '../core';
import * as perms from './perms';

/** What the policy of an endpoint can be limited to. */
type PolicyReach = 'callers and resources' | 'resources' | 'no policy';

/** What a workload needs through an endpoint although it lies outside the perimeter. */
interface Exemption {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: (partition: string, region: string) => string[];
  /** The half of the perimeter that still holds. */
  readonly within: 'our callers' | 'our resources' | 'no perimeter';
}

/** What AWS documents about one endpoint service. */
interface ServiceFacts {
  /** The service's name without its prefix and region. */
  readonly name: string;
  readonly prefix?: string;
  readonly isGateway?: boolean;
  readonly reach?: PolicyReach;
  readonly exemptions?: Exemption[];
}

/** Layers are fetched by a URL that ECR signs with an account of its own. */
const IMAGE_LAYERS: Exemption = {
  sid: 'ImageLayers',
  actions: perms.READ_OBJECTS,
  resources: (partition, region) => [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
  within: 'no perimeter',
};

const JUMP_START_MODELS: Exemption = {
  sid: 'JumpStartModels',
  actions: [...perms.READ_OBJECTS, ...perms.LIST_BUCKET],
  resources: (partition, region) => [
    `arn:${partition}:s3:::jumpstart-cache-prod-${region}`,
    `arn:${partition}:s3:::jumpstart-cache-prod-${region}/*`,
  ],
  within: 'our callers',
};

const JUMP_START_HUB: Exemption = {
  sid: 'JumpStartHub',
  actions: perms.READ_HUB,
  resources: (partition, region) => [
    `arn:${partition}:sagemaker:${region}:aws:hub/SageMakerPublicHub`,
    `arn:${partition}:sagemaker:${region}:aws:hub-content/SageMakerPublicHub/*`,
  ],
  within: 'our callers',
};

/** AWS keeps its algorithm and framework images in dozens of accounts and adds to them; a pull moves no data out. */
const IMAGES_OF_AWS: Exemption = {
  sid: 'ImagesOfAws',
  actions: perms.PULL_IMAGES,
  resources: (partition, region) => [`arn:${partition}:ecr:${region}:*:repository/*`],
  within: 'our callers',
};

const PUBLIC_PARAMETERS: Exemption = {
  sid: 'PublicParameters',
  actions: perms.READ_PARAMETERS,
  resources: (partition, region) => [`arn:${partition}:ssm:${region}::parameter/aws/*`],
  within: 'our callers',
};

/** A web identity or SAML assertion is not signed by an AWS principal; the role that it assumes is ours. */
const FEDERATED_SESSIONS: Exemption = {
  sid: 'FederatedSessions',
  actions: perms.ASSUME_FEDERATED,
  resources: () => ['*'],
  within: 'our resources',
};

/**
 * An AWS service that a network reaches through a VPC endpoint.
 *
 * The list is what SageMaker workloads without internet access need.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export class EndpointService {
  /** Amazon S3, by a gateway. */
  public static readonly S3 = new EndpointService({
    name: 's3',
    isGateway: true,
    exemptions: [IMAGE_LAYERS, JUMP_START_MODELS],
  });

  /** Amazon DynamoDB, by a gateway. */
  public static readonly DYNAMODB = new EndpointService({ name: 'dynamodb', isGateway: true });

  /** The SageMaker API. */
  public static readonly SAGEMAKER_API = new EndpointService({ name: 'sagemaker.api', exemptions: [JUMP_START_HUB] });

  /** Invocations of SageMaker endpoints. */
  public static readonly SAGEMAKER_RUNTIME = new EndpointService({ name: 'sagemaker.runtime' });

  /** Reads and writes of the SageMaker Feature Store. */
  public static readonly SAGEMAKER_FEATURE_STORE_RUNTIME = new EndpointService({
    name: 'sagemaker.featurestore-runtime',
  });

  /** Metrics of training jobs. AWS documents no endpoint policy for it. */
  public static readonly SAGEMAKER_METRICS = new EndpointService({ name: 'sagemaker.metrics', reach: 'no policy' });

  /** Studio in the browser of people who are connected to the network. They may come from Identity Center, without an IAM principal. */
  public static readonly SAGEMAKER_STUDIO = new EndpointService({
    name: 'studio',
    prefix: 'aws.sagemaker',
    reach: 'resources',
  });

  /** Notebook instances in the browser of people who are connected to the network. */
  public static readonly SAGEMAKER_NOTEBOOK = new EndpointService({ name: 'notebook', prefix: 'aws.sagemaker' });

  /** Service Catalog, which SageMaker projects need. */
  public static readonly SERVICE_CATALOG = new EndpointService({ name: 'servicecatalog' });

  /** Security Token Service. */
  public static readonly STS = new EndpointService({ name: 'sts', exemptions: [FEDERATED_SESSIONS] });

  /** CloudWatch Logs. */
  public static readonly LOGS = new EndpointService({ name: 'logs' });

  /** CloudWatch metrics and alarms. */
  public static readonly MONITORING = new EndpointService({ name: 'monitoring' });

  /** Key Management Service. */
  public static readonly KMS = new EndpointService({ name: 'kms' });

  /** The ECR API. */
  public static readonly ECR_API = new EndpointService({ name: 'ecr.api', exemptions: [IMAGES_OF_AWS] });

  /** The ECR registry that images are pulled from. */
  public static readonly ECR_DOCKER = new EndpointService({ name: 'ecr.dkr', exemptions: [IMAGES_OF_AWS] });

  /** The CodeCommit API. */
  public static readonly CODECOMMIT = new EndpointService({ name: 'codecommit' });

  /** Git traffic to CodeCommit. */
  public static readonly CODECOMMIT_GIT = new EndpointService({ name: 'git-codecommit' });

  /** CodeConnections, the way to Git outside AWS. AWS documents no endpoint policy for it. */
  public static readonly CODECONNECTIONS = new EndpointService({ name: 'codeconnections.api', reach: 'no policy' });

  /** EventBridge. */
  public static readonly EVENTS = new EndpointService({ name: 'events' });

  /** Systems Manager, for parameters. */
  public static readonly SSM = new EndpointService({ name: 'ssm', exemptions: [PUBLIC_PARAMETERS] });

  /** Secrets Manager. */
  public static readonly SECRETS_MANAGER = new EndpointService({ name: 'secretsmanager' });

  /** Athena. */
  public static readonly ATHENA = new EndpointService({ name: 'athena' });

  /** Glue. */
  public static readonly GLUE = new EndpointService({ name: 'glue' });

  /** Lake Formation. */
  public static readonly LAKE_FORMATION = new EndpointService({ name: 'lakeformation' });

  /** Every service of the list: what a network without internet access needs. */
  public static all(): EndpointService[] {
    const members: unknown[] = Object.values(EndpointService);

    return members.filter((member) => member instanceof EndpointService);
  }

  /**
   * The service of a name; throws when the list has none of that name.
   *
   * @param name the name without its prefix and region, as `sagemaker.api`, `kms`, `s3`
   */
  public static of(name: string): EndpointService {
    const service = EndpointService.all().find((candidate) => candidate.name === name);
    if (service) return service;

    const problem = unknownService(name);
    throw codedError(problem.code, renderProblem(problem));
  }

  /** Name of the service without its prefix and region, as `sagemaker.api`. */
  public readonly name: string;

  /** Whether it is reached by a gateway in the route tables; otherwise by an interface in each subnet. */
  public readonly isGateway: boolean;

  /** @internal */
  public readonly _prefix?: string;

  /** @internal */
  public readonly _reach: PolicyReach;

  /** @internal */
  public readonly _exemptions: Exemption[];

  private constructor(facts: ServiceFacts) {
    this.name = facts.name;
    this.isGateway = facts.isGateway ?? false;
    this._prefix = facts.prefix;
    this._reach = facts.reach ?? 'callers and resources';
    this._exemptions = facts.exemptions ?? [];
  }
}

function unknownService(name: string): Problem {
  const names = EndpointService.all().map((service) => service.name);
  const [candidate] = nearest(name, names);

  return {
    code: 'EndpointServiceUnknown',
    path: 'name',
    got: `is "${name}"`,
    wanted: 'a network has no endpoint service of that name',
    remedy: candidate ? `did you mean "${candidate}"` : `write one of ${names.join(', ')}`,
  };
}
