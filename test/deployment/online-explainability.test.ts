import { Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Problems, renderProblem } from '../../lib/core';
import {
  ExplainedFeatureType,
  ExplainedInput,
  ExplainedOutput,
  ManagedExplainabilityOptions,
  OnlineExplainability,
  ShapBaseline,
  TextGranularity,
} from '../../lib/deployment';

test('Clarify explains every record by a baseline alone', () => {
  const explainability = explainWith({});

  expect(problemsOf(explainability)).toEqual([]);
  expect(templateOf(explainability)).toEqual({
    ClarifyExplainerConfig: {
      InferenceConfig: {},
      ShapConfig: { ShapBaselineConfig: { MimeType: 'text/csv', ShapBaseline: '0.5,1' } },
    },
  });
});

test('all that Clarify takes can be said', () => {
  const explainability = explainWith({
    enableExpression: 'probability > `0.5`',
    input: ExplainedInput.jsonLines({ featuresAttribute: 'features', contentTemplate: '{"features":$features}' }),
    output: ExplainedOutput.jsonLines({ probabilityAttribute: 'probability', labelAttribute: 'labels' }),
    features: {
      names: ['review', 'stars'],
      types: [ExplainedFeatureType.TEXT, ExplainedFeatureType.NUMERICAL],
      text: { language: 'en', granularity: TextGranularity.SENTENCE },
    },
    labelNames: ['good', 'bad'],
    maxPayload: Size.mebibytes(25),
    maxRecords: 1,
    samples: 1,
    seed: 42,
    logOdds: true,
  });

  expect(problemsOf(explainability)).toEqual([]);
  expect(templateOf(explainability)).toEqual({
    ClarifyExplainerConfig: {
      EnableExplanations: 'probability > `0.5`',
      InferenceConfig: {
        FeaturesAttribute: 'features',
        ContentTemplate: '{"features":$features}',
        ProbabilityAttribute: 'probability',
        LabelAttribute: 'labels',
        FeatureHeaders: ['review', 'stars'],
        FeatureTypes: ['text', 'numerical'],
        LabelHeaders: ['good', 'bad'],
        MaxPayloadInMB: 25,
        MaxRecordCount: 1,
      },
      ShapConfig: {
        ShapBaselineConfig: { MimeType: 'text/csv', ShapBaseline: '0.5,1' },
        NumberOfSamples: 1,
        Seed: 42,
        UseLogit: true,
        TextConfig: { Language: 'en', Granularity: 'sentence' },
      },
    },
  });
});

test('the columns of an answer in CSV can be told', () => {
  const explainability = explainWith({ output: ExplainedOutput.csv({ probabilityIndex: 1, labelIndex: 0 }) });

  expect(templateOf(explainability)).toMatchObject({
    ClarifyExplainerConfig: { InferenceConfig: { ProbabilityIndex: 1, LabelIndex: 0 } },
  });
});

test('a baseline in the configuration needs no permission', () => {
  expect(explainWith({})._permissions()).toEqual([]);
});

test.each([
  {
    wished: { enableExpression: '' },
    problem:
      'TextLengthOutOfRange: explainability.enableExpression is empty, SageMaker takes 1 to 64 characters; write something there',
  },
  {
    wished: { enableExpression: 'a'.repeat(65) },
    problem:
      'TextLengthOutOfRange: explainability.enableExpression has 65 characters, SageMaker takes 1 to 64 characters; shorten it',
  },
  {
    wished: { labelNames: Array.from({ length: 17 }, (_, i) => `c${i}`) },
    problem:
      'ListLengthOutOfRange: explainability.labelNames has 17 entries, SageMaker takes 1 to 16 entries; leave out those that are not needed',
  },
  {
    wished: { maxPayload: Size.mebibytes(26) },
    problem: 'NumberOutOfRange: explainability.maxPayload is 26, it takes 1 to 25 whole MiB; write 25',
  },
  {
    wished: { maxPayload: Size.kibibytes(512) },
    problem: 'NumberOutOfRange: explainability.maxPayload is 0.5, it takes 1 to 25 whole MiB; write 1',
  },
  {
    wished: { maxRecords: 0 },
    problem: 'NumberOutOfRange: explainability.maxRecords is 0, it takes 1 or more whole records; write 1',
  },
  {
    wished: { samples: 0 },
    problem: 'NumberOutOfRange: explainability.samples is 0, it takes 1 or more whole variations; write 1',
  },
  {
    wished: { seed: 2 ** 31 },
    problem:
      'NumberOutOfRange: explainability.seed is 2147483648, it takes -2147483648 to 2147483647 whole numbers; write 2147483647',
  },
])('what Clarify does not take is refused: $wished', ({ wished, problem }) => {
  expect(problemsOf(explainWith(wished))).toEqual([problem]);
});

test('everything that is wrong is told at once, each with its path', () => {
  const explainability = explainWith({
    baseline: ShapBaseline.ofRecords([]),
    input: ExplainedInput.jsonLines({ featuresAttribute: '', contentTemplate: '$features' }),
    output: ExplainedOutput.csv({ labelIndex: -1 }),
    features: { types: [ExplainedFeatureType.CATEGORICAL] },
  });

  expect(problemsOf(explainability)).toEqual([
    'TextLengthOutOfRange: explainability.baseline.records is empty, SageMaker takes 1 to 4096 characters; write something there',
    'TextLengthOutOfRange: explainability.input.featuresAttribute is empty, SageMaker takes 1 to 64 characters; write something there',
    'NumberOutOfRange: explainability.output.labelIndex is -1, it takes 0 or more whole columns; write 0',
    'ExplainedTypesWithoutText: explainability.features.types names no text, SageMaker takes types of features only where one of them is text; leave it out',
  ]);
});

function explainWith(wished: Partial<ManagedExplainabilityOptions>): OnlineExplainability {
  return OnlineExplainability.managed({ baseline: ShapBaseline.ofRecords(['0.5,1']), ...wished });
}

function templateOf(explainability: OnlineExplainability): unknown {
  const stack = new Stack();
  new CfnEndpointConfig(stack, 'Configuration', {
    productionVariants: [],
    explainerConfig: explainability._render(),
  });

  const [configuration] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::EndpointConfig'));

  return configuration.Properties.ExplainerConfig as unknown;
}

function problemsOf(explainability: OnlineExplainability): string[] {
  const problems = new Problems();

  explainability._check(problems, 'explainability');

  return problems.all.map(renderProblem);
}
