import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
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

/** Deploys what steps find in their account: functions, queues, model package groups, clusters and applications. */
export async function surround(zone: LandingZone, place: Environment, definitions: Definition[]): Promise<void> {
  const steps = definitions.flatMap(stepsOf);

  await zone.deploy(surroundingsOf(steps, place));
  await zone.steer('spark', {
    ...place,
    clusters: namesIn(steps.map((step) => step.Arguments?.ClusterId)),
    applications: namesIn(steps.map((step) => step.Arguments?.ApplicationId)),
  });
}

function surroundingsOf(steps: DefinedStep[], place: Environment): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Surroundings', { env: place });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const groups = steps.flatMap((step) => [step.ModelPackageGroupName, step.Arguments?.ModelPackageGroupName]);

  for (const name of namesIn(steps.map((step) => step.SqsQueueUrl))) new sqs.Queue(stack, name, { queueName: name });
  for (const name of namesIn(groups)) {
    new sagemaker.CfnModelPackageGroup(stack, name, { modelPackageGroupName: name });
  }
  for (const functionName of namesIn(steps.map((step) => step.FunctionArn))) {
    const users = steps.filter((step) => namesIn([step.FunctionArn]).includes(functionName));
    new lambda.Function(stack, functionName, {
      functionName,
      role,
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(answering(users)),
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

/** The last parts of names, ARNs and addresses, each once; what a reference stands for is nobody's to prepare. */
function namesIn(values: unknown[]): string[] {
  const names = values.filter((value) => typeof value === 'string').map((value) => value.split(/[/:]/).pop());
  return [...new Set(names.filter((name) => name !== undefined))];
}
