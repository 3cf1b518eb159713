import { ExecutionVariable } from '../execution-variable';

/** A kind of lineage entity that a step records, as associations name it. */
export type LineageKind = 'Action' | 'Artifact' | 'Context';

/** A name as SageMaker gets it: it takes each name once in account and region, so that every execution needs another. */
export function nameInExecution(name: string): string {
  return `${name}-${ExecutionVariable.pipelineExecutionId().asString}`;
}
