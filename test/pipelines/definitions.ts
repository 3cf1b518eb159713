import { App, Resource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import {
  ContainerImage,
  JobEnvironment,
  Pipeline,
  PipelineProps,
  PipelineStep,
  ProcessingOutput,
  ProcessingStep,
} from '../../lib/pipelines';

export const JOB_ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-jobs';
export const VOLUME_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
export const OUTPUT_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:alias/acme-outputs';

/** A step as it stands in the definition that SageMaker gets. */
export interface RenderedStep {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments: Record<string, unknown>;
  readonly DependsOn?: string[];
}

/** A definition as SageMaker gets it. */
export interface Definition {
  readonly Version: string;
  readonly Parameters: unknown[];
  readonly Steps: RenderedStep[];
}

/** A pipeline around what a test is about. */
export type Example = Pick<PipelineProps, 'steps' | 'parameters' | 'experiment' | 'mlflow'>;

/** Pipelines by name, each made in the stack that it will stand in. */
export type Examples = Record<string, (stack: Stack) => Example>;

/** An empty stack with an environment, so that SageMaker's own images can be found. */
export function stackIn(region = 'eu-west-1'): Stack {
  return new Stack(new App(), 'Team', { env: { account: '111111111111', region } });
}

/** Where jobs run, all of it made elsewhere, so that the definition is text throughout; some of it as wished. */
export function environmentIn(stack: Stack, wished: Partial<JobEnvironment> = {}): JobEnvironment {
  return {
    role: iam.Role.fromRoleArn(stack, 'JobRole', JOB_ROLE_ARN),
    subnets: ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id)),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-1')],
    volumeKey: kms.Key.fromKeyArn(stack, 'VolumeKey', VOLUME_KEY_ARN),
    outputKeyArn: OUTPUT_KEY_ARN,
    ...wished,
  };
}

/** What a test wishes of a pipeline; of the environment only the parts that matter. */
interface Wishes extends Omit<Partial<PipelineProps>, 'environment'> {
  readonly environment?: Partial<JobEnvironment>;
}

/** A pipeline of the given steps. */
export function pipelineIn(stack: Stack, steps: PipelineStep[], wished: Wishes = {}): Pipeline {
  return new Pipeline(stack, 'Pipeline', {
    pipelineName: 'abalone',
    role: iam.Role.fromRoleArn(stack, 'PipelineRole', 'arn:aws:iam::111111111111:role/acme-pipeline'),
    steps,
    ...wished,
    environment: environmentIn(stack, wished.environment),
  });
}

/** A pipeline of which nothing is known but its name. */
export function pipelineElsewhere(stack: Stack): sagemaker.IPipeline {
  return new PipelineElsewhere(stack, 'Elsewhere');
}

class PipelineElsewhere extends Resource implements sagemaker.IPipeline {
  public readonly pipelineName = 'elsewhere';
  public readonly pipelineArn = 'arn:aws:sagemaker:eu-west-1:111111111111:pipeline/elsewhere';
  public readonly pipelineRef = { pipelineName: this.pipelineName };

  public grantStartPipelineExecution(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.drop(grantee, 'nothing is known of it');
  }
}

/** The definition of the stack's only pipeline; CloudFormation's functions in it stand as their own JSON text. */
export function definitionOf(stack: Stack): Definition {
  const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Pipeline'));
  const body: unknown = pipeline.Properties.PipelineDefinition.PipelineDefinitionBody;

  return JSON.parse(typeof body === 'string' ? body : joined(body as Record<string, [string, unknown[]]>));
}

/** The first step of a pipeline that consists of the given ones. */
export function renderedIn(stack: Stack, steps: PipelineStep[], wished: Wishes = {}): RenderedStep {
  pipelineIn(stack, steps, wished);

  return definitionOf(stack).Steps[0];
}

/** A step of which only the name matters. */
export function stepNamed(stepName: string): ProcessingStep {
  return new ProcessingStep(stepName, {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'run.py'],
    outputs: [ProcessingOutput.toS3('result', `s3://acme-data/${stepName}`)],
  });
}

/** What a step needs the pipeline's role to be allowed, in the commercial partition. */
export function permissionsOf(stack: Stack, step: PipelineStep): unknown {
  const permissions = step._permissions({ stack, environment: environmentIn(stack) });

  return inPartition(stack.resolve(permissions));
}

/** A resolved value with its tokens of the commercial partition as text. */
export function inPartition(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inPartition);
  if (typeof value !== 'object' || value === null) return value;

  const { 'Fn::Join': join, Ref: ref } = value as { 'Fn::Join'?: [string, unknown[]]; Ref?: string };
  if (ref === 'AWS::Partition') return 'aws';
  if (ref === 'AWS::URLSuffix') return 'amazonaws.com';
  if (join) return join[1].map(inPartition).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, inPartition(entry)]));
}

function joined(body: Record<string, [string, unknown[]]>): string {
  const [delimiter, pieces] = body['Fn::Join'];

  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : JSON.stringify(JSON.stringify(piece)).slice(1, -1)))
    .join(delimiter);
}
