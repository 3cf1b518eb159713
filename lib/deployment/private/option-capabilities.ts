import { Problems } from '../../core';

/** A way to serve a model. The last four are real-time endpoints that hold more than one plain model. */
export type OptionName = keyof typeof OPTIONS;

/** What an option may be able to do. */
export type Capability = keyof typeof CAPABILITIES;

/** Whether an option has a capability. */
export type Cell =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: string; readonly page: string };

interface Row {
  readonly title: string;
  /** The page of AWS that the row follows. */
  readonly page: string;
  /** The options that cannot, each with the reason as a clause; all others can. */
  readonly except: Readonly<Partial<Record<OptionName, string>>>;
}

const OPTIONS = {
  realTime: 'real-time',
  serverless: 'serverless',
  asynchronous: 'asynchronous',
  batchTransform: 'batch transform',
  multiModel: 'multi-model',
  multiContainer: 'multi-container',
  inferencePipeline: 'inference pipeline',
  inferenceComponents: 'inference components',
};

const NO_ENDPOINT = 'a transform job has no endpoint';
const NO_INSTANCES = 'a serverless endpoint has no instances';
const ONE_CONTAINER = 'each component runs one container';
const ROLLING_ONLY = 'a component is updated in rolling batches only';
const WARM = 'it keeps serverless capacity warm, and instances are warm';

const ONE_VARIANT = {
  serverless: 'a serverless endpoint has one variant',
  asynchronous: 'an asynchronous endpoint has one variant',
  batchTransform: NO_ENDPOINT,
  multiModel: 'a multi-model endpoint has one variant',
  inferenceComponents: 'a request names its component instead of being spread over variants',
};
const AT_ONCE = {
  serverless: 'all traffic of a serverless endpoint moves at once',
  batchTransform: NO_ENDPOINT,
  inferenceComponents: ROLLING_ONLY,
};
const ALWAYS_WARM = {
  realTime: WARM,
  asynchronous: WARM,
  batchTransform: NO_ENDPOINT,
  multiModel: WARM,
  multiContainer: WARM,
  inferencePipeline: WARM,
  inferenceComponents: WARM,
};

