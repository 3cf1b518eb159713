import { App, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as fc from 'fast-check';
import {
  Condition,
  ConditionStep,
  ContainerImage,
  JobCompute,
  PipelineParameter,
  ProcessingStep,
  TrainingStep,
} from '../../lib/pipelines';
import { definitionOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

/** Longest definition that SageMaker takes, in characters. */
const DEFINITION_LENGTH = 1_048_576;

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a pipeline has its name, role, description and a definition in the language of 2020-12-01', () => {
  pipelineIn(stack, [stepNamed('Prepare')], { description: 'Makes the abalone model' });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Pipeline', {
    PipelineName: 'abalone',
    PipelineDescription: 'Makes the abalone model',
    RoleArn: 'arn:aws:iam::111111111111:role/acme-pipeline',
    PipelineDefinition: { PipelineDefinitionBody: Match.anyValue() },
    ParallelismConfiguration: Match.absent(),
  });
  expect(definitionOf(stack)).toEqual({
    Version: '2020-12-01',
    Metadata: {},
    Parameters: [],
    Steps: [expect.objectContaining({ Name: 'Prepare' })],
  });
});

test('a pipeline tells its name and ARN without a reference, so that other accounts can be told them', () => {
  const pipeline = pipelineIn(stack, [stepNamed('Prepare')]);

  expect(pipeline.pipelineName).toBe('abalone');
  expect(pipeline.pipelineRef).toEqual({ pipelineName: 'abalone' });
  expect(stack.resolve(pipeline.pipelineArn)).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:pipeline/abalone']],
  });
});

test('the number of parallel steps is written as SageMaker spells it', () => {
  pipelineIn(stack, [stepNamed('Prepare')], { maxParallelSteps: 4 });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Pipeline', {
    ParallelismConfiguration: { MaxParallelExecutionSteps: 4 },
  });
});

test.each([
  { wished: {}, policy: 'Delete' },
  { wished: { removalPolicy: RemovalPolicy.RETAIN }, policy: 'Retain' },
])('leaving the template means $policy', ({ wished, policy }) => {
  pipelineIn(stack, [stepNamed('Prepare')], wished);

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::Pipeline', { DeletionPolicy: policy });
});

test("what CloudFormation knows only at deployment is joined into the definition's text", () => {
  const key = new kms.Key(stack, 'Key');
  const environment = { volumeKey: key, outputKeyArn: key.keyArn };

  const rendered = renderedIn(stack, [stepNamed('Prepare')], { environment });

  const arn = JSON.stringify(stack.resolve(key.keyArn));
  expect(rendered.Arguments).toMatchObject({
    ProcessingResources: { ClusterConfig: { VolumeKmsKeyId: arn } },
    ProcessingOutputConfig: { KmsKeyId: arn },
  });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('${Token');
});

test('the jobs of a pipeline cannot leave its network, and nothing they store or send is in the clear', () => {
  const train = new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [{ channelName: 'train', s3Uri: 's3://acme-data/train' }],
    outputS3Uri: 's3://acme-data/models',
  });
  pipelineIn(stack, [stepNamed('Prepare'), train]);

  const [prepare, training] = definitionOf(stack).Steps.map((step) => step.Arguments);

  const vpc = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] };
  expect(prepare.NetworkConfig).toEqual({
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
    VpcConfig: vpc,
  });
  expect(training).toMatchObject({
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
    VpcConfig: vpc,
  });
});

test('a second deployment with other steps, parameters and role is an update', () => {
  const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });
  const condition = Condition.lessThan(limit.asNumber, 7);
  const later = stackIn();
  pipelineIn(stack, [stepNamed('Prepare')]);
  pipelineIn(later, [new ConditionStep('Check', { conditions: [condition], ifSteps: [stepNamed('Train')] })], {
    parameters: [limit],
    maxParallelSteps: 2,
  });

  const [first, second] = [stack, later].map((deployed) =>
    Object.entries(Template.fromStack(deployed).findResources('AWS::SageMaker::Pipeline')).map(([id, resource]) => [
      id,
      resource.Properties.PipelineName,
    ]),
  );

  expect(second).toEqual(first);
});

test('the same steps give the same text', () => {
  const again = stackIn();
  for (const made of [stack, again]) pipelineIn(made, [stepNamed('Prepare'), stepNamed('Train')]);

  const [first, second] = [stack, again].map((made) => JSON.stringify(Template.fromStack(made).toJSON()));

  expect(second).toBe(first);
});

