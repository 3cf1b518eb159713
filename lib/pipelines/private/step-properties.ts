import type { StepType } from './step-features';

/**
 * What later steps may know of a step, by step type: the answer of the Describe operation of what the step makes, and what
 * the pipeline adds to it. Steps that are not listed are not known well enough to refuse a path.
 *
 * A name stands for a value, `Name{…}` for a structure, `Name[]` for a list, `Name<>` for a map; `@Name` stands for the
 * members of a shape that several results share.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html#build-and-manage-properties
 */
export const STEP_RESULTS: Readonly<Partial<Record<StepType, string>>> = {
  AutoML: `
    AutoMLJobName AutoMLJobArn InputDataConfig[]{TargetAttributeName DataSource{S3DataSource{S3DataType S3Uri}}
    CompressionType ContentType ChannelType SampleWeightAttributeName} OutputDataConfig{S3OutputPath KmsKeyId}
    RoleArn CreationTime LastModifiedTime AutoMLJobStatus AutoMLJobSecondaryStatus AutoMLJobObjective{MetricName}
    ProblemType AutoMLJobConfig{CompletionCriteria{@AutoMLJobCompletionCriteria} SecurityConfig{VolumeKmsKeyId
    EnableInterContainerTrafficEncryption VpcConfig{@VpcConfig}} CandidateGenerationConfig{FeatureSpecificationS3Uri
    AlgorithmsConfig[]{AutoMLAlgorithms[]}} DataSplitConfig{ValidationFraction} Mode} EndTime FailureReason
    PartialFailureReasons[]{PartialFailureMessage} BestCandidate{CandidateName ObjectiveStatus
    CandidateSteps[]{CandidateStepType CandidateStepArn CandidateStepName} CandidateStatus CreationTime
    LastModifiedTime FinalAutoMLJobObjectiveMetric{MetricName Value Type StandardMetricName}
    InferenceContainers[]{Image ModelDataUrl Environment<>} EndTime FailureReason
    CandidateProperties{CandidateArtifactLocations{Explainability ModelInsights BacktestResults}
    CandidateMetrics[]{MetricName StandardMetricName Value Set}} InferenceContainerDefinitions<>[]{Image
    ModelDataUrl Environment<>}} GenerateCandidateDefinitionsOnly
    AutoMLJobArtifacts{CandidateDefinitionNotebookLocation DataExplorationNotebookLocation}
    ResolvedAttributes{AutoMLJobObjective{MetricName} ProblemType CompletionCriteria{@AutoMLJobCompletionCriteria}}
    ModelDeployConfig{AutoGenerateEndpointName EndpointName} ModelDeployResult{EndpointName}
    BestCandidateProperties{ModelInsightsJsonReportPath ExplainabilityJsonReportPath}
  `,
  Callback: 'OutputParameters<>',
  ClarifyCheck: 'CalculatedBaselineConstraints BaselineUsedForDriftCheckConstraints',
  Condition: 'Outcome',
  EMR: `
    ClusterId Id Name Config{Jar Properties<> MainClass Args[]} ActionOnFailure Status{State StateChangeReason{Code
    Message} FailureDetails{Reason Message LogFile} Timeline{CreationDateTime StartDateTime EndDateTime}}
    ExecutionRoleArn
  `,
  EMRServerless: `
    jobRun{applicationId jobRunId name arn createdBy createdAt updatedAt executionRole state stateDetails releaseLabel
    jobDriver{sparkSubmit{entryPoint entryPointArguments[] sparkSubmitParameters} hive{query initQueryFile
    parameters}} tags<> executionTimeoutMinutes billedResourceUtilization{vCPUHour memoryGBHour storageGBHour}
    attempt startedAt endedAt}
  `,
  Endpoint: `
    EndpointName EndpointArn EndpointStatus CreationTime LastModifiedTime EndpointConfigName
    ProductionVariants[]{@ProductionVariantSummary} DataCaptureConfig{EnableCapture CaptureStatus
    CurrentSamplingPercentage DestinationS3Uri KmsKeyId} FailureReason
    LastDeploymentConfig{BlueGreenUpdatePolicy{TrafficRoutingConfiguration{Type WaitIntervalInSeconds
    CanarySize{Type Value} LinearStepSize{Type Value}} TerminationWaitInSeconds MaximumExecutionTimeoutInSeconds}
    RollingUpdatePolicy{MaximumBatchSize{Type Value} WaitIntervalInSeconds MaximumExecutionTimeoutInSeconds
    RollbackMaximumBatchSize{Type Value}} AutoRollbackConfiguration{Alarms[]{AlarmName}}}
    AsyncInferenceConfig{@AsyncInferenceConfig} PendingDeploymentSummary{EndpointConfigName
    ProductionVariants[]{@PendingProductionVariantSummary} StartTime
    ShadowProductionVariants[]{@PendingProductionVariantSummary}} ExplainerConfig{@ExplainerConfig}
    ShadowProductionVariants[]{@ProductionVariantSummary} MetricsConfig{@MetricsConfig}
  `,
  EndpointConfig: `
    EndpointConfigName EndpointConfigArn ProductionVariants[]{@ProductionVariant} CreationTime
    DataCaptureConfig{InitialSamplingPercentage DestinationS3Uri CaptureOptions[]{CaptureMode} EnableCapture
    KmsKeyId CaptureContentTypeHeader{CsvContentTypes[] JsonContentTypes[]}} KmsKeyId
    AsyncInferenceConfig{@AsyncInferenceConfig} ExplainerConfig{@ExplainerConfig}
    ShadowProductionVariants[]{@ProductionVariant} ExecutionRoleArn VpcConfig{@VpcConfig} EnableNetworkIsolation
    MetricsConfig{@MetricsConfig}
  `,
  Fail: '',
  Lambda: 'OutputParameters<>',
  Model: `
    ModelName CreationTime ModelArn PrimaryContainer{@ContainerDefinition} Containers[]{@ContainerDefinition}
    InferenceExecutionConfig{Mode} ExecutionRoleArn VpcConfig{@VpcConfig} EnableNetworkIsolation
    DeploymentRecommendation{RecommendationStatus RealTimeInferenceRecommendations[]{RecommendationId InstanceType
    Environment<>}}
  `,
  Processing: `
    ProcessingJobName ProcessingResources{ClusterConfig{VolumeSizeInGB InstanceCount InstanceType VolumeKmsKeyId
    InstancePreferences[]{InstanceType InstanceCount} SelectedInstanceType SelectedInstanceCount}}
    AppSpecification{ImageUri ContainerEntrypoint[] ContainerArguments[]} ProcessingJobArn ProcessingJobStatus
    CreationTime ProcessingInputs[]{InputName AppManaged S3Input{S3Uri S3DataType LocalPath S3InputMode
    S3DataDistributionType S3CompressionType} DatasetDefinition{AthenaDatasetDefinition{Catalog Database QueryString
    OutputS3Uri OutputFormat WorkGroup KmsKeyId OutputCompression} RedshiftDatasetDefinition{ClusterId Database
    DbUser QueryString ClusterRoleArn OutputS3Uri OutputFormat KmsKeyId OutputCompression} LocalPath
    DataDistributionType InputMode}} ProcessingOutputConfig{Outputs[]{OutputName S3Output{S3Uri S3UploadMode
    LocalPath} FeatureStoreOutput{FeatureGroupName} AppManaged} KmsKeyId} StoppingCondition{MaxRuntimeInSeconds}
    Environment<> NetworkConfig{EnableInterContainerTrafficEncryption EnableNetworkIsolation VpcConfig{@VpcConfig}}
    RoleArn ExperimentConfig{@ExperimentConfig} ExitMessage FailureReason ProcessingEndTime ProcessingStartTime
    LastModifiedTime MonitoringScheduleArn AutoMLJobArn TrainingJobArn
  `,
  QualityCheck: `
    CalculatedBaselineConstraints CalculatedBaselineStatistics BaselineUsedForDriftCheckConstraints
    BaselineUsedForDriftCheckStatistics
  `,
  RegisterModel: `
    ModelPackageName ModelPackageArn CreationTime ModelPackageStatus
    ModelPackageStatusDetails{ValidationStatuses[]{Name Status FailureReason} ImageScanStatuses[]{Name Status
    FailureReason}} ModelPackageGroupName ModelPackageVersion ModelPackageRegistrationType ModelPackageDescription
    InferenceSpecification{Containers[]{@ModelPackageContainerDefinition} SupportedTransformInstanceTypes[]
    SupportedRealtimeInferenceInstanceTypes[] SupportedContentTypes[] SupportedResponseMIMETypes[]}
    SourceAlgorithmSpecification{SourceAlgorithms[]{AlgorithmName ModelDataUrl ModelDataSource{@ModelDataSource}
    ModelDataETag}} ValidationSpecification{ValidationRole ValidationProfiles[]{ProfileName
    TransformJobDefinition{TransformInput{@TransformInput} TransformOutput{@TransformOutput}
    TransformResources{@TransformResources} MaxConcurrentTransforms MaxPayloadInMB BatchStrategy Environment<>}}}
    CertifyForMarketplace ModelApprovalStatus CreatedBy{@UserContext} MetadataProperties{CommitId Repository
    GeneratedBy ProjectId} ModelMetrics{ModelQuality{Statistics{@MetricsSource} Constraints{@MetricsSource}}
    ModelDataQuality{Statistics{@MetricsSource} Constraints{@MetricsSource}} Bias{Report{@MetricsSource}
    PreTrainingReport{@MetricsSource} PostTrainingReport{@MetricsSource}} Explainability{Report{@MetricsSource}}}
    LastModifiedTime LastModifiedBy{@UserContext} ApprovalDescription Domain Task SamplePayloadUrl
    CustomerMetadataProperties<> DriftCheckBaselines{Bias{ConfigFile{@FileSource}
    PreTrainingConstraints{@MetricsSource} PostTrainingConstraints{@MetricsSource}}
    Explainability{Constraints{@MetricsSource} ConfigFile{@FileSource}} ModelQuality{Statistics{@MetricsSource}
    Constraints{@MetricsSource}} ModelDataQuality{Statistics{@MetricsSource} Constraints{@MetricsSource}}}
    AdditionalInferenceSpecifications[]{Name Containers[]{@ModelPackageContainerDefinition} Description
    SupportedTransformInstanceTypes[] SupportedRealtimeInferenceInstanceTypes[] SupportedContentTypes[]
    SupportedResponseMIMETypes[]} SkipModelValidation SourceUri SecurityConfig{KmsKeyId} ModelCard{ModelCardContent
    ModelCardStatus} ModelLifeCycle{Stage StageStatus StageDescription} ManagedStorageType
  `,
  Training: `
    TrainingJobName TrainingJobArn ModelArtifacts{S3ModelArtifacts} TrainingJobStatus SecondaryStatus
    StoppingCondition{@StoppingCondition} CreationTime TuningJobArn LabelingJobArn AutoMLJobArn FailureReason
    HyperParameters<> AlgorithmSpecification{TrainingInputMode TrainingImage AlgorithmName MetricDefinitions[]{Name
    Regex} EnableSageMakerMetricsTimeSeries ContainerEntrypoint[] ContainerArguments[]
    TrainingImageConfig{TrainingRepositoryAccessMode
    TrainingRepositoryAuthConfig{TrainingRepositoryCredentialsProviderArn}}} RoleArn InputDataConfig[]{@Channel}
    OutputDataConfig{@OutputDataConfig} ResourceConfig{@ResourceConfig} WarmPoolStatus{Status
    ResourceRetainedBillableTimeInSeconds ReusedByJob} VpcConfig{@VpcConfig} TrainingStartTime TrainingEndTime
    LastModifiedTime SecondaryStatusTransitions[]{Status StartTime EndTime StatusMessage}
    FinalMetricDataList[]{MetricName Value Timestamp} EnableNetworkIsolation EnableInterContainerTrafficEncryption
    EnableManagedSpotTraining CheckpointConfig{S3Uri LocalPath} TrainingTimeInSeconds BillableTimeInSeconds
    BillableTokenCount DebugHookConfig{S3OutputPath LocalPath HookParameters<>
    CollectionConfigurations[]{CollectionName CollectionParameters<>}} ExperimentConfig{@ExperimentConfig}
    DebugRuleConfigurations[]{RuleConfigurationName RuleEvaluatorImage LocalPath S3OutputPath InstanceType
    VolumeSizeInGB RuleParameters<>} TensorBoardOutputConfig{S3OutputPath LocalPath}
    DebugRuleEvaluationStatuses[]{RuleConfigurationName RuleEvaluationJobArn RuleEvaluationStatus StatusDetails
    LastModifiedTime} ProfilerConfig{S3OutputPath ProfilingIntervalInMilliseconds ProfilingParameters<>
    DisableProfiler} ProfilerRuleConfigurations[]{RuleConfigurationName RuleEvaluatorImage LocalPath S3OutputPath
    InstanceType VolumeSizeInGB RuleParameters<>} ProfilerRuleEvaluationStatuses[]{RuleConfigurationName
    RuleEvaluationJobArn RuleEvaluationStatus StatusDetails LastModifiedTime} ProfilingStatus Environment<>
    RetryStrategy{MaximumRetryAttempts} RemoteDebugConfig{EnableRemoteDebug} InfraCheckConfig{EnableInfraCheck}
    ServerlessJobConfig{BaseModelArn JobType AcceptEula CustomizationTechnique Peft EvaluationType EvaluatorArn
    SequenceLength} MlflowConfig{MlflowResourceArn MlflowExperimentName MlflowRunName}
    ModelPackageConfig{ModelPackageGroupArn SourceModelPackageArn} MlflowDetails{MlflowExperimentId MlflowRunId}
    ProgressInfo{TotalStepCountPerEpoch CurrentStep CurrentEpoch MaxEpoch} OutputModelPackageArn
  `,
  Transform: `
    TransformJobName TransformJobArn TransformJobStatus ModelName TransformInput{@TransformInput}
    TransformResources{@TransformResources} CreationTime FailureReason MaxConcurrentTransforms
    ModelClientConfig{InvocationsTimeoutInSeconds InvocationsMaxRetries} MaxPayloadInMB BatchStrategy Environment<>
    TransformOutput{@TransformOutput} DataCaptureConfig{DestinationS3Uri KmsKeyId GenerateInferenceId}
    TransformStartTime TransformEndTime LabelingJobArn AutoMLJobArn DataProcessing{InputFilter OutputFilter
    JoinSource} ExperimentConfig{@ExperimentConfig}
  `,
  Tuning: `
    HyperParameterTuningJobName HyperParameterTuningJobArn HyperParameterTuningJobConfig{Strategy
    ResourceLimits{MaxParallelTrainingJobs MaxNumberOfTrainingJobs MaxRuntimeInSeconds}
    StrategyConfig{HyperbandStrategyConfig{MinResource MaxResource}} HyperParameterTuningJobObjective{Type
    MetricName} ParameterRanges{@ParameterRanges} TrainingJobEarlyStoppingType
    TuningJobCompletionCriteria{TargetObjectiveMetricValue
    BestObjectiveNotImproving{MaxNumberOfTrainingJobsNotImproving} ConvergenceDetected{CompleteOnConvergence}}
    RandomSeed} HyperParameterTuningJobStatus CreationTime TrainingJobStatusCounters{Completed InProgress
    RetryableError NonRetryableError Stopped} ObjectiveStatusCounters{Succeeded Pending Failed}
    TrainingJobDefinition{@HyperParameterTrainingJobDefinition}
    TrainingJobDefinitions[]{@HyperParameterTrainingJobDefinition} HyperParameterTuningEndTime LastModifiedTime
    BestTrainingJob{@HyperParameterTrainingJobSummary} OverallBestTrainingJob{@HyperParameterTrainingJobSummary}
    WarmStartConfig{ParentHyperParameterTuningJobs[]{HyperParameterTuningJobName} WarmStartType} Autotune{Mode}
    FailureReason TuningJobCompletionDetails{NumberOfTrainingJobsObjectiveNotImproving ConvergenceDetectedTime}
    ConsumedResources{RuntimeInSeconds} TrainingJobSummaries[]{@HyperParameterTrainingJobSummary}
  `,
};

