import { ListModelPackagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';

const client = new SageMakerClient({});

/** Tells a pipeline which version of a group was approved last. */
export async function handler({ ModelPackageGroup }) {
  const { ModelPackageSummaryList: [newest] = [] } = await client.send(
    new ListModelPackagesCommand({
      ModelPackageGroupName: ModelPackageGroup,
      ModelApprovalStatus: 'Approved',
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      MaxResults: 1,
    }),
  );
  if (!newest) throw new Error(`${ModelPackageGroup} has no approved version yet; approve one in the registry`);

  return { ModelPackageArn: newest.ModelPackageArn };
}
