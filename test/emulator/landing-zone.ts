import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { Account } from './account';
import { CdkCli, DeployOptions, Deployable, Deployment, withoutAws } from './cdk-cli';
import { EmulatorProblem } from './emulator-problem';
import { Call, DeployedResource, EmittedEvent, Fault } from './facts';
import { SPECIFICATION, writeSpecification } from './specification';

const ROOT = path.join(__dirname, '..', '..');
const VENV_PYTHON = path.join(ROOT, '.venv', 'bin', 'python');

/** How long an emulator may take to write down its state. */
const GRACE_IN_MILLISECONDS = 20_000;

/** How a landing zone is started. */
export interface LandingZoneOptions {
  /**
   * The port to listen on.
   *
   * @default - a free one
   */
  readonly port?: number;

  /**
   * The Python that has what test/requirements.txt names.
   *
   * @default - that of .venv, which `npm run verify` makes
   */
  readonly python?: string;

  /**
   * A file in which the state is kept, so that the landing zone can be killed and resumed.
   *
   * @default - the state is in memory alone
   */
  readonly state?: string;

  /**
   * Whether to go on from the state of an earlier landing zone.
   *
   * @default false - a state that is left over is refused
   */
  readonly resume?: boolean;
}

/** Where stacks are deployed: an account and a region. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

/** An organisation that is there before anything is deployed. */
export interface FoundedOrganization {
  /** The account that manages it, and the region of IAM Identity Center. */
  readonly management: Environment;

  /** `o-a1b2c3d4e5` */
  readonly organizationId: string;

  /** `r-ab12` */
  readonly rootId: string;

  /** The other accounts. They lie at the root. */
  readonly accounts: readonly string[];

  /**
   * The ARN of the instance of IAM Identity Center.
   *
   * @default - a random one
   */
  readonly instanceArn?: string;
}

/** A network that is there before anything is deployed, of the ids by which an app names it. */
export interface LaidNetwork {
  readonly vpcId: string;

  /** The range of addresses; each subnet gets 256 of them. */
  readonly cidr: string;
  readonly subnets: readonly LaidSubnet[];
}

/** A subnet of such a network, with a route table; several may have the same one. */
export interface LaidSubnet {
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly availabilityZone: string;
}

/** What came of a command of the AWS CLI. */
export interface CommandOutcome {
  readonly answer: unknown;

  /** Whether an API here knows the operation; a command that the CLI would not accept fails. */
  readonly emulated: boolean;
}

/**
 * An emulated AWS organisation of as many accounts as are asked for, on localhost.
 *
 * The emulator is a process that ends with this one, however this one ends.
 */
