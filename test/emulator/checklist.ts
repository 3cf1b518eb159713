import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { Example } from '../examples';
import { EmulatorProblem } from './emulator-problem';
import { DeployedResource } from './facts';
import { Environment, LandingZone } from './landing-zone';

const ROOT = path.join(__dirname, '..', '..');

/** What came of the lines of a checklist. */
export interface Followed {
  /** Lines that were done. */
  readonly done: string[];

  /** Lines whose commands the AWS CLI accepts, but no API here knows. */
  readonly read: string[];
}

/** Who follows a checklist: people with access to these accounts. */
export interface Followers {
  readonly management: Environment;
  readonly security: Environment;

  /** All accounts of the organisation but the management account. */
  readonly members: readonly string[];
}

/** The checklist of an example, as `governed-ml preflight` tells it. */
export function checklistOf({ description }: Example): string[] {
  const told = execFileSync(process.execPath, ['bin/governed-ml.js', 'preflight', String(description)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return told.trim().split('\n');
}

/** The lines that ask for nothing which only a deployment makes. */
export function beforeDeployment(lines: readonly string[]): string[] {
  return lines.filter((line) => !isForLater(line));
}

/** The lines that wait for a deployment. */
export function afterDeployment(lines: readonly string[]): string[] {
  return lines.filter(isForLater);
}

/** Does what the lines of a checklist say, by their own commands; throws when one of them is refused. */
export async function follow(zone: LandingZone, lines: readonly string[], followers: Followers): Promise<Followed> {
  const units = unitsByPath(await zone.resources());
  const followed: Followed = { done: [], read: [] };

  for (const line of lines) {
    const command = /: (aws .+?)( \(in each region\))?$/.exec(line)?.[1];
    if (command === undefined) throw new EmulatorProblem(`the checklist has a line without a command: ${line}`);
    const outcomes = await runEach(zone, line, withUnits(command, units), followers);
    (outcomes.every((emulated) => emulated) ? followed.done : followed.read).push(line);
  }
  return followed;
}

function isForLater(line: string): boolean {
  return line.startsWith('after the stack') || /--destination-parent-id <id of /.test(line);
}

/** Runs a command once, or once for each account that the line means. */
async function runEach(zone: LandingZone, line: string, command: string, followers: Followers): Promise<boolean[]> {
  const { management, security, members } = followers;
  if (line.includes('in each account')) {
    const places = members.map((account) => ({ ...security, account }));
    return Promise.all(places.map((place) => run(zone, command, place)));
  }
  if (line.includes('once for each')) {
    const others = members.filter((account) => account !== security.account);
    return Promise.all(others.map((account) => run(zone, withAccount(command, account), security)));
  }
  const moving = /move-account --account-id (\d{12})/.exec(command)?.[1];
  const place = line.includes('in the security account') ? security : management;
  return [moving ? await move(zone, command, moving, place) : await run(zone, command, place)];
}

async function run(zone: LandingZone, command: string, place: Environment): Promise<boolean> {
  const unfilled = /<[^>]+>/.exec(command);
  if (unfilled) throw new EmulatorProblem(`nobody knows ${unfilled[0]}: ${command}`);
  return (await zone.run(command, place)).emulated;
}

/** Moves an account from where it lies; one that lies there already stays, as the checklist allows. */
async function move(zone: LandingZone, command: string, account: string, place: Environment): Promise<boolean> {
  const parents = `aws organizations list-parents --child-id ${account} --query 'Parents[0].Id'`;
  const today = String((await zone.run(parents, place)).answer);
  if (command.endsWith(`--destination-parent-id ${today}`)) return true;
  return run(zone, command.replace('<id of its parent today>', today), place);
}

function withAccount(command: string, account: string): string {
  return command.replace('<id of the account>', account).replace('<its address>', `${account}@example.com`);
}

function withUnits(command: string, units: ReadonlyMap<string, string>): string {
  return command.replace(/<id of ([^>]+)>/g, (placeholder, unit: string) => units.get(unit) ?? placeholder);
}

/** The ids of deployed units by their paths, `Workloads/marine-life/dev`. */
function unitsByPath(resources: readonly DeployedResource[]): Map<string, string> {
  const units = resources.filter(({ type }) => type === 'AWS::Organizations::OrganizationalUnit');
  const named = new Map(units.map(({ physicalId, properties }) => [physicalId, properties]));
  const pathOf = (id: string): string => {
    const { Name, ParentId } = named.get(id) as Record<string, string>;
    return named.has(ParentId) ? `${pathOf(ParentId)}/${Name}` : Name;
  };

  return new Map(units.map(({ physicalId }) => [pathOf(physicalId), physicalId]));
}