test('any graph of 2 to 30 steps without cycles renders and keeps its edges', () => {
  const graphs = fc
    .integer({ min: 2, max: 30 })
    .chain((size) => fc.tuple(...Array.from({ length: size }, (_, i) => fc.subarray([...Array(i).keys()]))))
    .chain((edges) =>
      fc.tuple(fc.constant(edges), fc.shuffledSubarray([...edges.keys()], { minLength: edges.length })),
    );

  fc.assert(
    fc.property(graphs, ([edges, order]) => {
      const steps: ProcessingStep[] = [];
      for (const predecessors of edges) {
        const used = predecessors.filter((i) => i % 2 === 0).map((i) => steps[i]);
        const step = new ProcessingStep(`Step${steps.length}`, {
          image: ContainerImage.scikitLearn('1.2-1'),
          entrypoint: ['python3', 'run.py'],
          inputs: used.map((from) => ({ inputName: from.stepName, s3Uri: from.output('result').asString })),
          outputs: [{ outputName: 'result', s3Uri: 's3://acme-data/result' }],
        });
        step.dependsOn(...predecessors.filter((i) => i % 2 === 1).map((i) => steps[i]));
        steps.push(step);
      }
      const made = stackIn();

      pipelineIn(
        made,
        order.map((i) => steps[i]),
      );

      const rendered = new Map(definitionOf(made).Steps.map((step) => [step.Name, step]));
      expect(rendered.size).toBe(edges.length);
      edges.forEach((predecessors, i) => {
        const step = rendered.get(`Step${i}`);
        const used = [...JSON.stringify(step?.Arguments).matchAll(/"Get":"Steps\.([^.]+)\./g)].map(([, name]) => name);
        expect([...used, ...(step?.DependsOn ?? [])].sort()).toEqual(predecessors.map((p) => `Step${p}`).sort());
      });
    }),
    { numRuns: 25, seed: 20201201 },
  );
});

test('steps that wait for each other in a ring are refused', () => {
  const [first, second, third] = ['Prepare', 'Train', 'Evaluate'].map(stepNamed);
  first.dependsOn(third);
  second.dependsOn(first);
  third.dependsOn(second);

  const pipeline = () => pipelineIn(stack, [first, second, third]);

  expect(pipeline).toThrow(
    'StepCycle: steps.Prepare waits for itself: Prepare -> Evaluate -> Train -> Prepare, steps form a graph without cycles; remove one of these dependencies',
  );
});

test('a step that is used but was forgotten is named', () => {
  const evaluate = stepNamed('Evaluate');
  evaluate.dependsOn(stepNamed('Prepare'));

  const pipeline = () => pipelineIn(stack, [evaluate]);

  expect(pipeline).toThrow(
    'StepUnknown: steps.Evaluate uses the step "Prepare", the pipeline has no such step; add it to the pipeline',
  );
});

test('a name that two branches use is refused, because SageMaker knows steps by name alone', () => {
  const check = new ConditionStep('Check', {
    conditions: [Condition.numberEqualTo(1, 1)],
    ifSteps: [stepNamed('Train')],
    elseSteps: [stepNamed('Train')],
  });

  const pipeline = () => pipelineIn(stack, [check]);

  expect(pipeline).toThrow(
    'StepNameTaken: steps.Train appears 2 times, a step name is unique in its pipeline, over all branches; rename all but one',
  );
});

test('a parameter that no step uses is refused', () => {
  const parameters = [PipelineParameter.ofString('InputDataUrl')];

  const pipeline = () => pipelineIn(stack, [stepNamed('Prepare')], { parameters });

  expect(pipeline).toThrow(
    'ParameterUnused: parameters has "InputDataUrl", which no step uses, a parameter without effect misleads whoever starts the pipeline; use it in a step, or remove it',
  );
});

test('a parameter that a step uses must be declared', () => {
  const step = stepUsing(PipelineParameter.ofString('InputDataUrl'));

  const pipeline = () => pipelineIn(stack, [step]);

  expect(pipeline).toThrow(
    'ParameterUndeclared: parameters lacks "InputDataUrl", which a step uses, a pipeline declares every parameter that its steps use; add the parameter to the list',
  );
});

test('a pipeline takes 200 parameters', () => {
  const parameters = parametersNamed(200);

  const pipeline = () => pipelineIn(stack, [stepUsing(...parameters)], { parameters });

  expect(pipeline).not.toThrow();
});

test('a pipeline takes no more than 200 parameters', () => {
  const parameters = parametersNamed(201);

  const pipeline = () => pipelineIn(stack, [stepUsing(...parameters)], { parameters });

  expect(pipeline).toThrow(
    'TooManyParameters: parameters has 201 entries, SageMaker accepts up to 200; read rarely changed values from a file in S3 instead',
  );
});

test('a pipeline without steps is refused', () => {
  const pipeline = () => pipelineIn(stack, []);

  expect(pipeline).toThrow('PipelineWithoutSteps: steps is empty, a pipeline has at least one step; add a step');
});

test.each([0, -1, 1.5, NaN])('%p steps at a time is no parallelism', (maxParallelSteps) => {
  const pipeline = () => pipelineIn(stack, [stepNamed('Prepare')], { maxParallelSteps });

  expect(pipeline).toThrow(
    `ParallelismOutOfRange: maxParallelSteps is ${maxParallelSteps}, a pipeline runs a whole number of steps at a time, 1 or more; write 1, or leave it out`,
  );
});

test('the number of parallel steps may be known at deployment only', () => {
  const parameter = new CfnParameter(stack, 'MaxParallelSteps', { type: 'Number' });

  pipelineIn(stack, [stepNamed('Prepare')], { maxParallelSteps: parameter.valueAsNumber });

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Pipeline', {
    ParallelismConfiguration: { MaxParallelExecutionSteps: stack.resolve(parameter.value) },
  });
});

