import {
  DescribePipelineExecutionCommand,
  ListModelPackagesCommand,
  ListPipelineExecutionsCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { Example } from '../examples';
import { edited } from './edited-example';
import { Environment, LandingZone } from './landing-zone';

/** How a pipeline has run. */
export interface Training {
  readonly status?: string;
  readonly executions: number;
}

/** A platform on its first day: its endpoints serve nothing, because no version of a model is approved yet. */
export function onItsFirstDay(example: Example): Example {
  return edited(example, (description) => {
    const deployment = ['teams', 0, 'projects', 0, 'deployment'];

    description.deleteIn([...deployment, 'testVersion']);
    description.deleteIn([...deployment, 'prodVersion']);
  });
}

/** Runs a pipeline to its end, as a scientist does in the workspace of the team. */
export async function train(zone: LandingZone, { account, region }: Environment, pipeline: string): Promise<Training> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);
  const { PipelineExecutionArn } = await sagemaker.send(new StartPipelineExecutionCommand({ PipelineName: pipeline }));
  await zone.settle();

  const listed = await sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: pipeline }));
  const { PipelineExecutionStatus: status } = await sagemaker.send(
    new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
  );
  return { status, executions: listed.PipelineExecutionSummaries?.length ?? 0 };
}

/** Approves the version that waits in a model package group, as an approver does in the registry; tells what it waited for. */
export async function approve(zone: LandingZone, { account, region }: Environment, group: string): Promise<string> {
  const sagemaker = zone.as(account, region).client(SageMakerClient);
  const { ModelPackageSummaryList = [] } = await sagemaker.send(
    new ListModelPackagesCommand({ ModelPackageGroupName: group }),
  );
  const [{ ModelPackageArn, ModelApprovalStatus }] = ModelPackageSummaryList;

  await sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn, ModelApprovalStatus: 'Approved' }));
  await zone.settle();
  return String(ModelApprovalStatus);
}