/** Checked against the pages in November 2026; `model-deploy-feature-matrix` is the one that covers most options. */
const CAPABILITIES = {
  autoscaling: {
    title: 'autoscaling',
    page: guide('endpoint-auto-scaling'),
    except: { batchTransform: 'a transform job keeps the instances that it begins with' },
  },
  scaleToZero: {
    title: 'scaling to zero',
    page: guide('endpoint-auto-scaling-zero-instances'),
    except: {
      realTime: 'only endpoints of inference components scale to no instance and back',
      batchTransform: 'the instances of a transform job go when it ends',
      multiModel: 'one instance at least has to hold the container',
      multiContainer: 'one instance at least has to hold the containers',
      inferencePipeline: 'one instance at least has to hold the containers',
    },
  },
  severalVariants: {
    title: 'several production variants',
    page: guide('model-deploy-feature-matrix'),
    except: ONE_VARIANT,
  },
  trafficWeights: {
    title: 'A/B test and traffic bandit',
    page: guide('model-ab-testing'),
    except: ONE_VARIANT,
  },
  shadow: {
    title: 'shadow variant and shadow test',
    page: guide('shadow-tests-exclusions'),
    except: {
      serverless: 'SageMaker copies requests to instances only',
      asynchronous: 'SageMaker copies no requests that wait in a queue',
      batchTransform: NO_ENDPOINT,
      multiModel: 'SageMaker copies no requests of multi-model endpoints',
      multiContainer: 'SageMaker copies no requests of endpoints with several containers',
      inferencePipeline: 'SageMaker copies no requests of endpoints with several containers',
      inferenceComponents: 'a shadow variant names its model, and components have models of their own',
    },
  },
  canary: {
    title: 'canary traffic shift',
    page: guide('deployment-guardrails-blue-green-canary'),
    except: AT_ONCE,
  },
  linear: {
    title: 'linear traffic shift',
    page: guide('deployment-guardrails-blue-green-linear'),
    except: AT_ONCE,
  },
  allAtOnce: {
    title: 'all-at-once traffic shift',
    page: guide('deployment-guardrails-blue-green-all-at-once'),
    except: { batchTransform: NO_ENDPOINT, inferenceComponents: ROLLING_ONLY },
  },
  rolling: {
    title: 'rolling update',
    page: guide('deployment-guardrails-exclusions'),
    except: { serverless: NO_INSTANCES, batchTransform: NO_ENDPOINT },
  },
  rollbackAlarms: {
    title: 'automatic rollback on alarms',
    page: guide('deployment-guardrails-configuration'),
    except: { batchTransform: NO_ENDPOINT },
  },
  dataCapture: {
    title: 'data capture',
    page: guide('model-monitor-data-capture'),
    except: {
      serverless: 'SageMaker captures at instances only',
      asynchronous: 'requests and responses lie in S3 already',
      multiModel: 'SageMaker captures for endpoints that hold a single model',
      multiContainer: 'SageMaker captures for endpoints that hold a single model',
    },
  },
  vpc: {
    title: 'private network (VPC)',
    page: guide('host-vpc'),
    except: { serverless: 'a serverless endpoint runs outside of your network' },
  },
  networkIsolation: {
    title: 'network isolation',
    page: guide('mkt-algo-model-internet-free'),
    except: { serverless: 'SageMaker isolates containers on instances only' },
  },
  volumeKey: {
    title: 'customer key for volumes',
    page: guide('encryption-at-rest'),
    except: {},
  },
  gpu: {
    title: 'GPU instances',
    page: guide('model-deploy-feature-matrix'),
    except: {
      serverless: 'a serverless endpoint has processors and memory only',
      multiContainer: 'SageMaker has no GPUs for containers that are invoked directly',
    },
  },
  serialPipeline: {
    title: 'serial inference pipeline',
    page: guide('inference-pipelines'),
    except: {
      serverless: 'a serverless endpoint runs one container',
      asynchronous: 'an asynchronous endpoint runs one container',
      multiContainer: 'containers are run in series or invoked directly',
      inferenceComponents: ONE_CONTAINER,
    },
  },
  directInvocation: {
    title: 'direct invocation of containers',
    page: guide('multi-container-direct'),
    except: {
      serverless: 'a serverless endpoint runs one container',
      asynchronous: 'an asynchronous endpoint runs one container',
      batchTransform: 'a transform job names no container',
      multiModel: 'a request names a model, not a container',
      inferencePipeline: 'containers are run in series or invoked directly',
      inferenceComponents: ONE_CONTAINER,
    },
  },
  multiModel: {
    title: 'many models in one container',
    page: guide('multi-model-endpoints'),
    except: {
      serverless: 'a serverless endpoint holds one model',
      asynchronous: 'an asynchronous endpoint holds one model',
      batchTransform: 'a transform job runs one model',
      multiContainer: 'each container that is invoked directly holds one model',
      inferenceComponents: 'each component holds one model',
    },
  },
  explainability: {
    title: 'online explainability',
    page: guide('clarify-online-explainability-create-endpoint'),
    except: {
      serverless: 'the explainer runs beside the model on an instance',
      asynchronous: 'explanations are asked for with a request that waits for its answer',
      batchTransform: NO_ENDPOINT,
      multiContainer: 'the explainer asks one model container',
      inferencePipeline: 'the explainer asks one model container',
      inferenceComponents: 'the explainer asks the model of a variant, and components have models of their own',
    },
  },
  inferenceRecommender: {
    title: 'Inference Recommender',
    page: guide('inference-recommender-recommendation-jobs'),
    except: {
      asynchronous: 'it tests real-time and serverless endpoints only',
      batchTransform: 'it tests real-time and serverless endpoints only',
      multiModel: 'it tests endpoints of one model only',
      multiContainer: 'it tests endpoints of one model only',
      inferencePipeline: 'it tests endpoints of one model only',
      inferenceComponents: 'it tests endpoints of one model only',
    },
  },
  instancePools: {
    title: 'instance pools',
    page: guide('realtime-endpoints-heterogeneous'),
    except: {
      serverless: NO_INSTANCES,
      batchTransform: 'a transform job has one instance type',
      multiModel: 'pools serve single models and inference components',
      multiContainer: 'pools serve single models and inference components',
      inferencePipeline: 'pools serve single models and inference components',
    },
  },
  routingStrategy: {
    title: 'routing strategy',
    page: reference('API_ProductionVariantRoutingConfig'),
    except: {
      serverless: NO_INSTANCES,
      asynchronous: 'instances take their requests from a queue',
      batchTransform: NO_ENDPOINT,
    },
  },
  provisionedConcurrency: {
    title: 'provisioned concurrency',
    page: guide('serverless-endpoints'),
    except: ALWAYS_WARM,
  },
  responseStreaming: {
    title: 'response streaming',
    page: reference('API_runtime_InvokeEndpointWithResponseStream'),
    except: {
      serverless: 'a serverless endpoint answers when it has the whole response',
      asynchronous: 'responses are written to S3',
      batchTransform: 'responses are written to S3',
      multiModel: 'a request for a stream cannot name a model',
    },
  },
  modelPackage: {
    title: 'model from a registry package',
    page: guide('model-registry-deploy'),
    except: { multiModel: 'its models are archives below one prefix of S3' },
  },
  uncompressedModel: {
    title: 'uncompressed model data',
    page: reference('API_ContainerDefinition'),
    except: {
      serverless: 'a serverless endpoint loads a compressed archive',
      batchTransform: 'a transform job loads a compressed archive',
      multiModel: 'its models are compressed archives',
    },
  },
} satisfies Record<string, Row>;

