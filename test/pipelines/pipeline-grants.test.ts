import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Pipeline } from '../../lib/pipelines';
import { pipelineIn, stackIn, stepNamed } from './definitions';

let stack: Stack;
let pipeline: Pipeline;
let starter: iam.Role;

beforeEach(() => {
  stack = stackIn();
  pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
  starter = new iam.Role(stack, 'Starter', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
});

test.each([
  { way: 'grants.start', start: () => pipeline.grants.start(starter) },
  { way: "CDK's own method", start: () => pipeline.grantStartPipelineExecution(starter) },
])('whoever may start, by $way, may start this pipeline alone', ({ start }) => {
  start();

  expect(statements()).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:StartPipelineExecution', Resource: ofThisPipeline() },
  ]);
});

test('whoever may read sees this pipeline and its executions', () => {
  pipeline.grants.read(starter);

  expect(statements()).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'sagemaker:DescribePipeline',
        'sagemaker:DescribePipelineExecution',
        'sagemaker:ListPipelineExecutionSteps',
        'sagemaker:ListPipelineExecutions',
      ],
      Resource: ofThisPipeline(),
    },
  ]);
});

function statements(): { Action: string | string[] }[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));

  return policy.Properties.PolicyDocument.Statement.map((statement: { Action: string | string[] }) => ({
    ...statement,
    Action: Array.isArray(statement.Action) ? [...statement.Action].sort() : statement.Action,
  }));
}

function ofThisPipeline(): unknown {
  return stack.resolve([pipeline.pipelineArn, `${pipeline.pipelineArn}/execution/*`]);
}
