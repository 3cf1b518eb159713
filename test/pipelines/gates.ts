import { Stack } from 'aws-cdk-lib';
import { AnalysisEngine, CheckBaseline, QualityGate } from '../../lib/pipelines';
import { renderedIn, RenderedStep } from './definitions';

export const FILES = CheckBaseline.fromFiles({
  constraintsS3Uri: 's3://acme-data/baseline/constraints.json',
  statisticsS3Uri: 's3://acme-data/baseline/statistics.json',
});

/** Clarify compares with limits alone. */
export const LIMITS = CheckBaseline.fromFiles({ constraintsS3Uri: 's3://acme-data/baseline/constraints.json' });

/** A model that Clarify serves. */
export const SERVED_MODEL = { modelName: 'abalone', instanceType: 'ml.m5.large' };

/** An engine of closed services whose jobs may ask a model. */
export function managedEngine(): AnalysisEngine {
  return AnalysisEngine.managed({ networkCallsReason: 'Clarify asks the model on an endpoint' });
}

/** What our scripts are told, without the name of the analysis. */
export function settingsIn(stack: Stack, gate: QualityGate): unknown[] {
  return settingsOf(renderedIn(stack, [gate.step]));
}

export function settingsOf({ Arguments: { AppSpecification } }: RenderedStep): unknown[] {
  return (AppSpecification as { ContainerArguments: unknown[] }).ContainerArguments.slice(1);
}

/** What our scripts get beside themselves, by the folder in which they look. */
export function filesOf({ Arguments: { ProcessingInputs } }: RenderedStep): Record<string, unknown> {
  const inputs = ProcessingInputs as { S3Input: { LocalPath: string; S3Uri: unknown } }[];
  const files = inputs.map(({ S3Input }) => [S3Input.LocalPath.replace('/opt/ml/processing/', ''), S3Input.S3Uri]);

  return Object.fromEntries(files.filter(([folder]) => folder !== 'scripts'));
}
