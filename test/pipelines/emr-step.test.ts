import { Duration } from 'aws-cdk-lib';
import {
  EmrCluster,
  EmrStep,
  EmrStepProps,
  ExecutionVariable,
  PipelineParameter,
  RetryException,
} from '../../lib/pipelines';
import { pipelineIn, renderedIn, stackIn } from './definitions';

test('a command runs on a cluster', () => {
  const rendered = renderedIn(stackIn(), [workWith({})]);

  expect(rendered).toEqual({
    Name: 'Prepare',
    Type: 'EMR',
    Arguments: { ClusterId: 'j-1ABCDEFG2HIJK', StepConfig: { HadoopJarStep: { Jar: 'command-runner.jar' } } },
  });
});

test('a JAR runs with all that it can be given', () => {
  const step = workWith({
    jar: 's3://acme-code/prepare.jar',
    mainClass: 'com.acme.Prepare',
    arguments: ['--run', ExecutionVariable.pipelineExecutionId().asString],
    javaProperties: { 'mapreduce.job.reduces': '5' },
    cacheFor: Duration.days(7),
    retryPolicies: [{ exceptions: [RetryException.THROTTLING], maxAttempts: 2 }],
  });

  const rendered = renderedIn(stackIn(), [step]);

  expect(rendered).toMatchObject({
    Arguments: {
      StepConfig: {
        HadoopJarStep: {
          Jar: 's3://acme-code/prepare.jar',
          MainClass: 'com.acme.Prepare',
          Args: ['--run', { Get: 'Execution.PipelineExecutionId' }],
          Properties: [{ Key: 'mapreduce.job.reduces', Value: '5' }],
        },
      },
    },
    CacheConfig: { Enabled: true },
    RetryPolicies: [{ ExceptionType: ['Step.THROTTLING'] }],
  });
});

test('arguments are text, whatever they refer to', () => {
  const count = PipelineParameter.ofInteger('Count', { defaultValue: 5 });
  const step = workWith({
    arguments: ['--reducers', count.asString],
    javaProperties: { 'mapreduce.job.reduces': count.asString },
  });

  const rendered = renderedIn(stackIn(), [step], { parameters: [count] });

  const text = { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Count' }] } };
  expect(rendered.Arguments.StepConfig).toMatchObject({
    HadoopJarStep: {
      Args: ['--reducers', text],
      Properties: [{ Key: 'mapreduce.job.reduces', Value: text }],
    },
  });
});

test('later steps know the cluster and the work on it', () => {
  const { properties } = workWith({});

  expect(properties.clusterId._render()).toEqual({ Get: 'Steps.Prepare.ClusterId' });
  expect(properties.emrStepId._render()).toEqual({ Get: 'Steps.Prepare.Id' });
});

test('a step without a JAR is refused', () => {
  const pipeline = () => pipelineIn(stackIn(), [workWith({ jar: '' })]);

  expect(pipeline).toThrow(
    "EmrStepWithoutJar: steps.Prepare.jar is empty, EMR runs a JAR; name one, or 'command-runner.jar'",
  );
});

function workWith(wished: Partial<EmrStepProps>): EmrStep {
  return new EmrStep('Prepare', {
    cluster: EmrCluster.running('j-1ABCDEFG2HIJK'),
    jar: 'command-runner.jar',
    ...wished,
  });
}
