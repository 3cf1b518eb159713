import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { checkName, checkNetworkPlaces, Problems, repeatedIn } from '../../core';
import { AsyncInference } from '../async-inference';
import { DataCapture } from '../data-capture';
import { DeploymentStrategy } from '../deployment-strategy';
import { EndpointHealth } from '../endpoint-health';
import { EndpointStage, ProductionRelaxations } from '../endpoint-stage';
import { OnlineExplainability } from '../online-explainability';
import { ProductionVariant } from '../production-variant';
import { plannedAlarms } from './endpoint-alarms';
import { ALARM_PERIOD, ALARM_PERIODS, evaluationOf } from './alarm-evaluation';
import { checkHealth } from './health-checks';
import { checkInstanceFit } from './instance-fit';
import { checkListLength } from './length-checks';
import { checkOptions } from './option-checks';
import { checkSomebodyIsTold } from './endpoint-function';
import { watchedVariants } from './watched-place';

const MOST_VARIANTS = 10;

/** What an endpoint is checked by. */
export interface CheckedEndpoint {
  readonly endpointName: string;
  readonly variants: readonly ProductionVariant[];
  readonly shadowVariant?: ProductionVariant;
  readonly subnets?: readonly ec2.ISubnetRef[];
  readonly securityGroups?: readonly ec2.ISecurityGroupRef[];
  readonly alarmActions: readonly cloudwatch.IAlarmAction[];
  readonly stage: EndpointStage;
  readonly strategy?: DeploymentStrategy;
  readonly dataCapture?: DataCapture;
  readonly asynchronous?: AsyncInference;
  readonly explainability?: OnlineExplainability;
  readonly health?: EndpointHealth;
}

/** Checks everything about an endpoint that SageMaker would refuse later, and what its stage demands. */
export function checkEndpoint(problems: Problems, endpoint: CheckedEndpoint): void {
  const { endpointName, variants, shadowVariant, asynchronous, stage } = endpoint;

  checkName(problems, 'endpointName', endpointName, 'endpoint');
  checkVariants(problems, endpoint);
  variants.forEach((variant, i) => checkVariant(problems, `variants[${i}]`, variant, endpoint));
  if (shadowVariant) checkVariant(problems, 'shadowVariant', shadowVariant, endpoint);
  checkNetwork(problems, endpoint);
  checkSomebodyIsTold(problems, 'alarmActions', endpoint.alarmActions);
  stage._check(problems, 'stage');
  endpoint.dataCapture?._check(problems, 'dataCapture');
  asynchronous?._check(problems, 'asynchronous');
  endpoint.explainability?._check(problems, 'explainability');
  checkRollback(problems, endpoint);
  checkDeployment(problems, endpoint);
  checkOptions(problems, endpoint);
  checkSafeguards(problems, endpoint);
}

function checkVariant(
  problems: Problems,
  path: string,
  variant: ProductionVariant,
  { asynchronous, subnets, stage }: CheckedEndpoint,
): void {
  variant._check(problems, path, asynchronous !== undefined, {
    isolated: stage._reasonFor('withoutIsolation') === undefined,
    inVpc: subnets !== undefined,
  });
  checkInstanceFit(problems, path, variant._places);
}

function checkVariants(problems: Problems, { variants, shadowVariant }: CheckedEndpoint): void {
  checkListLength(problems, 'variants', variants, MOST_VARIANTS);
  const all = [...variants, ...(shadowVariant ? [shadowVariant] : [])];

  for (const name of repeatedIn(all.map((variant) => variant._name))) {
    problems.add({
      code: 'VariantNameTaken',
      path: 'variants',
      got: `have the name "${name}" more than once`,
      wanted: 'metrics, scaling and weights tell variants apart by their names',
      remedy: 'give each a variantName of its own, such as "Champion" and "Challenger"',
    });
  }
  const [kind, ...others] = [...new Set(all.map((variant) => variant._kind))];
  if (others.length > 0) {
    problems.add({
      code: 'VariantKindsMixed',
      path: 'variants',
      got: `are of the kinds ${[kind, ...others].join(', ')}`,
      wanted: 'all variants of an endpoint are of one kind',
      remedy: 'make an endpoint for each kind',
    });
  }
  const weights = variants.map((variant) => variant._weight);
  if (weights.length === 0 || weights.some((weight) => Token.isUnresolved(weight) || weight > 0)) return;
  problems.add({
    code: 'VariantWeightsAllZero',
    path: 'variants',
    got: 'have no weight above 0',
    wanted: 'somebody must answer the requests',
    remedy: 'give one of them a weight, such as 1',
  });
}