/** What AWS says of one capability of one option. */
export function capabilityOf(option: OptionName, capability: Capability): Cell {
  const { except, page }: Row = CAPABILITIES[capability];
  const reason = except[option];

  return reason === undefined ? { allowed: true } : { allowed: false, reason, page };
}

/** Whether an option has a capability. */
export function isAllowed(option: OptionName, capability: Capability): boolean {
  return capabilityOf(option, capability).allowed;
}

/** Reports what was asked of an option that cannot do it; `got` is a phrase with its verb, as `is set`. */
export function checkCapability(
  problems: Problems,
  path: string,
  option: OptionName,
  capability: Capability,
  got: string,
): void {
  const cell = capabilityOf(option, capability);
  if (cell.allowed) return;

  const able = optionNames().filter((other) => isAllowed(other, capability));
  problems.add({
    code: 'InferenceOptionExcludes',
    path,
    got,
    wanted: `${OPTIONS[option]} excludes ${CAPABILITIES[capability].title}, as ${cell.reason}`,
    remedy: `leave it out, or choose ${listed(able.map((other) => OPTIONS[other]))}; see ${cell.page}`,
  });
}

/** All options by all capabilities, as the README shows them. */
export function capabilityTable(): string {
  const names = optionNames();
  const lines = [
    ['', ...names.map((name) => OPTIONS[name])],
    ['---', ...names.map(() => ':-:')],
    ...capabilityNames().map((capability) => {
      const { title, page } = CAPABILITIES[capability];
      return [`[${title}](${page})`, ...names.map((name) => (isAllowed(name, capability) ? '✓' : '–'))];
    }),
  ];

  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** All options, in the order of the table. */
export function optionNames(): OptionName[] {
  return Object.keys(OPTIONS) as OptionName[];
}

/** All capabilities, in the order of the table. */
export function capabilityNames(): Capability[] {
  return Object.keys(CAPABILITIES) as Capability[];
}

function guide(name: string): string {
  return `https://docs.aws.amazon.com/sagemaker/latest/dg/${name}.html`;
}

function reference(name: string): string {
  return `https://docs.aws.amazon.com/sagemaker/latest/APIReference/${name}.html`;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
