/** IAM actions on MLflow by verb, each list complete for its purpose and free of wildcards. */

export const READ_TRACKED = [
  'sagemaker-mlflow:GetDownloadURIForModelVersionArtifacts',
  'sagemaker-mlflow:GetExperiment',
  'sagemaker-mlflow:GetExperimentByName',
  'sagemaker-mlflow:GetLatestModelVersions',
  'sagemaker-mlflow:GetLoggedModel',
  'sagemaker-mlflow:GetMetricHistory',
  'sagemaker-mlflow:GetModelVersion',
  'sagemaker-mlflow:GetModelVersionByAlias',
  'sagemaker-mlflow:GetRegisteredModel',
  'sagemaker-mlflow:GetRun',
  'sagemaker-mlflow:GetTraceInfo',
  'sagemaker-mlflow:ListArtifacts',
  'sagemaker-mlflow:ListLoggedModelArtifacts',
  'sagemaker-mlflow:SearchExperiments',
  'sagemaker-mlflow:SearchLoggedModels',
  'sagemaker-mlflow:SearchModelVersions',
  'sagemaker-mlflow:SearchRegisteredModels',
  'sagemaker-mlflow:SearchRuns',
  'sagemaker-mlflow:SearchTraces',
];

/** Experiments and runs come back after deletion; models, versions and traces do not, so those are not deleted. */
export const TRACK = [
  'sagemaker-mlflow:CreateExperiment',
  'sagemaker-mlflow:CreateModelVersion',
  'sagemaker-mlflow:CreateRegisteredModel',
  'sagemaker-mlflow:CreateRun',
  'sagemaker-mlflow:DeleteExperiment',
  'sagemaker-mlflow:DeleteRun',
  'sagemaker-mlflow:DeleteTag',
  'sagemaker-mlflow:EndTrace',
  'sagemaker-mlflow:FinalizeLoggedModel',
  'sagemaker-mlflow:LogBatch',
  'sagemaker-mlflow:LogInputs',
  'sagemaker-mlflow:LogLoggedModelParams',
  'sagemaker-mlflow:LogMetric',
  'sagemaker-mlflow:LogModel',
  'sagemaker-mlflow:LogOutputs',
  'sagemaker-mlflow:LogParam',
  'sagemaker-mlflow:RestoreExperiment',
  'sagemaker-mlflow:RestoreRun',
  'sagemaker-mlflow:SetExperimentTag',
  'sagemaker-mlflow:SetLoggedModelTags',
  'sagemaker-mlflow:SetModelVersionTag',
  'sagemaker-mlflow:SetRegisteredModelTag',
  'sagemaker-mlflow:SetTag',
  'sagemaker-mlflow:SetTraceTag',
  'sagemaker-mlflow:StartTrace',
  'sagemaker-mlflow:UpdateExperiment',
  'sagemaker-mlflow:UpdateModelVersion',
  'sagemaker-mlflow:UpdateRegisteredModel',
  'sagemaker-mlflow:UpdateRun',
];

/** `CallMlflowAppApi` admits every call of an app, so that an app tells reading from deleting for nobody. */
export const OPEN_APPS = [
  'sagemaker:CallMlflowAppApi',
  'sagemaker:CreatePresignedMlflowAppUrl',
  'sagemaker:DescribeMlflowApp',
];

export const OPEN_TRACKING_SERVERS = [
  'sagemaker:CreatePresignedMlflowTrackingServerUrl',
  'sagemaker:DescribeMlflowTrackingServer',
];

export const LIST_MLFLOW = ['sagemaker:ListMlflowApps', 'sagemaker:ListMlflowTrackingServers'];

export const MANAGE_TRACKING_SERVERS = [
  'sagemaker:CreateMlflowTrackingServer',
  'sagemaker:DeleteMlflowTrackingServer',
  'sagemaker:DescribeMlflowTrackingServer',
  'sagemaker:StartMlflowTrackingServer',
  'sagemaker:StopMlflowTrackingServer',
  'sagemaker:UpdateMlflowTrackingServer',
];

export const MANAGE_APPS = [
  'sagemaker:CreateMlflowApp',
  'sagemaker:DeleteMlflowApp',
  'sagemaker:DescribeMlflowApp',
  'sagemaker:UpdateMlflowApp',
];

export const KEEP_ARTIFACTS = [
  's3:AbortMultipartUpload',
  's3:GetObject',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];
