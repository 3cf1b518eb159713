import { Lazy } from 'aws-cdk-lib';
import { RenderedStep } from '../../../lib/pipelines/private/rendered-definition';
import { deadEndOf } from '../../../lib/pipelines/private/result-path';

const TRAIN: RenderedStep = {
  Name: 'Train',
  Type: 'Training',
  Arguments: { InputDataConfig: [{ ChannelName: 'train' }, { ChannelName: 'validation' }] },
};

const EVALUATE: RenderedStep = {
  Name: 'Evaluate',
  Type: 'Processing',
  Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'evaluation' }, { OutputName: 'plots' }] } },
  PropertyFiles: [{ PropertyFileName: 'Report', OutputName: 'evaluation', FilePath: 'evaluation.json' }],
};

const NOTIFY: RenderedStep = {
  Name: 'Notify',
  Type: 'Lambda',
  OutputParameters: [{ OutputName: 'status', OutputType: 'String' }],
};

test.each([
  { step: TRAIN, path: 'ModelArtifacts.S3ModelArtifacts' },
  { step: TRAIN, path: 'FinalMetricDataList[0].Value' },
  { step: TRAIN, path: "HyperParameters['num_round']" },
  { step: TRAIN, path: "InputDataConfig['train'].DataSource.S3DataSource.S3Uri" },
  { step: TRAIN, path: 'InputDataConfig[1].DataSource.S3DataSource.S3Uri' },
  { step: TRAIN, path: 'VpcConfig.Subnets' },
  { step: EVALUATE, path: "ProcessingOutputConfig.Outputs['evaluation'].S3Output.S3Uri" },
  { step: EVALUATE, path: 'PropertyFiles.Report' },
  { step: NOTIFY, path: "OutputParameters['status']" },
  { step: { Name: 'Check', Type: 'QualityCheck' }, path: 'CalculatedBaselineStatistics' },
  {
    step: { Name: 'Search', Type: 'AutoML' },
    path: "BestCandidate.InferenceContainerDefinitions['CPU'][0].ModelDataUrl",
  },
  { step: { Name: 'Tune', Type: 'Tuning' }, path: 'TrainingJobSummaries[0].TrainingJobName' },
  { step: { Name: 'New', Type: 'SomethingNew' }, path: 'Whatever.Comes' },
])('of the step $step.Name there is $path', ({ step, path }) => {
  expect(deadEndOf(step, path)).toBeUndefined();
});

test.each([
  ['ModelArtifact.S3ModelArtifacts', 'a step of type Training has no "ModelArtifact"; did you mean "ModelArtifacts"'],
  ['Nonsense', 'a step of type Training has no "Nonsense"; take one from the answer of the step\'s Describe operation'],
  ['ModelArtifacts.S3Model', 'ModelArtifacts has no "S3Model"; take one of "S3ModelArtifacts"'],
  ['ModelArtifacts[0]', 'ModelArtifacts has members, not entries; name one after a dot'],
  ['TrainingJobName.Length', 'TrainingJobName is a single value; end the path there'],
  [
    'FinalMetricDataList.Value',
    "FinalMetricDataList is a list; choose an entry, as FinalMetricDataList[0] or FinalMetricDataList['name']",
  ],
  ["VpcConfig.Subnets['a']", 'VpcConfig.Subnets is a list; choose an entry, as VpcConfig.Subnets[0]'],
  ['HyperParameters.num_round', "HyperParameters is a map; choose an entry, as HyperParameters['name']"],
  ['HyperParameters[0]', "HyperParameters is a map; choose an entry, as HyperParameters['name']"],
  ["InputDataConfig['trian'].ContentType", 'its InputDataConfig are "train", "validation"; did you mean "train"'],
  ['PropertyFiles.Report', 'it has no property files; add it to the step, or correct the name'],
])('a training step has no %s', (path, told) => {
  expect(tellOf(TRAIN, path)).toBe(`StepResultUnknown: ${told}`);
});

test.each([
  {
    step: EVALUATE,
    path: "ProcessingOutputConfig.Outputs['model'].S3Output.S3Uri",
    told: 'its ProcessingOutputConfig.Outputs are "evaluation", "plots"; add it to the step, or correct the name',
  },
  { step: EVALUATE, path: 'PropertyFiles.Reprot', told: 'its property files are "Report"; did you mean "Report"' },
  { step: NOTIFY, path: "OutputParameters['state']", told: 'its OutputParameters are "status"; did you mean "status"' },
  {
    step: { Name: 'Stop', Type: 'Fail' },
    path: 'ErrorMessage',
    told: 'a step of type Fail has no results; leave it out',
  },
])('the step $step.Name has no $path', ({ step, path, told }) => {
  expect(tellOf(step, path)).toBe(`StepResultUnknown: ${told}`);
});

test.each(['', '.ModelArtifacts', 'ModelArtifacts.', 'FinalMetricDataList[x]', 'A B', "HyperParameters['a"])(
  '"%s" is no path',
  (path) => {
    expect(tellOf(TRAIN, path)).toBe(
      "ReferenceMalformed: a path names members and entries, as FinalMetricDataList[0].Value or Outputs['train'].S3Output.S3Uri; write it in that form",
    );
  },
);

test.each([
  { way: 'a list that is a token', Outputs: Lazy.any({ produce: () => [] }) },
  { way: 'a name that is a token', Outputs: [{ OutputName: Lazy.string({ produce: () => 'model' }) }] },
  { way: 'a name that a run chooses', Outputs: [{ OutputName: { Get: 'Parameters.Name' } }] },
])('a name may be right that nobody knows at synth: $way', ({ Outputs: outputs }) => {
  const step = { ...EVALUATE, Arguments: { ProcessingOutputConfig: { Outputs: outputs } } };

  expect(deadEndOf(step, "ProcessingOutputConfig.Outputs['model'].S3Output.S3Uri")).toBeUndefined();
});

function tellOf(step: RenderedStep, path: string): string | undefined {
  const end = deadEndOf(step, path);

  return end && `${end.code}: ${end.wanted}; ${end.remedy}`;
}
