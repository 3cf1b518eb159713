import {
  CreateContextCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Environment, LandingZone } from './landing-zone';

/** The type of a parameter or of an output. */
export type ValueType = 'String' | 'Integer' | 'Float' | 'Boolean';

/** A step in a definition, with the members that name something outside of it. */
export interface DefinedStep {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments?: Record<string, unknown>;
  readonly FunctionArn?: unknown;
  readonly SqsQueueUrl?: unknown;
  readonly ModelPackageGroupName?: unknown;
  readonly OutputParameters?: { readonly OutputName: string; readonly OutputType: ValueType }[];
}

/** A parameter in a definition. */
export interface DefinedParameter {
  readonly Name: string;
  readonly Type: ValueType;
  readonly DefaultValue?: unknown;
  readonly EnumValues?: string[];
}

/** The definition of a pipeline. */
export interface Definition {
  readonly Parameters?: DefinedParameter[];
  readonly Steps: DefinedStep[];
}

/** All steps of a definition, those in the branches of its conditions too. */
export function stepsOf({ Steps }: { readonly Steps: DefinedStep[] }): DefinedStep[] {
  return Steps.flatMap((step) => {
    const { IfSteps = [], ElseSteps = [] } = (step.Arguments ?? {}) as Record<string, DefinedStep[]>;
    return [step, ...stepsOf({ Steps: [...IfSteps, ...ElseSteps] })];
  });
}

/** Makes what steps expect to find in their account. */
export async function surround(zone: LandingZone, place: Environment, definitions: Definition[]): Promise<void> {
  const steps = definitions.flatMap(stepsOf);
  const named = (member: string): string[] => namesIn(steps.map((step) => step.Arguments?.[member]));

  await zone.deploy(callees(steps, place));
  await zone.steer('spark', { ...place, clusters: named('ClusterId'), applications: named('ApplicationId') });
  await fillRegistry(zone, place, steps, definitions);
  await prepareHosting(zone, place, steps);
  await recordContexts(zone, place, definitions);
}

/** The functions and the queues that steps call. */
function callees(steps: DefinedStep[], place: Environment): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Callees', { env: place });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

  for (const name of namesIn(steps.map((step) => step.SqsQueueUrl))) new sqs.Queue(stack, name, { queueName: name });
  for (const functionName of namesIn(steps.map((step) => step.FunctionArn))) {
    new lambda.Function(stack, functionName, {
      functionName,
      role,
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(answering(steps.filter((step) => namesIn([step.FunctionArn])[0] === functionName))),
    });
  }
  return app;
}

/** The code of a function that returns every output that steps want of it. */
function answering(steps: DefinedStep[]): string {
  const samples: Record<ValueType, unknown> = { String: 'sample', Integer: 1, Float: 1.5, Boolean: true };
  const outputs = steps.flatMap(({ OutputParameters = [] }) => OutputParameters);
  const answer = Object.fromEntries(outputs.map(({ OutputName, OutputType }) => [OutputName, samples[OutputType]]));

  return `exports.handler = async () => (${JSON.stringify(answer)});`;
}

/** The groups that models are registered in and compared with, and a version of those that are used. */
async function fillRegistry(
  zone: LandingZone,
  { account, region }: Environment,
  steps: DefinedStep[],
  definitions: Definition[],
): Promise<void> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);
  const used = mentioned(definitions, /:model-package\/([\w-]+)\/\d+/g);
  const groups = steps.flatMap((step) => [step.ModelPackageGroupName, step.Arguments?.ModelPackageGroupName]);

  for (const group of new Set([...namesIn(groups), ...used])) {
    await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: group }));
  }
  for (const group of used) {
    await sagemaker.send(
      new CreateModelPackageCommand({
        ModelPackageGroupName: group,
        ModelApprovalStatus: 'Approved',
        InferenceSpecification: {
          Containers: [{ Image: 'image', ModelDataUrl: 's3://acme-models/model.tar.gz' }],
          SupportedContentTypes: ['text/csv'],
          SupportedResponseMIMETypes: ['text/csv'],
        },
      }),
    );
  }
}

/** The models and the configurations of endpoints that steps use and do not make. */
async function prepareHosting(
  zone: LandingZone,
  { account, region }: Environment,
  steps: DefinedStep[],
): Promise<void> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);
  const variants = steps.flatMap((step) => (step.Arguments?.ProductionVariants ?? []) as { ModelName: unknown }[]);
  const models = [...variants.map(({ ModelName }) => ModelName), ...steps.map((step) => step.Arguments?.ModelName)];
  const configs = steps.filter(({ Type }) => Type === 'Endpoint').map((step) => step.Arguments?.EndpointConfigName);
  const serverless = { MemorySizeInMB: 2048, MaxConcurrency: 5 };

  for (const name of new Set([...namesIn(models), 'served'])) {
    await sagemaker.send(new CreateModelCommand({ ModelName: name, PrimaryContainer: { Image: 'image' } }));
  }
  for (const name of namesIn(configs)) {
    await sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: name,
        ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'served', ServerlessConfig: serverless }],
      }),
    );
  }
}

/** The contexts that lineage leads to. */
async function recordContexts(
  zone: LandingZone,
  { account, region }: Environment,
  definitions: Definition[],
): Promise<void> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);

  for (const name of mentioned(definitions, /:context\/([\w-]+)/g)) {
    const source = { SourceUri: `https://acme.example/${name}` };
    await sagemaker.send(new CreateContextCommand({ ContextName: name, ContextType: 'Other', Source: source }));
  }
}

/** What an expression finds in ARNs, each once. */
function mentioned(definitions: Definition[], pattern: RegExp): string[] {
  return [...new Set([...JSON.stringify(definitions).matchAll(pattern)].map(([, name]) => name))];
}

/** The last parts of names, ARNs and addresses, each once; what a reference stands for is nobody's to prepare. */
function namesIn(values: unknown[]): string[] {
  const names = values.filter((value) => typeof value === 'string').map((value) => value.split(/[/:]/).pop());
  return [...new Set(names.filter((name) => name !== undefined))];
}
