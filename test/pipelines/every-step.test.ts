import * as pipelines from '../../lib/pipelines';
import { PipelineStep, QualityGate } from '../../lib/pipelines';
import { Definition, RenderedStep, stackIn } from './definitions';
import { definitionFrom, everyStep, EXAMPLES } from './every-step';

const PROCESSING =
  'AppSpecification Environment NetworkConfig ProcessingInputs ProcessingOutputConfig ProcessingResources RoleArn ' +
  'StoppingCondition';
const TRAINING =
  'AlgorithmSpecification EnableInterContainerTrafficEncryption EnableNetworkIsolation Environment HyperParameters ' +
  'InputDataConfig OutputDataConfig ResourceConfig RetryStrategy RoleArn StoppingCondition VpcConfig';
const CHECK =
  'CacheConfig CheckType FailOnViolation ModelPackageGroupName RegisterNewBaseline SkipCheck SuppliedBaselineConstraints';

/** The members of the service's requests that we mean to support, by kind of step; what a step calls has any names. */
const ARGUMENTS: Record<string, string> = {
  AutoML: 'AutoMLJobConfig AutoMLJobObjective InputDataConfig OutputDataConfig ProblemType RoleArn',
  ClarifyCheck: PROCESSING,
  Condition: 'Conditions ElseSteps IfSteps',
  EMR: 'ClusterConfig ClusterId ExecutionRoleArn StepConfig',
  EMRServerless: 'ApplicationConfig ApplicationId ExecutionRoleArn JobConfig',
  Endpoint: 'EndpointConfigName EndpointName',
  EndpointConfig: 'AsyncInferenceConfig EndpointConfigName KmsKeyId ProductionVariants',
  Fail: 'ErrorMessage',
  Lineage: 'Actions Artifacts Associations Contexts',
  Model: 'Containers EnableNetworkIsolation ExecutionRoleArn InferenceExecutionConfig PrimaryContainer VpcConfig',
  NotebookJob: `${TRAINING} Tags`,
  Processing: PROCESSING,
  QualityCheck: PROCESSING,
  RegisterModel:
    'CustomerMetadataProperties Domain DriftCheckBaselines InferenceSpecification MetadataProperties ModelApprovalStatus ' +
    'ModelCard ModelLifeCycle ModelMetrics ModelPackageDescription ModelPackageGroupName SamplePayloadUrl ' +
    'SkipModelValidation Task',
  Training: `${TRAINING} CheckpointConfig EnableManagedSpotTraining InfraCheckConfig ProfilerConfig`,
  Transform:
    'BatchStrategy DataCaptureConfig DataProcessing Environment MaxConcurrentTransforms MaxPayloadInMB ModelClientConfig ' +
    'ModelName TransformInput TransformOutput TransformResources',
  Tuning: 'Autotune HyperParameterTuningJobConfig TrainingJobDefinition TrainingJobDefinitions WarmStartConfig',
};

/** What steps say beside name, type and arguments, by kind. */
const MEMBERS: Record<string, string> = {
  AutoML: 'CacheConfig RetryPolicies',
  Callback: 'CacheConfig OutputParameters SqsQueueUrl',
  ClarifyCheck: `${CHECK} ModelName`,
  Condition: '',
  Custom: 'CacheConfig FunctionArn OutputParameters RetryPolicies',
  EMR: 'CacheConfig RetryPolicies',
  EMRServerless: 'CacheConfig RetryPolicies',
  Endpoint: '',
  EndpointConfig: 'RetryPolicies',
  Fail: '',
  Lambda: 'CacheConfig FunctionArn OutputParameters',
  Lineage: '',
  Model: 'RetryPolicies',
  NotebookJob: 'CacheConfig RetryPolicies',
  Processing: 'CacheConfig PropertyFiles RetryPolicies',
  QualityCheck: `${CHECK} SuppliedBaselineStatistics`,
  RegisterModel: 'RetryPolicies',
  Training: 'CacheConfig RetryPolicies',
  Transform: 'CacheConfig RetryPolicies',
  Tuning: 'CacheConfig RetryPolicies',
};

const stepClasses = Object.entries(pipelines).filter(([, value]) => isClassOf(PipelineStep, value));
const gateClasses = Object.entries(pipelines).filter(([, value]) => isClassOf(QualityGate, value));

let definitions: Record<string, Definition>;

beforeAll(() => {
  definitions = everyStep();
});

test.each(Object.keys(EXAMPLES))('the pipeline of %s is made without problems', (name) => {
  expect(() => definitionFrom(EXAMPLES[name])).not.toThrow();
});

test('there is an example of every class of steps, smallest and fullest', () => {
  const kinds = stepClasses.map(([className]) => kindOf(className));

  const wanted = kinds.flatMap((kind) => [`${kind}/fullest`, `${kind}/smallest`]);

  expect(Object.keys(EXAMPLES)).toEqual(expect.arrayContaining(wanted));
  expect(kinds.sort()).toEqual(Object.keys(MEMBERS).sort());
});

test.each(stepClasses)('the examples of %s are of that class', (className, stepClass) => {
  const examples = ['smallest', 'fullest'].map((form) => EXAMPLES[`${kindOf(className)}/${form}`]);

  const classes = examples.map((make) => make(stackIn()).steps.map((step) => step.constructor));

  expect(classes).toEqual([expect.arrayContaining([stepClass]), expect.arrayContaining([stepClass])]);
});

test('there is an example of every quality gate on both engines', () => {
  const wanted = gateClasses.flatMap(([className]) => [`${className}/managed`, `${className}/open`]);

  expect(wanted).not.toEqual([]);
  expect(Object.keys(EXAMPLES)).toEqual(expect.arrayContaining(wanted));
});

test.each(Object.entries(ARGUMENTS))('the examples of %s have all arguments that we support', (kind, wanted) => {
  const found = examplesOf(kind).flatMap((step) => Object.keys(step.Arguments));

  expect(sorted(found)).toEqual(sorted(wanted.split(' ')));
});

test.each(Object.entries(MEMBERS))('the examples of %s say all that such a step may say of itself', (kind, wanted) => {
  const common = ['Arguments', 'Description', 'DisplayName', 'Name', 'Type'];

  const found = examplesOf(kind)
    .flatMap(Object.keys)
    .filter((member) => member !== 'DependsOn');

  expect(sorted(found)).toEqual(sorted([...common, ...wanted.split(' ').filter(Boolean)]));
});

/** The steps of a kind in its own examples, without those that they only need. */
function examplesOf(kind: string): RenderedStep[] {
  return Object.entries(definitions)
    .filter(([name]) => name.startsWith(`${kind}/`))
    .flatMap(([, definition]) => definition.Steps)
    .filter(({ Type: type }) => typesOf(kind).includes(type));
}

function typesOf(kind: string): string[] {
  return { NotebookJob: ['Training'], Custom: ['Lambda', 'EMR', 'Fail'] }[kind] ?? [kind];
}

/** A kind of steps by its class: as the definition language writes it where it has a type of its own. */
function kindOf(className: string): string {
  return className.replace(/Step$/, '').replace(/^Emr/, 'EMR');
}

function isClassOf(parent: { readonly prototype: object }, value: unknown): boolean {
  return typeof value === 'function' && Object.prototype.isPrototypeOf.call(parent.prototype, value.prototype);
}

function sorted(names: string[]): string[] {
  return [...new Set(names)].sort();
}
