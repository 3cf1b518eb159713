import { CfnResource } from 'aws-cdk-lib';
import { Problems } from '../core';
import { checkReason } from './private/range-checks';
import { Relaxation } from './private/relaxation';

/**
 * Why an endpoint goes without a safeguard of its network. A reason is text of 10 characters or more; it ends up in the
 * template's metadata, `governed-ml:relaxations`.
 */
export interface IsolationRelaxations {
  /**
   * Why the endpoint stands outside your network.
   *
   * @default - it stands in your subnets
   */
  readonly withoutVpc?: string;

  /**
   * Why the containers may call others over the network.
   *
   * @default - they are isolated: they reach nothing, and nothing but SageMaker reaches them
   */
  readonly withoutIsolation?: string;
}

/** Why an endpoint in production goes without a safeguard. */
export interface ProductionRelaxations extends IsolationRelaxations {
  /**
   * Why requests and responses are not kept for monitoring.
   *
   * @default - they are captured
   */
  readonly withoutCapture?: string;

  /**
   * Why a deployment that goes wrong is not rolled back.
   *
   * @default - alarms roll it back
   */
  readonly withoutRollback?: string;

  /**
   * Why the endpoint may fail with one availability zone.
   *
   * @default - it spans two
   */
  readonly oneAvailabilityZone?: string;
}

/** Safeguards that only production needs a reason to go without. */
const OF_PRODUCTION = ['withoutCapture', 'withoutRollback', 'oneAvailabilityZone'] as const;

/** Safeguards that no stage goes without but for a reason. */
const OF_ALL = ['withoutVpc', 'withoutIsolation'] as const;

/**
 * How much an endpoint matters, and so what it must have.
 *
 * In production an endpoint captures data, rolls back and spans two availability zones; it goes without one of them for a
 * stated reason only. At any stage it stands in your network, with its containers isolated, unless a reason says otherwise.
 */
export class EndpointStage {
  /** Users depend on the endpoint. */
  public static production(relaxations: ProductionRelaxations = {}): EndpointStage {
    return new EndpointStage(true, relaxations);
  }

  /** Only those who build and test depend on the endpoint. */
  public static nonProduction(relaxations: IsolationRelaxations = {}): EndpointStage {
    return new EndpointStage(false, relaxations);
  }

  private constructor(
    /** @internal */
    public readonly _isProduction: boolean,
    private readonly relaxations: ProductionRelaxations,
  ) {}

  /**
   * Why the endpoint goes without the safeguard, where a reason was given.
   *
   * @internal
   */
  public _reasonFor(relaxation: keyof ProductionRelaxations): string | undefined {
    return this.relaxations[relaxation];
  }

  /**
   * Whether the endpoint may go without the safeguard.
   *
   * @internal
   */
  public _allows(relaxation: keyof ProductionRelaxations): boolean {
    const needsNone = !this._isProduction && OF_PRODUCTION.some((safeguard) => safeguard === relaxation);

    return needsNone || this._reasonFor(relaxation) !== undefined;
  }

  /** @internal */
  public get _relaxations(): Relaxation[] {
    return [...OF_PRODUCTION, ...OF_ALL].flatMap((setting) => {
      const reason = this._reasonFor(setting);
      return reason === undefined ? [] : [{ setting, reason }];
    });
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    for (const { setting, reason } of this._relaxations) checkReason(problems, `${path}.${setting}`, reason);
  }

  /**
   * Writes the reasons where a reviewer of the template finds them.
   *
   * @internal
   */
  public _record(resource: CfnResource): void {
    if (this._relaxations.length > 0) resource.addMetadata('governed-ml:relaxations', this._relaxations);
  }
}