/** The shapes that several results share, by the names of SageMaker's API reference. */
export const SHARED_RESULTS: Readonly<Record<string, string>> = {
  AdditionalModelDataSource: 'ChannelName S3DataSource{@S3ModelDataSource}',
  AsyncInferenceConfig: `
    OutputConfig{KmsKeyId S3OutputPath NotificationConfig{SuccessTopic ErrorTopic IncludeInferenceResponseIn[]}
    S3FailurePath} ClientConfig{MaxConcurrentInvocationsPerInstance}
  `,
  AutoMLJobCompletionCriteria: 'MaxCandidates MaxRuntimePerTrainingJobInSeconds MaxAutoMLJobRuntimeInSeconds',
  Channel: `
    ChannelName DataSource{S3DataSource{S3DataType S3Uri S3DataDistributionType AttributeNames[]
    InstanceGroupNames[] ModelAccessConfig{AcceptEula} HubAccessConfig{HubContentArn}}
    FileSystemDataSource{FileSystemId FileSystemAccessMode FileSystemType DirectoryPath} DatasetSource{DatasetArn}}
    ContentType CompressionType RecordWrapperType InputMode ShuffleConfig{Seed}
  `,
  ContainerDefinition: `
    ContainerHostname Image ImageConfig{RepositoryAccessMode RepositoryAuthConfig{RepositoryCredentialsProviderArn}}
    Mode ModelDataUrl ModelDataSource{@ModelDataSource} AdditionalModelDataSources[]{@AdditionalModelDataSource}
    Environment<> ModelPackageName InferenceSpecificationName MultiModelConfig{ModelCacheSetting}
    ContainerMetricsConfig{MetricsEndpoints[]{MetricsEndpointPath MetricPublishFrequencyInSeconds}}
  `,
  DeployedImage: 'SpecifiedImage ResolvedImage ResolutionTime',
  ExperimentConfig: 'ExperimentName TrialName TrialComponentDisplayName RunName',
  ExplainerConfig: `
    ClarifyExplainerConfig{ShapConfig{ShapBaselineConfig{MimeType ShapBaseline ShapBaselineUri} NumberOfSamples
    UseLogit Seed TextConfig{Language Granularity}} EnableExplanations InferenceConfig{FeaturesAttribute
    ContentTemplate MaxRecordCount MaxPayloadInMB ProbabilityIndex LabelIndex ProbabilityAttribute LabelAttribute
    LabelHeaders[] FeatureHeaders[] FeatureTypes[]}}
  `,
  FileSource: 'S3Uri ContentType ContentDigest',
  HyperParameterTrainingJobDefinition: `
    AlgorithmSpecification{TrainingInputMode TrainingImage AlgorithmName MetricDefinitions[]{Name Regex}} RoleArn
    OutputDataConfig{@OutputDataConfig} StoppingCondition{@StoppingCondition} DefinitionName TuningObjective{Type
    MetricName} HyperParameterRanges{@ParameterRanges} StaticHyperParameters<> InputDataConfig[]{@Channel}
    VpcConfig{@VpcConfig} ResourceConfig{@ResourceConfig} HyperParameterTuningResourceConfig{InstanceType
    InstanceCount VolumeSizeInGB VolumeKmsKeyId AllocationStrategy InstanceConfigs[]{InstanceType InstanceCount
    VolumeSizeInGB}} EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining
    CheckpointConfig{S3Uri LocalPath} RetryStrategy{MaximumRetryAttempts} Environment<>
  `,
  HyperParameterTrainingJobSummary: `
    TrainingJobName TrainingJobArn CreationTime TrainingJobStatus TunedHyperParameters<> TrainingJobDefinitionName
    TuningJobName TrainingStartTime TrainingEndTime FailureReason
    FinalHyperParameterTuningJobObjectiveMetric{MetricName Value Type} ObjectiveStatus
  `,
  MetricsConfig: 'EnableEnhancedMetrics EnableDetailedObservability MetricPublishFrequencyInSeconds',
  MetricsSource: 'ContentType S3Uri ContentDigest',
  ModelDataSource: 'S3DataSource{@S3ModelDataSource}',
  ModelPackageContainerDefinition: `
    ContainerHostname Image ImageDigest ModelDataUrl ModelDataSource{@ModelDataSource} ProductId Environment<>
    ModelInput{DataInputConfig} Framework FrameworkVersion NearestModelName
    AdditionalModelDataSources[]{@AdditionalModelDataSource} AdditionalS3DataSource{S3DataType S3Uri CompressionType
    ETag} ModelDataETag IsCheckpoint BaseModel{HubContentName HubContentVersion RecipeName}
  `,
  OutputDataConfig: 'S3OutputPath KmsKeyId CompressionType',
  ParameterRanges: `
    IntegerParameterRanges[]{Name MinValue MaxValue ScalingType} ContinuousParameterRanges[]{Name MinValue MaxValue
    ScalingType} CategoricalParameterRanges[]{Name Values[]} AutoParameters[]{Name ValueHint}
  `,
  PendingProductionVariantSummary: `
    VariantName DeployedImages[]{@DeployedImage} CurrentWeight DesiredWeight CurrentInstanceCount
    DesiredInstanceCount InstanceType InstancePools[]{InstanceType CurrentInstanceCount} AcceleratorType
    VariantStatus[]{Status StatusMessage StartTime} CurrentServerlessConfig{@ProductionVariantServerlessConfig}
    DesiredServerlessConfig{@ProductionVariantServerlessConfig}
    ManagedInstanceScaling{@ProductionVariantManagedInstanceScaling} RoutingConfig{@ProductionVariantRoutingConfig}
  `,
  ProductionVariant: `
    VariantName ModelName InitialInstanceCount InstanceType InstancePools[]{InstanceType Priority ModelNameOverride}
    VariantInstanceProvisionTimeoutInSeconds InitialVariantWeight AcceleratorType CoreDumpConfig{DestinationS3Uri
    KmsKeyId} ServerlessConfig{@ProductionVariantServerlessConfig} VolumeSizeInGB ModelDataDownloadTimeoutInSeconds
    ContainerStartupHealthCheckTimeoutInSeconds EnableSSMAccess
    ManagedInstanceScaling{@ProductionVariantManagedInstanceScaling} RoutingConfig{@ProductionVariantRoutingConfig}
    InferenceAmiVersion CapacityReservationConfig{CapacityReservationPreference MlReservationArn}
  `,
  ProductionVariantManagedInstanceScaling: `
    Status MinInstanceCount MaxInstanceCount ScaleInPolicy{Strategy MaximumStepSize CooldownInMinutes}
  `,
  ProductionVariantRoutingConfig: 'RoutingStrategy PrefixAwareRoutingConfig{PrefixLength ConcurrencyThreshold}',
  ProductionVariantServerlessConfig: 'MemorySizeInMB MaxConcurrency ProvisionedConcurrency',
  ProductionVariantSummary: `
    VariantName DeployedImages[]{@DeployedImage} CurrentWeight DesiredWeight CurrentInstanceCount
    DesiredInstanceCount InstancePools[]{InstanceType CurrentInstanceCount} VariantStatus[]{Status StatusMessage
    StartTime} CurrentServerlessConfig{@ProductionVariantServerlessConfig}
    DesiredServerlessConfig{@ProductionVariantServerlessConfig}
    ManagedInstanceScaling{@ProductionVariantManagedInstanceScaling} RoutingConfig{@ProductionVariantRoutingConfig}
    CapacityReservationConfig{MlReservationArn CapacityReservationPreference TotalInstanceCount
    AvailableInstanceCount UsedByCurrentEndpoint Ec2CapacityReservations[]{Ec2CapacityReservationId
    TotalInstanceCount AvailableInstanceCount UsedByCurrentEndpoint}}
  `,
  ResourceConfig: `
    InstanceType InstanceCount VolumeSizeInGB VolumeKmsKeyId KeepAlivePeriodInSeconds InstanceGroups[]{InstanceType
    InstanceCount InstanceGroupName} TrainingPlanArn InstancePlacementConfig{EnableMultipleJobs
    PlacementSpecifications[]{InstanceCount UltraServerId}} InstancePreferences[]{InstanceType InstanceCount
    TrainingPlanArns[]} SelectedInstanceType SelectedInstanceCount
  `,
  S3ModelDataSource: `
    S3Uri S3DataType CompressionType ModelAccessConfig{AcceptEula} HubAccessConfig{HubContentArn} ManifestS3Uri ETag
    ManifestEtag
  `,
  StoppingCondition: 'MaxRuntimeInSeconds MaxWaitTimeInSeconds MaxPendingTimeInSeconds',
  TransformInput: 'DataSource{S3DataSource{S3DataType S3Uri}} ContentType CompressionType SplitType',
  TransformOutput: 'S3OutputPath Accept AssembleWith KmsKeyId',
  TransformResources: 'InstanceType InstanceCount VolumeKmsKeyId TransformAmiVersion',
  UserContext: 'UserProfileArn UserProfileName DomainId IamIdentity{Arn PrincipalId SourceIdentity}',
  VpcConfig: 'SecurityGroupIds[] Subnets[]',
};
