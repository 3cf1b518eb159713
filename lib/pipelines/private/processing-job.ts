import { JobCompute } from '../job-compute';
import { NetworkCallOptions } from '../network-calls';
import { renderCompute, renderStoppingCondition, renderVpcConfig } from './job-settings';
import { DefinitionExpression, wholeReference } from './reference-token';
import { StepContext } from './step-context';
import { asText } from './text-value';
import { unlessEmpty } from './unless-empty';

/** A processing job, whichever step runs it. */
export interface ProcessingJob extends NetworkCallOptions {
  readonly imageUri: string;
  readonly entrypoint?: readonly string[];
  readonly arguments?: readonly string[];
  readonly inputs: readonly DefinitionExpression[];
  readonly outputs: readonly DefinitionExpression[];
  readonly environmentVariables?: Readonly<Record<string, string>>;
  readonly compute?: JobCompute;
  readonly outputKeyArn?: string;
}

/** The arguments of a processing job. SageMaker refuses empty lists. */
export function processingJobArguments(job: ProcessingJob, { environment }: StepContext): DefinitionExpression {
  return {
    AppSpecification: {
      ImageUri: job.imageUri,
      ContainerEntrypoint: job.entrypoint?.map(asWord),
      ContainerArguments: unlessEmpty(job.arguments)?.map(asWord),
    },
    ProcessingInputs: unlessEmpty(job.inputs),
    ProcessingOutputConfig: { Outputs: job.outputs, KmsKeyId: job.outputKeyArn ?? environment.outputKeyArn },
    ProcessingResources: { ClusterConfig: renderCompute(job.compute, environment) },
    Environment: job.environmentVariables && mapValues(job.environmentVariables, asWord),
    NetworkConfig: {
      EnableInterContainerTrafficEncryption: true,
      EnableNetworkIsolation: job.networkCallsReason === undefined,
      VpcConfig: renderVpcConfig(environment),
    },
    RoleArn: environment.role.roleRef.roleArn,
    StoppingCondition: renderStoppingCondition(job.compute),
  };
}

/** SageMaker takes text only here; a parameter of another type is written as a join of one. */
function asWord(value: string): unknown {
  return wholeReference(value)?.valueType === undefined ? value : asText(value);
}

function mapValues(map: Readonly<Record<string, string>>, change: (value: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
