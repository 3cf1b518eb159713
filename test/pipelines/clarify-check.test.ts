import {
  ClarifyBiasOptions,
  ClarifyCheck,
  ClarifyCheckType,
  ClarifyValues,
  ExplainabilityOptions,
  PipelineParameter,
} from '../../lib/pipelines';
import { told } from './private/told';

const BIAS: ClarifyBiasOptions = {
  label: 'y',
  positiveOutcome: ClarifyValues.ofNumbers(1),
  facets: [{ name: 'age', values: ClarifyValues.above(40) }],
};
const MODEL: ExplainabilityOptions['model'] = { modelName: 'abalone', instanceType: 'ml.m5.large' };

test.each([
  { check: ClarifyCheck.dataBias(BIAS), type: 'DATA_BIAS', asksModel: false, modelName: undefined },
  {
    check: ClarifyCheck.modelBias({ ...BIAS, model: MODEL }),
    type: 'MODEL_BIAS',
    asksModel: true,
    modelName: 'abalone',
  },
  {
    check: ClarifyCheck.explainability({ model: MODEL }),
    type: 'MODEL_EXPLAINABILITY',
    asksModel: true,
    modelName: 'abalone',
  },
])('a check of type $type asks a model: $asksModel', ({ check, type, asksModel, modelName }) => {
  expect(check._analysis.type).toBe(type);
  expect(check._analysis.modelName).toBe(modelName);
  expect(check._asksModel).toBe(asksModel);
  expect(problemsOf(check)).toEqual([]);
});

test('a model may be known only when the pipeline runs, because it does not stand in the configuration', () => {
  const model = { ...MODEL, modelName: PipelineParameter.ofString('Model').asString };

  expect(problemsOf(ClarifyCheck.explainability({ model }))).toEqual([]);
});

test('whatever stands in the configuration is known at synth', () => {
  const type = PipelineParameter.ofString('Type').asString;

  expect(problemsOf(ClarifyCheck.explainability({ model: { ...MODEL, instanceType: type } }))).toEqual([
    'AnalysisConfigUnresolved: check has a value for predictor.instance_type that is not known at synth, Clarify reads its configuration as a file, in which SageMaker resolves no references; write the value itself, or let a step write the file and use ClarifyCheck.fromConfigFile(…)',
  ]);
});

test('a configuration of your own may be the result of a step', () => {
  const check = ClarifyCheck.fromConfigFile({
    checkType: ClarifyCheckType.MODEL_EXPLAINABILITY,
    configS3Uri: PipelineParameter.ofString('Config').asString,
    modelName: 'abalone',
  });

  expect(problemsOf(check)).toEqual([]);
});

test.each([
  {
    file: { checkType: ClarifyCheckType.MODEL_BIAS },
    problem:
      'ClarifyModelMissing: check.modelName is missing, a check of type MODEL_BIAS asks a model; name the model that a step has made',
  },
  {
    file: { checkType: ClarifyCheckType.DATA_BIAS, modelName: 'abalone' },
    problem:
      'ClarifyModelUnused: check.modelName is given, a check of type DATA_BIAS is about data alone; leave it out',
  },
])('a model is named where one is asked: $file.checkType', ({ file, problem }) => {
  const check = ClarifyCheck.fromConfigFile({ ...file, configS3Uri: 's3://acme-data/analysis_config.json' });

  expect(problemsOf(check)).toEqual([problem]);
});

function problemsOf(check: ClarifyCheck): string[] {
  return told((problems) => check._check(problems, 'check'));
}
