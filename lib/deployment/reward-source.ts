import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Problems } from '../core';
import { ApiExposure } from './api-exposure';
import { ApiThrottle, checkThrottle } from './api-usage-plan';
import { FunctionEnvironment } from './function-environment';
import { RewardApi } from './private/reward-api';
import { RewardEntrance } from './private/reward-entrance';
import { RewardQueue } from './private/reward-queue';
import { RewardRule } from './private/reward-rule';

const LONGEST_SOURCE = 256;
const LONGEST_DETAIL_TYPE = 128;

/** Which events are rewards. */
export interface RewardEventOptions {
  /** The source of the events, as `acme.shop`: 1 to 256 characters, not beginning with `aws.`. */
  readonly source: string;

  /** The detail type of the events, as `Purchase`: 1 to 128 characters. */
  readonly detailType: string;

  /**
   * The bus that the events come on, of the same account and region.
   *
   * @default - the default bus of the account
   */
  readonly eventBus?: events.IEventBusRef;
}

/** From where rewards are posted, and how fast. */
export interface RewardApiOptions {
  /** The VPC endpoints of `execute-api` through which the API is reached; at least one. Nothing else is let in. */
  readonly vpcEndpoints: ec2.IVPCEndpointRef[];

  /**
   * How fast rewards of all senders together may be posted. Those beyond are answered with 429.
   *
   * @default - 50 a second, 100 at once
   */
  readonly throttle?: ApiThrottle;
}

/** What an ingress has that its sources lead into. */
interface Inlet {
  readonly endpointName: string;
  readonly variantNames: readonly string[];
  readonly minValue: number;
  readonly maxValue: number;
  readonly queue: RewardQueue;
  readonly environment: FunctionEnvironment;
}

/** What differs between the ways that rewards come. */
interface SourceContent {
  readonly kind: 'events' | 'https';
  readonly check: (problems: Problems, path: string) => void;
  readonly open: (scope: Construct, id: string, inlet: Inlet) => RewardEntrance;
}

/** A way that rewards reach an ingress. Either way a reward may come more than once; it counts once. */
export class RewardSource {
  /**
   * Events of EventBridge; the detail of each is a reward. Without `occurredAt` a reward is of the time of its event.
   *
   * The policy of the ingress's key lets EventBridge use it: it is added to a key of this app, and written by hand elsewhere.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
   */
  public static eventBridge(options: RewardEventOptions): RewardSource {
    return new RewardSource({
      kind: 'events',
      check: (problems, path) => checkEvents(problems, path, options),
      open: (scope, id, { queue }) => new RewardRule(scope, id, { ...options, queue }),
    });
  }

  /**
   * Requests `POST /rewards` to a private API, signed by a role that `grants.reward` has allowed to; the body of each is a reward.
   *
   * The API answers 202 when the reward is in the queue, and 400 when it does not look like one. It keeps an access log and a log
   * of errors, for which API Gateway must have a role that writes logs: a setting of the account and region, made once by
   * `AWS::ApiGateway::Account`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
   */
  public static https(options: RewardApiOptions): RewardSource {
    const exposure = ApiExposure.throughVpcEndpoints(...options.vpcEndpoints);

    return new RewardSource({
      kind: 'https',
      check: (problems, path) => {
        exposure._check(problems, path);
        if (options.throttle) checkThrottle(problems, `${path}.throttle`, options.throttle);
      },
      open: (scope, id, inlet) => new RewardApi(scope, id, { ...inlet, exposure, throttle: options.throttle }),
    });
  }

  private constructor(private readonly content: SourceContent) {}

  /** @internal */
  public get _kind(): 'events' | 'https' {
    return this.content.kind;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.content.check(problems, path);
  }

  /** @internal */
  public _open(scope: Construct, id: string, inlet: Inlet): RewardEntrance {
    return this.content.open(scope, id, inlet);
  }
}

function checkEvents(problems: Problems, path: string, { source, detailType }: RewardEventOptions): void {
  checkText(problems, `${path}.source`, source, LONGEST_SOURCE);
  checkText(problems, `${path}.detailType`, detailType, LONGEST_DETAIL_TYPE);
  if (Token.isUnresolved(source) || !source.startsWith('aws.')) return;

  problems.add({
    code: 'RewardSourceReserved',
    path: `${path}.source`,
    got: `is "${source}"`,
    wanted: 'AWS alone sends events of sources that begin with "aws."',
    remedy: 'name your application, as "acme.shop"',
  });
}

function checkText(problems: Problems, path: string, text: string, longest: number): void {
  if (Token.isUnresolved(text) || (text.length >= 1 && text.length <= longest)) return;

  problems.add({
    code: 'RewardSourceMalformed',
    path,
    got: text === '' ? 'is empty' : `has ${text.length} characters`,
    wanted: `EventBridge takes 1 to ${longest} characters`,
    remedy: text === '' ? 'write what the events carry' : 'shorten it, in the events as well',
  });
}
