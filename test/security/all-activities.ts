import { Activity } from '../../lib/security';
import { everyActivity, GROUP_ARN, REPOSITORY_ARN, Workspace } from './workspace';

const NAME_PREFIX = 'marine-life-';
const HERE = 'eu-west-1:111111111111';

/** Every activity there is, by name: more than fit into one role. */
export function allActivities(workspace: Workspace): Record<string, Activity> {
  return { ...buildingBlocks(workspace), ...ofMachineLearning(workspace), ...ofData(workspace) };
}

function buildingBlocks(workspace: Workspace): Record<string, Activity> {
  return {
    ...Object.fromEntries(everyActivity(workspace).map((activity, i) => [`building block ${i}`, activity])),
    approveModels: Activity.approveModels([GROUP_ARN]),
    invokeEndpoints: Activity.invokeEndpoints(NAME_PREFIX),
    audit: Activity.audit(),
    deployThroughBootstrap: Activity.deployThroughBootstrap('hnb659fds'),
  };
}

function ofMachineLearning({ bucket, key, network, jobRole }: Workspace): Record<string, Activity> {
  const [namePrefix, roles] = [NAME_PREFIX, [jobRole]];

  return {
    accessRequiredAwsServices: Activity.accessRequiredAwsServices({
      network,
      repositoryArns: [REPOSITORY_ARN],
      buckets: [bucket],
      keys: [key],
    }),
    runStudioApplications: Activity.runStudioApplications(),
    manageMlJobs: Activity.manageMlJobs({ namePrefix, jobRoles: roles }),
    manageModels: Activity.manageModels({ namePrefix, modelPackageGroupArns: [GROUP_ARN], modelRoles: roles }),
    manageEndpoints: Activity.manageEndpoints({ namePrefix, endpointRoles: roles, keys: [key] }),
    managePipelines: Activity.managePipelines({ namePrefix, pipelineRoles: roles }),
    manageExperiments: Activity.manageExperiments(namePrefix),
    searchAndVisualizeExperiments: Activity.searchAndVisualizeExperiments(),
    manageModelMonitoring: Activity.manageModelMonitoring({ namePrefix, monitoringRoles: roles }),
  };
}

function ofData({ bucket, jobRole }: Workspace): Record<string, Activity> {
  const role = jobRole;

  return {
    s3BucketAccess: Activity.s3BucketAccess({ buckets: [bucket] }),
    s3FullAccess: Activity.s3FullAccess(NAME_PREFIX),
    queryAthenaWorkgroups: Activity.queryAthenaWorkgroups({ workgroupNames: ['marine'], databaseNames: ['features'] }),
    manageGlueTables: Activity.manageGlueTables(['features']),
    canvasCoreAccess: Activity.canvasCoreAccess({ bucket, executionRole: role }),
    canvasDataPreparation: Activity.canvasDataPreparation({ executionRole: role, emrServerlessRole: role }),
    canvasAiServices: Activity.canvasAiServices({
      modelArns: ['arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-text-express-v1'],
    }),
    canvasMlOps: Activity.canvasMlOps({ modelPackageGroupArns: [GROUP_ARN], modelRole: role }),
    canvasKendraAccess: Activity.canvasKendraAccess([`arn:aws:kendra:${HERE}:index/0a1b2c3d`]),
    useMlflow: Activity.useMlflow({
      appArns: [`arn:aws:sagemaker:${HERE}:mlflow-app/app-a1b2`],
      trackingServerArns: [`arn:aws:sagemaker:${HERE}:mlflow-tracking-server/marine-life`],
    }),
    manageMlflowTrackingServers: Activity.manageMlflowTrackingServers({
      namePrefix: NAME_PREFIX,
      serviceRoles: [role],
    }),
    manageMlflowApps: Activity.manageMlflowApps([role]),
    accessRequiredToAwsServicesForMlflow: Activity.accessRequiredToAwsServicesForMlflow({
      artifactBucket: bucket,
      namePrefix: NAME_PREFIX,
    }),
    runStudioEmrServerless: Activity.runStudioEmrServerless({
      domainArn: `arn:aws:sagemaker:${HERE}:domain/d-a1b2c3d4e5f6`,
      runtimeRoles: [role],
    }),
    customizeModels: Activity.customizeModels({
      namePrefix: NAME_PREFIX,
      jobRole: role,
      hubArns: [`arn:aws:sagemaker:${HERE}:hub/marine-life`],
      importRole: role,
    }),
  };
}
