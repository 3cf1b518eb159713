import { CfnResource, Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { check, Permission, Problems } from '../core';
import { AbMetric } from './ab-metric';
import { AbTest } from './ab-test';
import { ChallengerPromotion } from './challenger-promotion';
import { FunctionEnvironment } from './function-environment';
import { decisionIdOf } from './handlers/judge-test/test-names';
import { PromotionSettings } from './handlers/promote-challenger/promote';
import { ModelEndpoint } from './model-endpoint';
import { Percent } from './percent';
import * as perms from './perms';
import { checkModelVersion } from './private/container-checks';
import { EndpointFunction } from './private/endpoint-function';
import { measured } from './private/measured';
import { raiseAlarm } from './private/raise-alarm';
import { RewardIngress } from './reward-ingress';

/** Which model challenges which, by what they are judged, and who approves the challenger if it wins. */
export interface ChampionChallengerProps {
  /** The endpoint: two variants, each with a weight above 0. They keep their weights, whoever wins. */
  readonly endpoint: ModelEndpoint;

  /** Where the variants' rewards come in. Values are 0 or 1 for `AbMetric.proportion()`. */
  readonly rewards: RewardIngress;

  /** Name of the variant that serves today, as `Champion`; the other one is the challenger. */
  readonly champion: string;

  /**
   * ARN of the version that the challenger serves and that is approved if it wins, of this region, maybe in another account: the
   * policy of its group must let this account describe and update it then. SageMaker makes no model of a version that is not
   * approved, so that a challenger which waits for its approval serves the version's image and files as a container.
   */
  readonly challengerPackageArn: string;

  /** What is made of the rewards. */
  readonly metric: AbMetric;

  /** From when on rewards count, as `2026-12-01T08:00:00Z`. Change it with `challengerPackageArn`: it is another test then. */
  readonly startedAt: string;

  /** Where the functions run, and who is told of the decision. */
  readonly environment: FunctionEnvironment;

  /**
   * Who approves a challenger that has won.
   *
   * @default ChallengerPromotion.byHand()
   */
  readonly promotion?: ChallengerPromotion;

  /**
   * Whether more is better; otherwise less is.
   *
   * @default true
   */
  readonly higherIsBetter?: boolean;

  /**
   * The greatest probability that a winner is named although the variants are alike: above 0, up to 20 %.
   *
   * @default Percent.of(5)
   */
  readonly level?: Percent;

  /**
   * How many rewards each variant needs before a winner is named: 100 or more.
   *
   * @default 1000
   */
  readonly minSample?: number;

  /**
   * How long the test runs before a winner is named: 1 hour to 90 days.
   *
   * @default Duration.days(7)
   */
  readonly minDuration?: Duration;

  /**
   * After how long the test ends without a winner: longer than `minDuration`, up to 180 days.
   *
   * @default Duration.days(28)
   */
  readonly maxDuration?: Duration;
}

/**
 * A challenger beside the champion on one endpoint: if it wins their A/B test, its version may be approved in the registry.
 *
 * The traffic stays as it is: an approved version is deployed by whatever deploys approved versions, with its checks and its rollback.
 * The approval says in its description which test decided, with the effect, its interval and the p-value. When the champion wins, or no
 * difference is found, nothing is approved; the alarm and the event of the test say so.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
 */
export class ChampionChallenger extends Construct {
  /** The test of the two, named as this construct: with its event, and with its metrics. */
  public readonly abTest: AbTest;

  /**
   * Fires when the challenger has won but is not approved: a person has rejected its version, or it cannot be deployed. Only where the
   * promotion is automatic.
   */
  public readonly promotionRefusedAlarm?: cloudwatch.IAlarm;

  constructor(scope: Construct, id: string, props: ChampionChallengerProps) {
    super(scope, id);

    check(this, (problems) => checkChampionChallenger(problems, this, props));

    this.abTest = new AbTest(this, id, { ...props, control: props.champion });
    const { promotion } = props;
    if (promotion?._isAutomatic) this.promotionRefusedAlarm = this.promote(promotion, props);
  }

  private promote(promotion: ChallengerPromotion, props: ChampionChallengerProps): cloudwatch.IAlarm {
    const { testName } = this.abTest;
    const { environment, challengerPackageArn } = props;
    const settings = this.settingsOf(props);
    const promoting = new EndpointFunction(this, 'Promotion', {
      environment,
      description: `Approves the challenger of ${settings.endpointName} if it wins the A/B test ${testName}`,
      handler: 'promote-challenger',
      settings: { ...settings },
      permissions: permissionsToApprove(challengerPackageArn),
    });
    promotion._record(promoting.resource.node.defaultChild as CfnResource);
    this.abTest.onDecided('Decided', { target: promoting.target() });

    return raiseAlarm(this, 'PromotionRefusedAlarm', {
      description: `The challenger has won the A/B test ${testName} of ${settings.endpointName}, but its version was not approved; the log of the function says why`,
      metric: measured('PromotionRefused', { EndpointName: settings.endpointName, TestName: testName }),
      threshold: 0,
      actions: environment.alarmActions,
    });
  }

  private settingsOf(props: ChampionChallengerProps): PromotionSettings {
    const { endpoint, champion, challengerPackageArn, startedAt } = props;
    const test = { endpointName: endpoint.endpointName, testName: this.abTest.testName };

    return {
      ...test,
      decisionId: decisionIdOf({ ...test, startedAt }),
      champion,
      modelPackageArn: challengerPackageArn,
    };
  }
}

function permissionsToApprove(modelPackageArn: string): Permission[] {
  return [
    { actions: perms.DESCRIBE_VERSION, resources: [modelPackageArn] },
    {
      actions: perms.DECIDE_ON_VERSION,
      resources: [modelPackageArn],
      conditions: { StringEquals: { 'sagemaker:ModelApprovalStatus': 'Approved' } },
    },
  ];
}

function checkChampionChallenger(problems: Problems, scope: Construct, props: ChampionChallengerProps): void {
  const { endpoint, champion, challengerPackageArn, promotion } = props;
  const names = endpoint.variants.map(({ _name }) => _name);

  checkPair(problems, names);
  checkChampion(problems, champion, names);
  checkModelVersion(problems, 'challengerPackageArn', challengerPackageArn);
  checkRegion(problems, challengerPackageArn, Stack.of(scope).region);
  promotion?._check(problems, 'promotion');
}

function checkPair(problems: Problems, names: readonly string[]): void {
  if (names.length === 2) return;

  problems.add({
    code: 'ChampionChallengerNotTwo',
    path: 'endpoint',
    got: `has the variants ${names.join(', ')}`,
    wanted: 'one challenger is compared with one champion',
    remedy: 'give the endpoint two variants, or use AbTest for more',
  });
}

function checkChampion(problems: Problems, champion: string, names: readonly string[]): void {
  if (Token.isUnresolved(champion) || names.some(Token.isUnresolved) || names.includes(champion)) return;

  problems.add({
    code: 'ChampionUnknown',
    path: 'champion',
    got: `is "${champion}"`,
    wanted: `the endpoint has the variants ${names.join(', ')}`,
    remedy: 'name the one that serves today',
  });
}

function checkRegion(problems: Problems, modelPackageArn: string, region: string): void {
  if (Token.isUnresolved(modelPackageArn) || Token.isUnresolved(region)) return;
  const [, , , itsRegion] = modelPackageArn.split(':');
  if (itsRegion === undefined || itsRegion === region) return;

  problems.add({
    code: 'ChallengerInOtherRegion',
    path: 'challengerPackageArn',
    got: `is of ${itsRegion}`,
    wanted: `the function reaches the registry of ${region} alone`,
    remedy: `name the version in ${region} that the challenger serves`,
  });
}
