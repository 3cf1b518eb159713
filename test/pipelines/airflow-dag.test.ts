import { pipelineIn, stackIn, stepNamed } from './definitions';
import { Problems, renderProblem } from '../../lib/core';
import { AirflowDagOptions, checkAirflowDag, FailStep, PipelineParameter, renderAirflowDag } from '../../lib/pipelines';

test('a DAG starts a pipeline and waits for it', () => {
  const dag = dagWith({ schedule: '0 6 1 * *', parameters: { Day: '{{ ds }}' } });

  expect(renderAirflowDag(dag))
    .toBe(`"""Starts a SageMaker pipeline and waits until it ends. Defined by governed-ml: what is changed here is overwritten."""

from datetime import datetime, timezone

from airflow import DAG
from airflow.providers.amazon.aws.operators.sagemaker import SageMakerStartPipelineOperator

with DAG(
    dag_id="train-abalone",
    schedule="0 6 1 * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
):
    SageMakerStartPipelineOperator(
        task_id="pipeline",
        pipeline_name="abalone",
        pipeline_params={"Day":"{{ ds }}"},
        wait_for_completion=True,
        check_interval=60,
    )
`);
});

test('a DAG without a schedule waits for somebody', () => {
  expect(renderAirflowDag(dagWith({}))).toContain('schedule=None,');
});

test.each(['@daily', '0 6 * * 1', '*/5 * * * *'])('the schedule %s is accepted', (schedule) => {
  expect(told(dagWith({ schedule }))).toEqual([]);
});

test('an id and a schedule that Airflow does not take are refused', () => {
  expect(told(dagWith({ dagId: 'train abalone', schedule: 'cron(0 6 * * ? *)' }))).toEqual([
    'NameMalformed: dags[0].dagId is "train abalone", the id of a DAG is 1 to 250 letters, digits, hyphens, underscores and dots; choose an id of that form',
    'AirflowScheduleMalformed: dags[0].schedule is "cron(0 6 * * ? *)", Airflow takes a cron expression of five fields or a preset, without cron(…); write "0 6 * * 1" or "@daily"',
  ]);
});

test.each<Record<string, string>>([{ Rounds: '50' }, { Rounds: '{{ params.rounds }}', Part: 'week-of-{{ ds }}' }])(
  'the parameters %j are accepted',
  (parameters) => {
    expect(told(dagOfParameters(parameters))).toEqual([]);
  },
);

test('parameters that the pipeline does not take are refused', () => {
  expect(told(dagOfParameters({ Prat: 'history', Rounds: 'many' }))).toEqual([
    'ParameterUnknown: dags[0].parameters.Prat is given, the pipeline has no such parameter; did you mean "Part"',
    'ParameterValueMistyped: dags[0].parameters.Rounds is "many", the parameter takes a whole number, as "10"; write such a value',
  ]);
});

test('a parameter without a default needs a value, because nobody is there to give it one', () => {
  expect(told(dagOfParameters({}))).toEqual([
    'ParameterValueMissing: dags[0].parameters lacks "Rounds", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
  ]);
});

/** A DAG of a pipeline with a part that has a default, and rounds that have none. */
function dagOfParameters(parameters: Record<string, string>): AirflowDagOptions {
  const declared = [
    PipelineParameter.ofString('Part', { defaultValue: 'history' }),
    PipelineParameter.ofInteger('Rounds'),
  ];
  const stop = new FailStep('Stop', { message: declared.map(({ asString }) => asString).join() });
  const pipeline = pipelineIn(stackIn(), [stop], { parameters: declared });

  return dagWith({ pipeline, definition: pipeline.definition, parameters });
}

function dagWith(wished: Partial<AirflowDagOptions>): AirflowDagOptions {
  return {
    dagId: 'train-abalone',
    pipeline: wished.pipeline ?? pipelineIn(stackIn(), [stepNamed('Prepare')]),
    ...wished,
  };
}

function told(dag: AirflowDagOptions): string[] {
  const problems = new Problems();

  checkAirflowDag(problems, 'dags[0]', dag);

  return problems.all.map(renderProblem);
}
