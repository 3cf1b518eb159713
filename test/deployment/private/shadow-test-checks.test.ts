import { Duration, Lazy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CaptureMode,
  DataCapture,
  DataCaptureOptions,
  Percent,
  ProductionVariant,
  ServedModel,
  ShadowOptions,
  ShadowTestProps,
  ShadowTestState,
} from '../../../lib/deployment';
import { checkShadowTest } from '../../../lib/deployment/private/shadow-test-checks';
import { endpointIn, keyIn, stackIn, variantsOf, version, Wishes as EndpointWishes } from '../endpoints';
import { container, told } from '../served';

/** What a test wishes: of the shadow test, of its endpoint and of its shadow. */
interface Wishes extends Partial<Omit<ShadowTestProps, 'shadow'>> {
  readonly of?: EndpointWishes;
  readonly shadow?: Partial<ShadowOptions>;
}

test.each<[Wishes]>([
  [{ shadowTestName: 'a'.repeat(120) }],
  [{ shadowTestName: Lazy.string({ produce: () => 'trees' }) }],
  [{ schedule: { startsAt: '2026-12-01T08:00:00Z', duration: Duration.hours(1) } }],
  [{ sampling: Percent.of(100) }],
  [{ description: 'a'.repeat(1024) }],
])('%p is taken', (wished) => {
  expect(problemsOf(wished)).toEqual([]);
});

test.each<[Wishes, string]>([
  [
    { shadowTestName: 'a'.repeat(121) },
    `ShadowTestNameMalformed: shadowTestName is "${'a'.repeat(121)}", a name is 1 to 120 letters, digits and hyphens between them; write one such as "abalone-trees-2026-12"`,
  ],
  [
    { of: { variants: variantsOf('Champion', 'Challenger') } },
    'ShadowTestOfSeveralVariants: endpoint has 2 variants, SageMaker copies the requests of one variant, which answers all of them; test on an endpoint with one variant, or compare the variants with an AbTest',
  ],
  [
    { of: { shadowVariant: variantsOf('Old')[0] } },
    'ShadowTestBesideShadow: endpoint has the shadow variant "Old", an endpoint has one shadow at a time; drop its shadowVariant, or the test',
  ],
  [
    { of: { variant: { instanceType: 'ml.m5.large', fallbackPools: [{ instanceType: 'ml.m5.xlarge' }] } } },
    'ShadowTestOfInstancePools: endpoint has fallback pools, a test runs each variant on instances of one type; test on an endpoint without fallbackPools',
  ],
  [
    { shadow: { instanceType: 'ml.inf1.xlarge' } },
    'ShadowTestOnInferentia: shadow.instanceType has instances of ml.inf1.xlarge, SageMaker has no shadow tests on the first Inferentia; use instances such as ml.inf2.xlarge',
  ],
  [
    { shadow: { variantName: 'AllTraffic' } },
    'VariantNameTaken: shadow.variantName is "AllTraffic", the variant that answers has that name; give another, such as "Shadow"',
  ],
  [
    { shadow: { variantName: 'All Traffic' } },
    'VariantNameMalformed: shadow.variantName is "All Traffic", a variant name is 1 to 63 letters, digits and hyphens between them; write one such as "Champion"',
  ],
  [
    { shadow: { instances: 0 } },
    'NumberOutOfRange: shadow.instances is 0, it takes 1 or more whole instances; write 1',
  ],
  [
    { productionInstances: 1.5 },
    'NumberOutOfRange: productionInstances is 1.5, it takes 1 or more whole instances; write 1',
  ],
  [{ sampling: Percent.of(0) }, 'NumberOutOfRange: sampling is 0, it takes 1 to 100 whole percent; write 1'],
  [{ sampling: Percent.of(1.5) }, 'NumberOutOfRange: sampling is 1.5, it takes 1 to 100 whole percent; write 1'],
  [
    { schedule: { startsAt: 'tomorrow' } },
    'InstantMalformed: schedule.startsAt is "tomorrow", it takes a date, a time and a time zone as ISO 8601 writes them; write one as "2026-12-01T08:00:00Z"',
  ],
  [
    { schedule: { startsAt: '2026-12-01T08:00:00Z', duration: Duration.minutes(59) } },
    'DurationOutOfRange: schedule.duration is 59 minutes, it takes 1 hour to 30 days; use Duration.seconds(3600)',
  ],
  [
    { schedule: { startsAt: '2026-12-01T08:00:00Z', duration: Duration.days(31) } },
    'DurationOutOfRange: schedule.duration is 31 days, it takes 1 hour to 30 days; use Duration.seconds(2592000)',
  ],
  [
    { schedule: { startsAt: Lazy.string({ produce: () => '2026-12-01T08:00:00Z' }) } },
    'ShadowTestTimesUnknown: schedule has a token, SageMaker takes the end of a test, which follows from its start and its duration at synth; write both down',
  ],
  [
    { description: '' },
    'TextLengthOutOfRange: description is empty, SageMaker takes 1 to 1024 characters; write something there',
  ],
  [
    { state: ShadowTestState.completed('') },
    'TextLengthOutOfRange: state is empty, SageMaker takes 1 to 1024 characters; write something there',
  ],
])('%# is refused', (wished, message) => {
  expect(problemsOf(wished)).toEqual([message]);
});

test.each<[Partial<DataCaptureOptions>]>([[{ share: Percent.of(50) }], [{ mode: CaptureMode.INPUT }]])(
  'a capture of a part is refused: %p',
  (wished) => {
    const capture = captureOf(wished);

    expect(problemsOf({ capture })).toEqual([
      'ShadowTestCaptureInPart: capture has a share or a mode, a test captures all requests and answers, or none; leave both out of the DataCapture',
    ]);
  },
);

test('an endpoint of inference components is refused', () => {
  expect(problemsOf({ of: { variants: [ProductionVariant.components()] } })).toEqual([
    'InferenceOptionExcludes: endpoint is to have its requests copied, inference components excludes shadow variant and shadow test, as a shadow variant names its model, and components have models of their own; leave it out, or choose real-time; see https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html',
  ]);
});

test('a shadow of several containers is refused', () => {
  const model = ServedModel.inferencePipeline([container({ hostname: 'clean' }), container({ hostname: 'predict' })]);

  expect(problemsOf({ shadow: { model } })).toEqual([
    'InferenceOptionExcludes: shadow.model is to get copies, inference pipeline excludes shadow variant and shadow test, as SageMaker copies no requests of endpoints with several containers; leave it out, or choose real-time; see https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html',
  ]);
});

function problemsOf({ of, shadow, ...wished }: Wishes): string[] {
  const stack = stackIn();
  const endpoint = endpointIn(stack, of);

  return told((problems) =>
    checkShadowTest(problems, {
      shadowTestName: 'abalone-trees',
      endpoint,
      shadow: { model: version(4), ...shadow },
      volumeKey: keyIn(stack),
      ...wished,
    }),
  );
}

function captureOf(wished: Partial<DataCaptureOptions>): DataCapture {
  const stack = stackIn();

  return DataCapture.toBucket({
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-shadow'),
    prefix: 'trees/',
    key: keyIn(stack),
    ...wished,
  });
}
