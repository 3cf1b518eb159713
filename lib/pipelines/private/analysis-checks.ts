import { Token } from 'aws-cdk-lib';
import { checkInstanceType, nearest, Problem, Problems } from '../../core';
import {
  ClarifyBiasOptions,
  DataBiasMetric,
  DataBiasOptions,
  ModelBiasMetric,
  ModelBiasOptions,
} from '../clarify-bias';
import { ClarifyDatasetOptions, ClarifyFormat } from '../clarify-dataset';
import { ExplainabilityOptions } from '../clarify-explainability';
import { ClarifyModel } from '../clarify-model';
import { checkDistinct } from './distinct-names';
import { checkProbability } from './probability';
import { checkHyphenated, checkLength, checkWhole } from './value-checks';

const PAYLOADS: readonly string[] = [ClarifyFormat.CSV, ClarifyFormat.JSON_LINES, ClarifyFormat.JSON];

/** Checks an analysis of a dataset's bias; the path leads to its options. */
export function checkDataBias(problems: Problems, path: string, options: DataBiasOptions): void {
  checkBias(problems, path, options, DataBiasMetric.CDDL);
}

/** Checks an analysis of a model's bias. */
export function checkModelBias(problems: Problems, path: string, options: ModelBiasOptions): void {
  checkBias(problems, path, options, ModelBiasMetric.CDDPL);
  checkModel(problems, `${path}.model`, options.model);
  checkProbability(problems, `${path}.prediction.probabilityThreshold`, options.prediction?.probabilityThreshold);
}

/** Checks an analysis of what predictions rest on. */
export function checkExplainability(problems: Problems, path: string, options: ExplainabilityOptions): void {
  const { features, samples, seed } = options;

  checkColumns(problems, path, options, { label: [options.label], features: features ?? [] });
  checkModel(problems, `${path}.model`, options.model);
  checkProbability(problems, `${path}.prediction.probabilityThreshold`, options.prediction?.probabilityThreshold);
  checkSome(problems, `${path}.features`, features, 'a feature to explain');
  checkWhole(problems, `${path}.samples`, samples, {
    least: 1,
    most: Infinity,
    wanted: 'an explanation needs a whole number of samples, 1 or more',
    remedy: 'write 100, or leave it out',
  });
  checkWhole(problems, `${path}.seed`, seed, {
    least: 0,
    most: Infinity,
    wanted: 'a seed is a whole number, 0 or more',
    remedy: 'write 1',
  });
}

/** Checks that a configuration is known at synth throughout: the job reads it as a file, in which nothing is resolved. */
export function checkKnownAtSynth(
  problems: Problems,
  path: string,
  config: unknown,
  trail: readonly string[] = [],
): void {
  if (typeof config === 'object' && config !== null && !Token.isUnresolved(config)) {
    Object.entries(config).forEach(([key, value]) => checkKnownAtSynth(problems, path, value, [...trail, key]));
    return;
  }
  if (!Token.isUnresolved(config)) return;

  problems.add({
    code: 'AnalysisConfigUnresolved',
    path,
    got: `has a value for ${trail.join('.')} that is not known at synth`,
    wanted: 'Clarify reads its configuration as a file, in which SageMaker resolves no references',
    remedy: 'write the value itself, or let a step write the file and use ClarifyCheck.fromConfigFile(…)',
  });
}

function checkBias(
  problems: Problems,
  path: string,
  options: ClarifyBiasOptions & { readonly metrics?: readonly string[] },
  groupMetric: string,
): void {
  const names = options.facets.map((facet) => facet.name);

  checkColumns(problems, path, options, { label: [options.label], facets: names, groupColumn: [options.groupColumn] });
  checkDistinct(problems, path, { prop: 'facets', noun: 'a facet', names });
  checkSome(problems, `${path}.facets`, options.facets, 'a group to compare with the others');
  checkSome(problems, `${path}.metrics`, options.metrics, 'a measure');
  if (options.metrics?.includes(groupMetric) !== true || options.groupColumn !== undefined) return;
  problems.add({
    code: 'BiasMetricWithoutGroups',
    path: `${path}.metrics`,
    got: `has ${groupMetric}, without a group column`,
    wanted: `${groupMetric} is measured apart for each value of a column`,
    remedy: `name the column as groupColumn, or leave ${groupMetric} out`,
  });
}

