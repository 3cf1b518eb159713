/** A resource of a deployed stack, and what it is in the emulator. */
export interface DeployedResource {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;

  /** By moto's own CloudFormation, an object of a service's API, or a record of its properties. */
  readonly kind: 'native' | 'service' | 'recorded';

  /** What Ref returns. */
  readonly physicalId: string;

  /** What GetAtt returns. */
  readonly attributes: Record<string, unknown>;
  readonly properties: Record<string, unknown>;

  /** What happens to it when its stack goes: `Delete`, `Retain`, `RetainExceptOnCreate` or `Snapshot`. */
  readonly deletionPolicy: string;
}

/** An API call of a user, of the CLI or of a handler. */
export interface Call {
  /** The service by its name in the SDKs, `sagemaker`. */
  readonly service: string;

  /** The operation, `CreateModelPackage`. */
  readonly operation: string;
  readonly account: string;
  readonly region: string;

  /** The ARN of who calls; of a handler, the session of its role. */
  readonly principal: string;
  readonly parameters: Record<string, unknown>;

  /** Code and message of a call that failed. */
  readonly error: string | null;
}

/** An event in the form that EventBridge delivers. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Record<string, unknown>;
  readonly [envelope: string]: unknown;
}

/** An event, as it reached a bus, and what became of it. */
export interface EmittedEvent {
  readonly account: string;

  /** The ARN of the bus. */
  readonly bus: string;
  readonly event: BusEvent;

  /** The rules that matched. */
  readonly rules: readonly MatchedRule[];

  /** What went wrong with it on purpose. */
  readonly fault?: Fault['kind'];
}

/** A rule that an event matched, by its ARN, and its targets. */
export interface MatchedRule {
  readonly rule: string;
  readonly targets: readonly {
    readonly id: string;
    readonly arn: string;

    /** `delivered`, or where the event ended instead. */
    readonly outcome: string;

    /** Code and message of a delivery that failed. */
    readonly reason?: string;
  }[];
}

/** Something that goes wrong on purpose, from the nth matching thing on, for some of them. */
export interface Fault {
  readonly kind:
    | 'throttle'
    | 'fail'
    | 'delay'
    | 'drop-event'
    | 'repeat-event'
    | 'hold-event'
    | 'kill-handler'
    | 'hold-endpoint'
    | 'fail-endpoint'
    | 'roll-back';

  /**
   * What it happens to: `service`, `operation`, `account` of a call; `source`, `detail-type`, `account` of an event; `function`, `account`
   * of a handler; `endpoint`, `account` of an endpoint.
   */
  readonly match: Record<string, string>;

  /** @default 1 */
  readonly nth?: number;

  /** @default 1 */
  readonly times?: number;

  /**
   * The error code of `fail`, the seconds of `delay`, `kill-handler` and `hold-endpoint`, the reason of `fail-endpoint`, how many later
   * events pass a held one.
   */
  readonly value?: string | number;
}
