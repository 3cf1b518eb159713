import {
  CreatePipelineCommand,
  DescribePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  PipelineExecutionStep,
  SageMakerClient,
  SendPipelineExecutionStepSuccessCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-sagemaker';
import { Environment, LandingZone } from './landing-zone';
import { Definition, DefinedStep, stepsOf, ValueType } from './pipeline-surroundings';

/** A step of an execution, as it ended. */
export interface StepRun {
  readonly name: string;
  readonly status: string;

  /** Why it failed, if it did. */
  readonly reason?: string;
}

/** An execution of a pipeline, as it ended. */
export interface PipelineRun {
  readonly status: string;
  readonly steps: StepRun[];
}

/** Which branch every condition takes. */
export type Branch = 'True' | 'False';

const SAMPLES: Record<ValueType, string> = { String: 'sample', Integer: '1', Float: '1.5', Boolean: 'true' };

/** Creates a pipeline through the API of SageMaker, with its definition as it stands. */
export async function createPipeline(
  zone: LandingZone,
  { account, region }: Environment,
  name: string,
  definition: Definition,
): Promise<void> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);

  await sagemaker.send(
    new CreatePipelineCommand({
      PipelineName: name,
      PipelineDefinition: JSON.stringify(definition),
      RoleArn: `arn:aws:iam::${account}:role/pipelines`,
      ClientRequestToken: `create-the-pipeline-of-the-name-${name}`,
    }),
  );
}

/** The definition of a pipeline that is there. */
export async function definitionOf(
  zone: LandingZone,
  { account, region }: Environment,
  name: string,
): Promise<Definition> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);
  const { PipelineDefinition } = await sagemaker.send(new DescribePipelineCommand({ PipelineName: name }));

  return JSON.parse(String(PipelineDefinition)) as Definition;
}

/** Runs a pipeline to its end. Somebody answers every callback, and each condition takes the given branch. */
export async function runPipeline(
  zone: LandingZone,
  { account, region }: Environment,
  name: string,
  definition: Definition,
  branch: Branch,
): Promise<PipelineRun> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);
  const steps = stepsOf(definition);
  const conditions = steps.filter(({ Type }) => Type === 'Condition');
  await zone.steer(
    'outcomes',
    conditions.map((step) => ({ pipeline: name, step: step.Name, outcome: branch })),
  );

  const { PipelineExecutionArn } = await sagemaker.send(
    new StartPipelineExecutionCommand({ PipelineName: name, PipelineParameters: missingParameters(definition) }),
  );
  for (;;) {
    await zone.settle();
    const { PipelineExecutionSteps: found = [] } = await sagemaker.send(
      new ListPipelineExecutionStepsCommand({ PipelineExecutionArn, SortOrder: 'Ascending' }),
    );
    const waiting = found.filter(({ StepStatus }) => StepStatus === 'Executing');
    if (waiting.length === 0) {
      const { PipelineExecutionStatus: status } = await sagemaker.send(
        new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
      );
      return { status: String(status), steps: found.map(asRun) };
    }
    for (const step of waiting) await answer(sagemaker, step, steps);
  }
}

/** Values of the parameters that have none of their own. */
function missingParameters({ Parameters: parameters = [] }: Definition): { Name: string; Value: string }[] {
  return parameters
    .filter(({ DefaultValue }) => DefaultValue === undefined)
    .map(({ Name, Type, EnumValues }) => ({ Name, Value: EnumValues?.[0] ?? SAMPLES[Type] }));
}

async function answer(sagemaker: SageMakerClient, step: PipelineExecutionStep, steps: DefinedStep[]): Promise<void> {
  const { OutputParameters: outputs = [] } = steps.filter(({ Name }) => Name === step.StepName)[0];

  await sagemaker.send(
    new SendPipelineExecutionStepSuccessCommand({
      CallbackToken: step.Metadata?.Callback?.CallbackToken,
      OutputParameters: outputs.map(({ OutputName, OutputType }) => ({ Name: OutputName, Value: SAMPLES[OutputType] })),
    }),
  );
}

function asRun({ StepName, StepStatus, FailureReason }: PipelineExecutionStep): StepRun {
  return { name: String(StepName), status: String(StepStatus), ...(FailureReason && { reason: FailureReason }) };
}
