import * as sagemaker from '@aws-sdk/client-sagemaker';
import { readMembers, ResultShape, resultShapeOf } from '../../../lib/pipelines/private/result-shape';
import { STEP_FEATURES, StepType } from '../../../lib/pipelines/private/step-features';
import { SHARED_RESULTS, STEP_RESULTS } from '../../../lib/pipelines/private/step-properties';

/** Kinds of schema in the SDK, by their number. */
const LIST = 1;
const MAP = 2;
const STRUCTURES = [3, 4];
const LIST_OF_VALUES = 64;
const MAP_OF_VALUES = 128;

/** What pipelines add to the answer of a Describe operation. */
const ADDED = {
  AutoML: [
    'BestCandidateProperties.ExplainabilityJsonReportPath',
    'BestCandidateProperties.ModelInsightsJsonReportPath',
  ],
  Tuning: pathsOf(sagemaker.ListTrainingJobsForHyperParameterTuningJobResponse$).filter((path) => path !== 'NextToken'),
};

test.each<[StepType, unknown, string[]?]>([
  ['AutoML', sagemaker.DescribeAutoMLJobResponse$, ADDED.AutoML],
  ['Endpoint', sagemaker.DescribeEndpointOutput$],
  ['EndpointConfig', sagemaker.DescribeEndpointConfigOutput$],
  ['Model', sagemaker.DescribeModelOutput$],
  ['Processing', sagemaker.DescribeProcessingJobResponse$],
  ['RegisterModel', sagemaker.DescribeModelPackageOutput$],
  ['Training', sagemaker.DescribeTrainingJobResponse$],
  ['Transform', sagemaker.DescribeTransformJobResponse$],
  ['Tuning', sagemaker.DescribeHyperParameterTuningJobResponse$, ADDED.Tuning],
])('the results of a step of type %s are those that SageMaker describes', (type, schema, added = []) => {
  const paths = leavesOf(resultShapeOf(type));

  expect(paths.sort()).toEqual([...pathsOf(schema), ...added].sort());
});

test.each([
  ['Callback', ['OutputParameters<>']],
  ['ClarifyCheck', ['BaselineUsedForDriftCheckConstraints', 'CalculatedBaselineConstraints']],
  ['Condition', ['Outcome']],
  ['Fail', []],
  ['Lambda', ['OutputParameters<>']],
  [
    'QualityCheck',
    [
      'BaselineUsedForDriftCheckConstraints',
      'BaselineUsedForDriftCheckStatistics',
      'CalculatedBaselineConstraints',
      'CalculatedBaselineStatistics',
    ],
  ],
])('the results of a step of type %s are its own', (type, paths) => {
  expect(leavesOf(resultShapeOf(type)).sort()).toEqual(paths);
});

test('only lineage, whose results nobody documents, is not listed', () => {
  const types = Object.keys(STEP_FEATURES).filter((type) => !(type in STEP_RESULTS));

  expect(types).toEqual(['Lineage']);
});

test('every shared shape is used', () => {
  const used = new Set(
    Object.values({ ...STEP_RESULTS, ...SHARED_RESULTS })
      .join(' ')
      .match(/(?<=@)\w+/g),
  );

  expect([...used].sort()).toEqual(Object.keys(SHARED_RESULTS));
});

test('no shape names a member twice', () => {
  const notations = Object.values({ ...STEP_RESULTS, ...SHARED_RESULTS });

  const repeated = notations.filter((notation) => {
    const own = withoutInner(notation).match(/\w+/g) ?? [];
    return new Set(own).size !== own.length || readMembers(notation).size !== own.length;
  });

  expect(repeated).toEqual([]);
});

/** The members of a notation itself, without those of the structures in it. */
function withoutInner(notation: string): string {
  const outer = notation.replace(/\{[^{}]*\}/g, '');

  return outer === notation ? notation : withoutInner(outer);
}

function leavesOf(shape: ResultShape | undefined, path = ''): string[] {
  switch (shape?.kind) {
    case 'structure':
      return [...shape.members].flatMap(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`));
    case 'list':
      return leavesOf(shape.entry, `${path}[]`);
    case 'map':
      return leavesOf(shape.entry, `${path}<>`);
    case 'value':
      return [path];
    case undefined:
      return ['unknown'];
  }
}

/** The paths to every value of a schema of the SDK: a list of its kind, space, name, traits, and what it holds. */
function pathsOf(schema: unknown, path = ''): string[] {
  if (typeof schema === 'function') return pathsOf(schema(), path);
  if (typeof schema === 'number') return [path + (schema & MAP_OF_VALUES ? '<>' : schema & LIST_OF_VALUES ? '[]' : '')];
  const [kind, , , , held, types] = schema as [unknown, string, string, unknown, unknown, unknown[]];

  if (kind === LIST) return pathsOf(held, `${path}[]`);
  if (kind === MAP) return pathsOf(types, `${path}<>`);
  if (!STRUCTURES.includes(Number(kind))) return typeof kind === 'number' ? [path] : pathsOf(kind, path);
  return (held as string[]).flatMap((name, i) => pathsOf(types[i], path === '' ? name : `${path}.${name}`));
}
