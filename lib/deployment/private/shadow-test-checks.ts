import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { DataCapture } from '../data-capture';
import { ModelEndpoint } from '../model-endpoint';
import { ProductionVariant } from '../production-variant';
import { ShadowOptions, ShadowTestProps, ShadowTestSchedule } from '../shadow-test-options';
import { checkInstanceFit } from './instance-fit';
import { checkInstant } from './instant-checks';
import { checkTextLength } from './length-checks';
import { checkCapability } from './option-capabilities';
import { optionsOf } from './option-checks';
import { checkDurationRange, checkWholeNumber } from './range-checks';

const TEST_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}$/;
const LONGEST_DESCRIPTION = 1024;
const DURATION = { least: Duration.hours(1), most: Duration.days(30) };
const AT_LEAST_ONE = { least: 1, noun: 'instances' };

/** Checks everything about a shadow test that SageMaker would refuse later. */
export function checkShadowTest(problems: Problems, props: ShadowTestProps): void {
  const { endpoint, shadow, productionInstances = 1, sampling, schedule, capture } = props;

  checkTestName(problems, props.shadowTestName);
  checkEndpoint(problems, endpoint);
  checkShadow(problems, shadow, endpoint);
  checkWholeNumber(problems, 'productionInstances', productionInstances, AT_LEAST_ONE);
  checkWholeNumber(problems, 'sampling', sampling?.amount ?? 100, { least: 1, most: 100, noun: 'percent' });
  if (schedule) checkTimes(problems, schedule);
  if (capture) checkCapture(problems, capture);
  checkTextLength(problems, 'description', props.description, LONGEST_DESCRIPTION);
  props.state?._check(problems, 'state');
}

function checkTestName(problems: Problems, name: string): void {
  if (Token.isUnresolved(name) || TEST_NAME.test(name)) return;

  problems.add({
    code: 'ShadowTestNameMalformed',
    path: 'shadowTestName',
    got: `is "${name}"`,
    wanted: 'a name is 1 to 120 letters, digits and hyphens between them',
    remedy: 'write one such as "abalone-trees-2026-12"',
  });
}

/** What SageMaker copies no requests of. */
function checkEndpoint(problems: Problems, { variants, _options, _shadowVariant }: ModelEndpoint): void {
  for (const option of _options) {
    checkCapability(problems, 'endpoint', option, 'shadow', 'is to have its requests copied');
  }
  if (variants.length > 1) {
    problems.add({
      code: 'ShadowTestOfSeveralVariants',
      path: 'endpoint',
      got: `has ${variants.length} variants`,
      wanted: 'SageMaker copies the requests of one variant, which answers all of them',
      remedy: 'test on an endpoint with one variant, or compare the variants with an AbTest',
    });
  }
  if (_shadowVariant) {
    problems.add({
      code: 'ShadowTestBesideShadow',
      path: 'endpoint',
      got: `has the shadow variant "${_shadowVariant._name}"`,
      wanted: 'an endpoint has one shadow at a time',
      remedy: 'drop its shadowVariant, or the test',
    });
  }
  if (variants.some((variant) => variant._instanceTypes.length > 1)) {
    problems.add({
      code: 'ShadowTestOfInstancePools',
      path: 'endpoint',
      got: 'has fallback pools',
      wanted: 'a test runs each variant on instances of one type',
      remedy: 'test on an endpoint without fallbackPools',
    });
  }
  variants.forEach((variant) => checkInferentia(problems, 'endpoint', variant));
}

/** The shadow is checked as the variant that it is while the test runs. */
function checkShadow(problems: Problems, shadow: ShadowOptions, endpoint: ModelEndpoint): void {
  const [production] = endpoint.variants;
  const { model, variantName = 'Shadow', instanceType = production._instanceTypes[0] } = shadow;
  const variant = ProductionVariant.instances({ model, variantName, instanceType });

  variant._check(problems, 'shadow', false, {
    isolated: endpoint._stage._reasonFor('withoutIsolation') === undefined,
    inVpc: endpoint._surroundings.vpcConfig !== undefined,
  });
  checkInstanceFit(problems, 'shadow', variant._places);
  checkInferentia(problems, 'shadow.instanceType', variant);
  checkWholeNumber(problems, 'shadow.instances', shadow.instances ?? 1, AT_LEAST_ONE);
  for (const option of optionsOf({ variants: [variant] })) {
    checkCapability(problems, 'shadow.model', option, 'shadow', 'is to get copies');
  }
  if (variantName !== production._name) return;

  problems.add({
    code: 'VariantNameTaken',
    path: 'shadow.variantName',
    got: `is "${variantName}"`,
    wanted: 'the variant that answers has that name',
    remedy: 'give another, such as "Shadow"',
  });
}

function checkInferentia(problems: Problems, path: string, variant: ProductionVariant): void {
  const inferentia = variant._instanceTypes.find((type) => type.startsWith('ml.inf1.'));
  if (inferentia === undefined) return;

  problems.add({
    code: 'ShadowTestOnInferentia',
    path,
    got: `has instances of ${inferentia}`,
    wanted: 'SageMaker has no shadow tests on the first Inferentia',
    remedy: 'use instances such as ml.inf2.xlarge',
  });
}

function checkTimes(problems: Problems, { startsAt, duration }: ShadowTestSchedule): void {
  checkInstant(problems, 'schedule.startsAt', startsAt);
  checkDurationRange(problems, 'schedule.duration', duration, DURATION);
  if (!Token.isUnresolved(startsAt) && !duration?.isUnresolved()) return;

  problems.add({
    code: 'ShadowTestTimesUnknown',
    path: 'schedule',
    got: 'has a token',
    wanted: 'SageMaker takes the end of a test, which follows from its start and its duration at synth',
    remedy: 'write both down',
  });
}

/** A test keeps all requests and answers or none. */
function checkCapture(problems: Problems, capture: DataCapture): void {
  const { initialSamplingPercentage: share, captureOptions } = capture._render();

  capture._check(problems, 'capture');
  if (share === 100 && Array.isArray(captureOptions) && captureOptions.length === 2) return;

  problems.add({
    code: 'ShadowTestCaptureInPart',
    path: 'capture',
    got: 'has a share or a mode',
    wanted: 'a test captures all requests and answers, or none',
    remedy: 'leave both out of the DataCapture',
  });
}