test.each([
  { prop: 'subnets', noun: 'subnets', most: 16 },
  { prop: 'securityGroups', noun: 'security groups', most: 5 },
])('an environment without $noun is refused', ({ prop, noun, most }) => {
  const environment = { [prop]: [] };

  const pipeline = () => pipelineIn(stack, [stepNamed('Prepare')], { environment });

  expect(pipeline).toThrow(
    `NetworkPlaceOutOfRange: environment.${prop} is empty, SageMaker accepts 1 to ${most} ${noun}; give at least one`,
  );
});

test('a definition may be as long as SageMaker takes it, and no longer', () => {
  const length = (text: string) => {
    const made = stackIn();
    pipelineIn(made, [stepSaying(text)]);
    return JSON.stringify(definitionOf(made)).length;
  };
  const room = DEFINITION_LENGTH - length('');

  const pipeline = () => pipelineIn(stack, [stepSaying('a'.repeat(room + 1))]);

  expect(length('a'.repeat(room))).toBe(DEFINITION_LENGTH);
  expect(pipeline).toThrow(
    'DefinitionTooLong: steps render to 1048577 characters, SageMaker accepts up to 1048576; split the pipeline in two',
  );
});

test('everything that is wrong with a pipeline is told at once', () => {
  const train = new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [],
    outputS3Uri: 's3://acme-data/models',
    compute: JobCompute.onDemand({ instanceCount: 0 }),
  });
  train.dependsOn(stepNamed('Prepare'));

  const pipeline = () =>
    pipelineIn(stack, [train], { pipelineName: 'abalone_', parameters: [PipelineParameter.ofString('Kind')] });

  expect(pipeline).toThrow(
    [
      '5 problems:',
      '  NameMalformed: pipelineName is "abalone_", a pipeline name is 1 to 256 characters: letters, digits and hyphens between them; write "abalone"',
      '  InstanceCountOutOfRange: steps.Train.compute.instanceCount is 0, a job needs a whole number of instances, 1 or more; write 1',
      "  TrainingWithoutData: steps.Train.channels is empty, a training job needs at least one channel; add { channelName: 'train', s3Uri: … }",
      '  StepUnknown: steps.Train uses the step "Prepare", the pipeline has no such step; add it to the pipeline',
      '  ParameterUnused: parameters has "Kind", which no step uses, a parameter without effect misleads whoever starts the pipeline; use it in a step, or remove it',
    ].join('\n'),
  );
});

test('two pipelines of one account and region cannot share a name', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(
    (name) => new Stack(app, name, { env: { account: '111111111111', region: 'eu-west-1' } }),
  );
  pipelineIn(first, [stepNamed('Prepare')]);

  const pipeline = () => pipelineIn(second, [stepNamed('Prepare')]);

  expect(pipeline).toThrow(
    'NameTaken: Second/Pipeline wants the pipeline name "abalone" in 111111111111/eu-west-1, which First/Pipeline has, no two of a kind share a name there; give one of the two another name',
  );
});

function parametersNamed(count: number): PipelineParameter[] {
  return Array.from({ length: count }, (_, i) => PipelineParameter.ofString(`P${i}`));
}

function stepUsing(...parameters: PipelineParameter[]): ProcessingStep {
  return stepWith(parameters.map((parameter) => parameter.asString));
}

function stepSaying(text: string): ProcessingStep {
  return stepWith([text]);
}

function stepWith(words: string[]): ProcessingStep {
  return new ProcessingStep('Prepare', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'run.py'],
    arguments: words,
  });
}