export class LandingZone {
  /** Starts an emulator of its own; several can run side by side. */
  public static async start(options: LandingZoneOptions = {}): Promise<LandingZone> {
    const { python = VENV_PYTHON } = options;
    checkPrerequisites(python, options);
    writeSpecification();
    const emulator = spawn(python, argumentsOf(options), {
      cwd: __dirname,
      env: withoutAws(process.env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const complaints = collect(emulator);
    const closed = once(emulator, 'close');

    for await (const line of createInterface({ input: emulator.stdout })) {
      const { endpoint } = JSON.parse(line) as { endpoint: string };
      return new LandingZone(emulator, endpoint, complaints);
    }
    await closed;
    throw new EmulatorProblem(lastLine(complaints) ?? 'the emulator ended before it began');
  }

  private readonly cli: CdkCli;

  private constructor(
    private readonly emulator: ChildProcess,
    /** Where every AWS API answers, `http://localhost:<port>`. */
    public readonly endpoint: string,
    private readonly complaints: string[],
  ) {
    this.cli = new CdkCli(endpoint);
  }

  /** An account, in which one acts through AWS SDK clients. */
  public as(account: string, region: string): Account {
    return new Account(this.endpoint, account, region);
  }

  /** Founds an organisation with the ids that a description gives; what its checklist asks for is still to do. */
  public async foundOrganization({ management, ...organization }: FoundedOrganization): Promise<void> {
    await this.steer('found-organization', {
      ...organization,
      management: management.account,
      region: management.region,
    });
  }

  /** Takes accounts into the organisation of a management account. They lie at the root. */
  public async joinOrganization({ account, region }: Environment, ...accounts: string[]): Promise<void> {
    await this.steer('join-organization', { management: account, region, accounts });
  }

  /** Lays a network that somebody else has made, as those are that an app adopts. */
  public async lay(network: LaidNetwork, { account, region }: Environment): Promise<void> {
    await this.steer('networks', { ...network, account, region });
  }

  /** Runs a command of the AWS CLI, as somebody in an account: `aws organizations list-roots`. */
  public run(command: string, { account, region }: Environment): Promise<CommandOutcome> {
    return this.steer('command', { command, account, region });
  }

  /** Prepares environments for the CDK CLI, by the CLI; two at a time. */
  public async bootstrap(environments: readonly Environment[]): Promise<void> {
    const waiting = [...environments];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await this.cli.bootstrap(next, await this.as(next.account, next.region).credentials());
      }
    };

    await Promise.all([worker(), worker()]);
  }

  /** Deploys all stacks of an example or an app with the CDK CLI; throws with the reason of the first failure. */
  public deploy(what: Deployable, options: DeployOptions = {}): Promise<Deployment> {
    return this.cli.deploy(what, options);
  }

  /** Destroys all stacks of an example or an app with the CDK CLI. */
  public destroy(what: Deployable, options: DeployOptions = {}): Promise<Deployment> {
    return this.cli.destroy(what, options);
  }

  /** Every resource that a stack holds, with the kind of thing that it is here. */
  public resources(): Promise<DeployedResource[]> {
    return this.steer('resources');
  }

  /** Every event that reached a bus, with the rules that matched and what became of it at their targets. */
  public events(): Promise<EmittedEvent[]> {
    return this.steer('events');
  }

  /** The API calls of everybody but AWS services, in order: users, the CLI, handlers. */
  public calls(): Promise<Call[]> {
    return this.steer('calls');
  }

  /** What goes wrong from now on; no fault ends all of them. */
  public async suffer(...faults: Fault[]): Promise<void> {
    await this.steer('faults', faults);
  }

  /** Fires a schedule of EventBridge Scheduler, or a rule with a schedule, by hand: by its name or its ARN. */
  public async fire(schedule: string, { account, region }: Environment): Promise<void> {
    await this.steer('fire', { schedule, account, region });
  }

  /** Moves the time of the emulator; schedules that fall due are fired in their order. */
  public async advance(seconds: number): Promise<void> {
    await this.steer('clock', { advance: seconds });
  }

  /** Waits until every event is delivered and every handler has ended. */
  public async settle(): Promise<void> {
    await this.steer('settle');
  }

  /** Sends the emulator a control request; what it can be asked stands in README.md. */
  public async steer<T>(route: string, body: unknown = null): Promise<T> {
    const response = await fetch(`${this.endpoint}/_landing-zone/${route}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();

    if (!response.ok) throw new EmulatorProblem(`${route}: ${(answer as { error: string }).error}`);
    return answer as T;
  }

  /** Ends the emulator; what it kept in a file stays. */
  public async stop(): Promise<void> {
    await this.end(() => this.emulator.stdin?.end());
  }

  /** Kills the emulator, as a power failure would. */
  public async kill(): Promise<void> {
    await this.end(() => this.emulator.kill('SIGKILL'));
  }

  /** What the emulator complained about: faults of its own, not of what was deployed. */
  public problems(): string {
    return this.complaints.join('');
  }

  private async end(how: () => void): Promise<void> {
    if (this.emulator.exitCode !== null || this.emulator.signalCode !== null) return;

    const ended = once(this.emulator, 'exit');
    how();
    const impatience = setTimeout(() => this.emulator.kill('SIGKILL'), GRACE_IN_MILLISECONDS);
    await ended;
    clearTimeout(impatience);
  }
}

function argumentsOf({ port = 0, state }: LandingZoneOptions): string[] {
  const base = ['-m', 'landing_zone', '--specification', SPECIFICATION, '--port', String(port)];
  return state === undefined ? base : [...base, '--state', state];
}

function checkPrerequisites(python: string, { state, resume }: LandingZoneOptions): void {
  const hasMoto = spawnSync(python, ['-c', 'import moto, boto3']).status === 0;

  if (!hasMoto) {
    throw new EmulatorProblem(
      'the emulator is not installed: run `npm run verify` once, which needs Python 3.10 or later',
    );
  }
  if (state !== undefined && existsSync(state) && resume !== true) {
    throw new EmulatorProblem(`${state} is left from an earlier run: delete it, or start with resume: true`);
  }
  if (resume === true && (state === undefined || !existsSync(state))) {
    throw new EmulatorProblem(`there is no state to resume from at ${state ?? '(none given)'}`);
  }
}

function collect(emulator: ChildProcess): string[] {
  const said: string[] = [];
  emulator.stderr?.on('data', (data: Buffer) => said.push(data.toString()));
  return said;
}

function lastLine(said: readonly string[]): string | undefined {
  return said
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1);
}