/** Checks that columns are among those of the dataset, where their names are given; of JSON the names are paths. */
function checkColumns(
  problems: Problems,
  path: string,
  options: ClarifyDatasetOptions,
  columns: Record<string, readonly (string | undefined)[]>,
): void {
  const { headers, format = ClarifyFormat.CSV, excludedColumns = [], identifierColumn, featuresPath } = options;
  const inJson = format === ClarifyFormat.JSON || format === ClarifyFormat.JSON_LINES;
  const used = { ...columns, excludedColumns, identifierColumn: [identifierColumn] };

  if (format === ClarifyFormat.JSON && featuresPath === undefined) {
    problems.add({
      code: 'FeaturesPathMissing',
      path: `${path}.featuresPath`,
      got: 'is missing',
      wanted: 'Clarify cannot tell by itself where the features of a JSON document stand',
      remedy: 'give their JMESPath, as "instances[*].features"',
    });
  }
  if (headers === undefined || inJson) return;
  for (const [prop, names] of Object.entries(used)) {
    for (const name of names) {
      if (name === undefined || Token.isUnresolved(name) || headers.includes(name)) continue;
      const [candidate] = nearest(name, headers);
      problems.add({
        code: 'ColumnUnknown',
        path: `${path}.${prop}`,
        got: `has "${name}"`,
        wanted: 'the headers name no such column',
        remedy: candidate ? `did you mean "${candidate}"` : `they are ${headers.join(', ')}`,
      });
    }
  }
}

function checkModel(problems: Problems, path: string, model: ClarifyModel): void {
  const { contentType, acceptType, contentTemplate = '', recordTemplate } = model;

  checkInstanceType(problems, `${path}.instanceType`, model.instanceType, 'hosting');
  checkWhole(problems, `${path}.instanceCount`, model.instanceCount, {
    least: 1,
    most: Infinity,
    wanted: 'an endpoint needs a whole number of instances, 1 or more',
    remedy: 'write 1',
  });
  checkHyphenated(problems, `${path}.endpointNamePrefix`, model.endpointNamePrefix);
  checkLength(problems, `${path}.customAttributes`, model.customAttributes, 1_024);
  checkPayload(problems, `${path}.contentType`, contentType);
  checkPayload(problems, `${path}.acceptType`, acceptType);
  if (contentType === ClarifyFormat.JSON_LINES && !contentTemplate.includes('$features')) {
    problems.add(templateMissing(path, 'contentTemplate', '$features', '{"features": $features}'));
  }
  if (contentType !== ClarifyFormat.JSON) return;
  if (!contentTemplate.includes('$record')) {
    problems.add(templateMissing(path, 'contentTemplate', '$record or $records', '{"instances": $records}'));
  }
  if (recordTemplate === undefined) {
    problems.add(templateMissing(path, 'recordTemplate', '$features, $features_kvp or ${name}', '$features'));
  }
}

function templateMissing(path: string, prop: string, placeholder: string, example: string): Problem {
  return {
    code: 'RequestTemplateIncomplete',
    path: `${path}.${prop}`,
    got: `lacks ${placeholder}`,
    wanted: 'Clarify puts the features of a record in its place to make a JSON request',
    remedy: `write it as '${example}'`,
  };
}

function checkPayload(problems: Problems, path: string, type: string | undefined): void {
  if (type === undefined || Token.isUnresolved(type) || PAYLOADS.includes(type)) return;

  problems.add({
    code: 'PayloadTypeUnsupported',
    path,
    got: `is "${type}"`,
    wanted: `Clarify sends and reads ${PAYLOADS.join(', ')}`,
    remedy: 'choose one of them, or use ClarifyCheck.fromConfigFile(…) for images',
  });
}

function checkSome(problems: Problems, path: string, items: readonly unknown[] | undefined, what: string): void {
  if (items === undefined || items.length > 0) return;

  problems.add({
    code: 'AnalysisEmpty',
    path,
    got: 'is empty',
    wanted: `an analysis needs ${what}`,
    remedy: 'name at least one',
  });
}
