import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Pipeline } from '../../lib/pipelines';
import { pipelineIn, stackIn, stepNamed } from './definitions';

let stack: Stack;
let pipeline: Pipeline;
let grantee: iam.Role;

beforeEach(() => {
  stack = stackIn();
  pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
  grantee = new iam.Role(stack, 'Grantee', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
});

test.each([
  { way: 'grants.start', start: () => pipeline.grants.start(grantee) },
  { way: "CDK's own method", start: () => pipeline.grantStartPipelineExecution(grantee) },
])('whoever may start, by $way, may start this pipeline alone', ({ start }) => {
  start();

  expect(statements()).toEqual([{ actions: ['sagemaker:StartPipelineExecution'], resource: thisPipeline() }]);
});

test.each([
  { verb: 'stop', give: () => pipeline.grants.stop(grantee), actions: ['sagemaker:StopPipelineExecution'] },
  { verb: 'retry', give: () => pipeline.grants.retry(grantee), actions: ['sagemaker:RetryPipelineExecution'] },
  {
    verb: 'reportSteps',
    give: () => pipeline.grants.reportSteps(grantee),
    actions: ['sagemaker:SendPipelineExecutionStepFailure', 'sagemaker:SendPipelineExecutionStepSuccess'],
  },
])('$verb is about executions of this pipeline alone', ({ give, actions }) => {
  give();

  expect(statements()).toEqual([{ actions, resource: itsExecutions() }]);
});

test('whoever may read sees this pipeline and its executions', () => {
  const grant = pipeline.grants.read(grantee);

  expect(grant.success).toBe(true);
  expect(statements()).toEqual([
    {
      actions: [
        'sagemaker:DescribePipelineDefinitionForExecution',
        'sagemaker:DescribePipelineExecution',
        'sagemaker:ListPipelineExecutionSteps',
        'sagemaker:ListPipelineParametersForExecution',
      ],
      resource: itsExecutions(),
    },
    {
      actions: ['sagemaker:DescribePipeline', 'sagemaker:ListPipelineExecutions', 'sagemaker:ListPipelineVersions'],
      resource: thisPipeline(),
    },
  ]);
});

function statements(): unknown[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const found = policy.Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[];

  return found.map(({ Action: action, Resource: resource }) => ({ actions: [action].flat().sort(), resource }));
}

function thisPipeline(): unknown {
  return stack.resolve(pipeline.pipelineArn);
}

function itsExecutions(): unknown {
  return stack.resolve(`${pipeline.pipelineArn}/execution/*`);
}
