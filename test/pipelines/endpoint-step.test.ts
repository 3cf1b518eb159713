import { Stack } from 'aws-cdk-lib';
import {
  EndpointConfigStep,
  EndpointStep,
  EndpointStepProps,
  EndpointVariant,
  PipelineParameter,
} from '../../lib/pipelines';
import { permissionsOf, pipelineIn, renderedIn, stackIn } from './definitions';

const SAGEMAKER = 'arn:aws:sagemaker:eu-west-1:111111111111';

let stack: Stack;
let configure: EndpointConfigStep;

beforeEach(() => {
  stack = stackIn();
  configure = new EndpointConfigStep('Configure', {
    variants: [EndpointVariant.instances({ modelName: 'abalone', instanceType: 'ml.m5.large' })],
  });
});

test('an endpoint is brought to the configuration of an earlier step', () => {
  const rendered = renderedIn(stack, [deployWith({}), configure]);

  expect(rendered).toEqual({
    Name: 'Deploy',
    Type: 'Endpoint',
    Arguments: { EndpointName: 'Abalone', EndpointConfigName: { Get: 'Steps.Configure.EndpointConfigName' } },
  });
});

test('the role may create and update this endpoint alone, in both spellings that ARNs have', () => {
  const endpoints = [`${SAGEMAKER}:endpoint/Abalone`, `${SAGEMAKER}:endpoint/abalone`];

  const permissions = permissionsOf(stack, deployWith({}));

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'],
      resources: [...endpoints, `${SAGEMAKER}:endpoint-config/pipelines-*`],
    },
    { actions: ['sagemaker:DescribeEndpoint'], resources: endpoints },
    {
      actions: ['sagemaker:AddTags'],
      resources: endpoints,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateEndpoint' } },
    },
  ]);
});

test('the role may use a configuration that was made elsewhere', () => {
  const permissions = permissionsOf(stack, deployWith({ endpointName: 'abalone', endpointConfigName: 'abalone-7' }));

  expect(permissions).toMatchObject([
    { resources: [`${SAGEMAKER}:endpoint/abalone`, `${SAGEMAKER}:endpoint-config/abalone-7`] },
    expect.anything(),
    expect.anything(),
  ]);
});

test('a run may complete the name of the endpoint', () => {
  const stage = PipelineParameter.ofString('Stage', { defaultValue: 'test' });
  const step = deployWith({ endpointName: `abalone-${stage.asString}` });

  const rendered = renderedIn(stack, [step, configure], { parameters: [stage] });

  expect(rendered.Arguments.EndpointName).toEqual({
    'Std:Join': { On: '', Values: ['abalone-', { Get: 'Parameters.Stage' }] },
  });
});

test('the role may deploy every endpoint that a run may complete the name of', () => {
  const step = deployWith({ endpointName: `abalone-${PipelineParameter.ofString('Stage').asString}` });

  const permissions = permissionsOf(stack, step);

  expect(permissions).toMatchObject([
    { resources: [`${SAGEMAKER}:endpoint/abalone-*`, `${SAGEMAKER}:endpoint-config/pipelines-*`] },
    { resources: [`${SAGEMAKER}:endpoint/abalone-*`] },
    expect.anything(),
  ]);
});

test('a later step finds the endpoint', () => {
  const { properties } = deployWith({});

  const found = [properties.endpointName._render(), properties.endpointArn._render()];

  expect(found).toEqual([{ Get: 'Steps.Deploy.EndpointName' }, { Get: 'Steps.Deploy.EndpointArn' }]);
});

test.each(['endpointName', 'endpointConfigName'])('a run cannot choose the whole %s', (prop) => {
  const chosen = PipelineParameter.ofString('Chosen', { defaultValue: 'abalone' });
  const step = deployWith({ [prop]: chosen.asString });

  const pipeline = () => pipelineIn(stack, [step, configure], { parameters: [chosen] });

  expect(pipeline).toThrow(
    `NameUnbounded: steps.Deploy.${prop} begins with what only a run knows, the pipeline's role is allowed what begins with a known text only; put a text in front, as \`abalone-\${parameter.asString}\``,
  );
});

test('a name that SageMaker refuses is refused', () => {
  const pipeline = () => pipelineIn(stack, [deployWith({ endpointName: 'the_abalone' }), configure]);

  expect(pipeline).toThrow(
    'NameMalformed: steps.Deploy.endpointName is "the_abalone", an endpoint name is 1 to 63 characters: letters, digits and hyphens between them; write "the-abalone"',
  );
});

function deployWith(wished: Partial<EndpointStepProps>): EndpointStep {
  return new EndpointStep('Deploy', {
    endpointName: 'Abalone',
    endpointConfigName: configure.properties.endpointConfigName.asString,
    ...wished,
  });
}
