/** A control of Security Hub: what it demands, and which standard brings it. */
interface ControlFacts {
  readonly demand: string;
  readonly standard: string;
}

/** Standards by the part of their ARN that names them. */
export const FOUNDATIONAL_STANDARD = 'aws-foundational-security-best-practices/v/1.0.0';
export const AI_STANDARD = 'ai-security-best-practices/v/1.0.0';
export const TAGGING_STANDARD = 'aws-resource-tagging-standard/v/1.0.0';

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html */
export const SAGEMAKER_CONTROLS: Readonly<Record<string, ControlFacts>> = {
  'SageMaker.1': ai('notebook instances have no direct internet access'),
  'SageMaker.2': ai('notebook instances run in a VPC of the customer'),
  'SageMaker.3': ai('users of notebook instances are not root'),
  'SageMaker.4': ai('variants of endpoints begin with more than one instance'),
  'SageMaker.5': ai('models are isolated from the network'),
  'SageMaker.6': tagging('configurations of app images carry tags'),
  'SageMaker.7': tagging('images carry tags'),
  'SageMaker.8': ai('notebook instances run on a supported platform'),
  'SageMaker.9': ai('data quality jobs encrypt traffic between containers'),
  'SageMaker.10': ai('explainability jobs encrypt traffic between containers'),
  'SageMaker.11': ai('data quality jobs are isolated from the network'),
  'SageMaker.12': ai('bias jobs are isolated from the network'),
  'SageMaker.13': ai('model quality jobs encrypt traffic between containers'),
  'SageMaker.14': ai('monitoring schedules are isolated from the network'),
  'SageMaker.15': ai('bias jobs encrypt traffic between containers'),
  'SageMaker.16': ai('models pull their image from a registry through the VPC'),
  'SageMaker.17': ai('offline stores of feature groups are encrypted with a KMS key'),
  'SageMaker.18': ai('online stores of feature groups are encrypted with a KMS key'),
  'SageMaker.19': ai('inference pipelines pull their images from a registry through the VPC'),
  'SageMaker.20': ai('explainability jobs are isolated from the network'),
  'SageMaker.21': ai('notebook instances are encrypted with a customer-managed key'),
  'SageMaker.22': ai('monitoring schedules encrypt traffic between containers'),
  'SageMaker.23': ai('volumes of inference experiments are encrypted with a customer-managed key'),
  'SageMaker.24': ai('captures of inference experiments are encrypted with a customer-managed key'),
  'SageMaker.25': ai('model quality jobs are isolated from the network'),
};

function ai(demand: string): ControlFacts {
  return { demand, standard: AI_STANDARD };
}

function tagging(demand: string): ControlFacts {
  return { demand, standard: TAGGING_STANDARD };
}