function checkNetwork(problems: Problems, { subnets, securityGroups, stage }: CheckedEndpoint): void {
  if (subnets || securityGroups) {
    checkNetworkPlaces(problems, 'subnets', subnets?.length ?? 0, 'subnets');
    checkNetworkPlaces(problems, 'securityGroups', securityGroups?.length ?? 0, 'security groups');
    return;
  }
  if (stage._allows('withoutVpc')) return;

  problems.add({
    code: 'EndpointWithoutNetwork',
    path: 'subnets',
    got: 'are missing',
    wanted: 'an endpoint stands in your private network',
    remedy: `give subnets and securityGroups, or a reason: ${stageWith(stage, 'withoutVpc')}`,
  });
}

function checkRollback(problems: Problems, endpoint: CheckedEndpoint): void {
  const { variants, strategy, health = {}, asynchronous, endpointName } = endpoint;
  const places = watchedVariants(endpointName, variants, asynchronous !== undefined);

  checkHealth(problems, 'health', health, places);
  const planned = plannedAlarms(places, health).length;
  const evaluations = [
    ...(planned > 0 ? [ALARM_PERIOD.toSeconds() * ALARM_PERIODS] : []),
    evaluationOf(health.alarms ?? []).toSeconds(),
  ];
  strategy?._check(problems, 'strategy', {
    instances: variants.filter((variant) => variant._kind === 'instances').map((variant) => variant._instances),
    evaluation: Duration.seconds(Math.max(...evaluations)),
  });
}

/** What SageMaker's deployment guardrails leave out. */
function checkDeployment(problems: Problems, { variants, shadowVariant, strategy }: CheckedEndpoint): void {
  if (strategy?._kind === 'rolling' && variants.length > 1) {
    problems.add({
      code: 'RollingWithSeveralVariants',
      path: 'strategy',
      got: `is rolling, and there are ${variants.length} variants`,
      wanted: 'SageMaker rolls one variant at a time, and no second one stands beside it',
      remedy: 'use a blue/green strategy such as DeploymentStrategy.canary(…)',
    });
  }
  if (shadowVariant && variants.length > 1) {
    problems.add({
      code: 'ShadowBesideSeveralVariants',
      path: 'shadowVariant',
      got: `stands beside ${variants.length} variants`,
      wanted: 'SageMaker copies the requests of one variant to one shadow',
      remedy: 'keep one variant, or drop the shadow',
    });
  }
  const inferentia = variants.flatMap((variant) => variant._instanceTypes).find((type) => type.startsWith('ml.inf1.'));
  if (inferentia === undefined || !strategy || strategy._shift === 'allAtOnce') return;

  problems.add({
    code: 'GuardrailsOnInferentia',
    path: 'strategy',
    got: `is DeploymentStrategy.${strategy._shift}`,
    wanted: `SageMaker has no deployment guardrails for ${inferentia}`,
    remedy: 'use DeploymentStrategy.allAtOnce(), or ml.inf2 instances',
  });
}

/** What production must have. */
function checkSafeguards(problems: Problems, endpoint: CheckedEndpoint): void {
  const { variants, subnets, dataCapture, asynchronous, stage } = endpoint;
  // Requests and answers of asynchronous endpoints lie in S3 already.
  if (!dataCapture && !asynchronous && !stage._allows('withoutCapture')) {
    problems.add({
      code: 'EndpointWithoutCapture',
      path: 'dataCapture',
      got: 'is missing',
      wanted: 'what a production endpoint is asked and answers is kept for monitoring',
      remedy: `give a DataCapture, or a reason: ${stageWith(stage, 'withoutCapture')}`,
    });
  }

  if (stage._allows('oneAvailabilityZone')) return;
  variants.forEach((variant, i) => {
    if (variant._kind === 'serverless' || Token.isUnresolved(variant._instances) || variant._instances >= 2) return;
    problems.add({
      code: 'EndpointInOneZone',
      path: `variants[${i}]`,
      got: 'begins with fewer than 2 instances',
      wanted: 'a production endpoint spans two availability zones, with an instance in each',
      remedy: `let it have 2 or more, or give a reason: ${stageWith(stage, 'oneAvailabilityZone')}`,
    });
  });
  if (subnets?.length !== 1) return;
  problems.add({
    code: 'EndpointInOneZone',
    path: 'subnets',
    got: 'is one',
    wanted: 'a production endpoint spans two availability zones, and a subnet lies in one',
    remedy: `give a subnet of each of two zones, or a reason: ${stageWith(stage, 'oneAvailabilityZone')}`,
  });
}

/** The stage with one relaxation, as it is written. */
function stageWith(stage: EndpointStage, relaxation: keyof ProductionRelaxations): string {
  return `EndpointStage.${stage._isProduction ? 'production' : 'nonProduction'}({ ${relaxation}: '…' })`;
}
