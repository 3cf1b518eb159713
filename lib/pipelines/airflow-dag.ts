import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../core';
import { PipelineDefinition } from './pipeline-definition';
import { checkNoneMissing, checkParameterNames, checkParameterValues } from './private/parameter-values';
import { declaredParameters } from './private/start-arguments';

/** A DAG that starts a pipeline and waits until it ends. */
export interface AirflowDagOptions {
  /** Id of the DAG: 1 to 250 letters, digits, hyphens, underscores and dots. */
  readonly dagId: string;

  /** The pipeline, of the same account and region. */
  readonly pipeline: sagemaker.IPipeline;

  /**
   * What the pipeline does; the parameters are checked against it.
   *
   * @default - parameters are not known, so they are not checked
   */
  readonly definition?: PipelineDefinition;

  /**
   * When it runs, as Airflow writes it: a cron expression of five fields or a preset such as `@daily`, in UTC.
   *
   * @default - when somebody, or another DAG, triggers it
   */
  readonly schedule?: string;

  /**
   * Values of the pipeline's parameters, by name; Airflow's templates are filled in, as `{{ ds }}`.
   *
   * @default - the parameters' own defaults
   */
  readonly parameters?: Record<string, string>;
}

/** What Airflow fills in when the DAG runs. */
const AIRFLOW_TEMPLATE = /\{[{%]/;

const DAG_ID = /^[A-Za-z0-9_.-]{1,250}$/;
const SCHEDULE = /^(@(once|hourly|daily|weekly|monthly|quarterly|yearly|continuous)|\S+( \S+){4})$/;

/** Checks a DAG of the environment. */
export function checkAirflowDag(problems: Problems, path: string, dag: AirflowDagOptions): void {
  const { dagId, schedule } = dag;

  if (!DAG_ID.test(dagId)) {
    problems.add({
      code: 'NameMalformed',
      path: `${path}.dagId`,
      got: `is "${dagId}"`,
      wanted: 'the id of a DAG is 1 to 250 letters, digits, hyphens, underscores and dots',
      remedy: 'choose an id of that form',
    });
  }
  checkParameters(problems, `${path}.parameters`, dag);
  if (schedule === undefined || SCHEDULE.test(schedule)) return;
  problems.add({
    code: 'AirflowScheduleMalformed',
    path: `${path}.schedule`,
    got: `is "${schedule}"`,
    wanted: 'Airflow takes a cron expression of five fields or a preset, without cron(…)',
    remedy: 'write "0 6 * * 1" or "@daily"',
  });
}

function checkParameters(problems: Problems, path: string, { definition, parameters = {} }: AirflowDagOptions): void {
  if (!definition) return;
  const declared = declaredParameters(definition);
  const written = Object.entries(parameters).filter(([, value]) => !AIRFLOW_TEMPLATE.test(value));

  checkParameterNames(problems, path, Object.keys(parameters), declared);
  checkParameterValues(problems, path, Object.fromEntries(written), declared);
  checkNoneMissing(problems, path, Object.keys(parameters), declared);
}

/**
 * The Python text of a DAG. A quoted text of JSON is one of Python, too.
 *
 * @see https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/operators/sagemaker.html
 */
export function renderAirflowDag({ dagId, pipeline, schedule, parameters }: AirflowDagOptions): string {
  return `"""Starts a SageMaker pipeline and waits until it ends. Defined by governed-ml: what is changed here is overwritten."""

from datetime import datetime, timezone

from airflow import DAG
from airflow.providers.amazon.aws.operators.sagemaker import SageMakerStartPipelineOperator

with DAG(
    dag_id=${JSON.stringify(dagId)},
    schedule=${schedule === undefined ? 'None' : JSON.stringify(schedule)},
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
):
    SageMakerStartPipelineOperator(
        task_id="pipeline",
        pipeline_name="${pipeline.pipelineName}",
        pipeline_params=${JSON.stringify(parameters ?? {})},
        wait_for_completion=True,
        check_interval=60,
    )
`;
}
