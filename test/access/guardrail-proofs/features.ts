import { ClosedFeature, Guardrail } from '../../../lib/organization';
import { GOOD, ProvedGuardrail, allowed, denied } from './requests';

/** What begins the use of each feature that is begun by an action. */
const BEGINNINGS: Record<string, string[]> = {
  [ClosedFeature.AUGMENTED_AI]: ['CreateFlowDefinition', 'CreateHumanTaskUi', 'CreateWorkforce', 'StartHumanLoop'],
  [ClosedFeature.CLARIFY]: ['CreateModelBiasJobDefinition', 'CreateModelExplainabilityJobDefinition'],
  [ClosedFeature.EDGE_MANAGER]: ['CreateDeviceFleet', 'CreateEdgePackagingJob', 'RegisterDevices'],
  [ClosedFeature.GROUND_TRUTH]: ['CreateLabelingJob', 'CreateWorkforce', 'CreateWorkteam'],
  [ClosedFeature.MODEL_MONITOR]: ['CreateDataQualityJobDefinition', 'CreateMonitoringSchedule'],
};

export const FEATURES: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.closedFeatures(),
    proofs: [
      ...Object.entries(BEGINNINGS).flatMap(([feature, names]) =>
        names.map((name) => denied(`${name}, which begins ${feature}`, `sagemaker:${name}`, {})),
      ),
      denied('earth observation', 'sagemaker-geospatial:StartEarthObservationJob', {}),
      ...['CreateEndpointConfig', 'CreateNotebookInstance', 'UpdateNotebookInstance'].flatMap((name) => [
        denied(`${name} with an accelerator that is gone`, `sagemaker:${name}`, {
          'sagemaker:AcceleratorTypes': ['ml.eia2.medium'],
        }),
        allowed(`${name} without accelerators`, `sagemaker:${name}`, GOOD),
      ]),
      ...['StopMonitoringSchedule', 'DeleteMonitoringSchedule', 'UpdateMonitoringSchedule', 'StopLabelingJob'].map(
        (name) => allowed(`${name}, which is for what exists`, `sagemaker:${name}`, {}),
      ),
      allowed('a processing job of our own', 'sagemaker:CreateProcessingJob', {}),
      allowed('a model card', 'sagemaker:CreateModelCard', {}),
    ],
  },
  {
    guardrail: Guardrail.closedFeatures([ClosedFeature.CLARIFY]),
    proofs: [
      denied('a bias job', 'sagemaker:CreateModelBiasJobDefinition', {}),
      allowed('a monitor, which is not among the features', 'sagemaker:CreateMonitoringSchedule', {}),
    ],
  },
];
