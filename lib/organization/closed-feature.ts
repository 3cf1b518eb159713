/**
 * A feature of SageMaker that AWS has closed to new customers, or ended.
 *
 * Debugger, Role Manager, Studio Lab and Training Compiler are closed or ended, too, and have no action or condition key of
 * their own, so that no guardrail can tell their use apart.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/whats-new.html
 */
export enum ClosedFeature {
  /** Human review of predictions with Amazon Augmented AI: closed to new customers. */
  AUGMENTED_AI = 'augmented-ai',

  /** Bias and explainability jobs of SageMaker Clarify: closed to new customers. */
  CLARIFY = 'clarify',

  /** Device fleets and packages of SageMaker Edge Manager: ended in April 2024. */
  EDGE_MANAGER = 'edge-manager',

  /** Accelerators of Amazon Elastic Inference: ended in April 2024. */
  ELASTIC_INFERENCE = 'elastic-inference',

  /** Earth observation with SageMaker geospatial capabilities: closed to new customers. */
  GEOSPATIAL = 'geospatial',

  /** Labelling jobs and workforces of SageMaker Ground Truth: closed to new customers. */
  GROUND_TRUTH = 'ground-truth',

  /** Monitoring schedules and their job definitions of SageMaker Model Monitor: closed to new customers. */
  MODEL_MONITOR = 'model-monitor',
}
