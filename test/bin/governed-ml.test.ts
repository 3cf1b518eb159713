import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const REFERENCE = path.join(ROOT, 'examples', 'reference');

const USAGE = `usage:
  governed-ml check [file]                     check a description
  governed-ml synth [file] [--output folder]   write the templates of the platform that it describes
  governed-ml preflight [file]                 tell what is done by hand around the first deployment

Without a file it is the one that cdk.json names as context "description", or platform.yaml.
The folder is cdk.out unless it is given.
`;

/** How a run of the command ended and what it told. */
interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

jest.setTimeout(60_000);

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'governed-ml-')));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('--help explains the commands', () => {
  const ending = governedMl(['--help']);

  expect(ending).toEqual({ status: 0, stdout: USAGE, stderr: '' });
});

describe('check', () => {
  test('says that a description has no problems; without a file it is the one of cdk.json', () => {
    const ending = governedMl(['check'], { cwd: ROOT });

    expect(ending).toEqual({
      status: 0,
      stdout: 'examples/reference/platform.yaml: no problems (2 teams, 1 project)\n',
      stderr: '',
    });
  });

  test('tells where a key is misspelt and what was meant, and writes nothing', () => {
    writeReference((text) => text.replace('homeRegion:', 'homeRegon:').replace('persona: mlops', 'persona: mlop'));

    const ending = governedMl(['check', 'platform.yaml']);

    expect(ending).toEqual({
      status: 1,
      stdout: '',
      stderr: [
        '2 problems:',
        `  ${placeOf('homeRegon')} UnknownKey: homeRegon is no known key, an unknown key would be ignored in silence; did you mean "homeRegion"`,
        `  ${placeOf('mlop-engineer')} NotAllowed: teams[0].members[3].persona is "mlop-engineer", it takes data-scientist, data-engineer, ml-engineer, mlops-engineer, platform-engineer, model-approver, auditor or business-analyst; did you mean "mlops-engineer"`,
        '',
      ].join('\n'),
    });
    expect(readdirSync(folder).sort()).toEqual(['abalone', 'platform.yaml']);
  });

  test('tells what only the platform knows to be wrong', () => {
    writeReference((text) => text.replace('network: { cidr: 10.40.48.0/20 }', `network: ${existingVpc()}`));

    const ending = governedMl(['check', 'platform.yaml']);

    expect(ending).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'EndpointServiceUnknown: teams[1].stages.dev.network.existingVpc.endpoints[0] is "sagemaker.apy", the platform uses no endpoint service of that name; did you mean "sagemaker.api"\n',
    });
  });

  test('looks for platform.yaml where there is no cdk.json', () => {
    const ending = governedMl(['check']);

    expect(ending).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'FileNotFound: "platform.yaml" does not exist, a description is read from a YAML file; correct the path, which is relative to the current folder\n',
    });
  });
});

describe('synth', () => {
  test('writes the assembly and prints its stacks as a table', () => {
    const description = path.join(ROOT, 'examples', 'single-account', 'platform.yaml');

    const { status, stdout, stderr } = governedMl(['synth', description, '--output', 'out']);

    const [headings, ...rows] = stdout.trimEnd().split('\n');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(headings).toMatch(/^stack +account +region +resources +template$/);
    expect(
      rows
        .slice(0, 5)
        .map((row) =>
          row
            .replace(/\d+ +\d+ KiB$/, '')
            .split(/ +/)
            .slice(0, 3)
            .join(' '),
        )
        .sort(),
    ).toEqual(
      ['logs', 'marine-life-prod', 'marine-life-test', 'marine-life-workspace', 'registry'].map(
        (name) => `solo-ml-${name} 123456789012 eu-central-1`,
      ),
    );
    expect(rows.slice(5)).toEqual(['', 'The assembly lies in out']);
    expect(existsSync(path.join(folder, 'out', 'manifest.json'))).toBe(true);
  });

  test('writes nothing of a description with problems, and clears its line before it tells them', () => {
    writeReference((text) => text.replace('monthlyBudgetUsd: 4000', 'monthlyBudgetUsd: 0'));

    const { status, stdout, stderr } = governedMl(['synth', 'platform.yaml'], { isWatched: true });

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      '\r\u001b[Kreading platform.yaml\r\u001b[K' +
        `${placeOf('0\n    email: marine-life')} BudgetNotPositive: teams[0].monthlyBudgetUsd is 0, a budget is more than 0 US dollars; write what the team may spend in a month, as 5000\n`,
    );
    expect(existsSync(path.join(folder, 'cdk.out'))).toBe(false);
  });
});

describe('preflight', () => {
  test('tells what is done by hand around the first deployment, a line each, and writes nothing', () => {
    const { status, stdout, stderr } = governedMl(['preflight', path.join(REFERENCE, 'platform.yaml')]);

    const lines = stdout.trimEnd().split('\n');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines[0]).toBe(
      'enable policies of type SERVICE_CONTROL_POLICY: aws organizations enable-policy-type --root-id r-ab12 --policy-type SERVICE_CONTROL_POLICY',
    );
    expect(lines.filter((line) => /^move \d{12} to [\w/ -]+: aws organizations move-account /.test(line))).toHaveLength(
      9,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says so when there is nothing to do', () => {
    const ending = governedMl(['preflight', path.join(ROOT, 'examples', 'single-account', 'platform.yaml')]);

    expect(ending).toEqual({
      status: 0,
      stdout: 'nothing is done by hand: the platform has no organization\n',
      stderr: '',
    });
  });
});

describe('the usage is told, and the process ends with 2,', () => {
  test('without a command', () => {
    const ending = governedMl([]);

    expect(ending).toEqual({ status: 2, stdout: '', stderr: USAGE });
  });

  test('with an option that is none', () => {
    const { status, stdout, stderr } = governedMl(['synth', '--outptu', 'out']);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Unknown option '--outptu'/);
    expect(stderr.endsWith(`\n${USAGE}`)).toBe(true);
  });
});

/** Runs the command as it was built, which `npm test` sees to, and as its user would; somebody who watches sees a terminal. */
function governedMl(args: string[], { cwd = folder, isWatched = false } = {}): Ending {
  const preloaded = isWatched ? ['--require', terminal()] : [];
  const program = path.join(ROOT, 'bin', 'governed-ml.js');

  const { status, stdout, stderr } = spawnSync(process.execPath, [...preloaded, program, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** A module that makes a process believe that somebody watches it. */
function terminal(): string {
  const file = path.join(folder, 'terminal.js');
  writeFileSync(file, 'process.stderr.isTTY = true;\n');

  return file;
}

/** Writes an edited copy of the reference platform, with its code, into the test's folder. */
function writeReference(edit: (text: string) => string): void {
  const text = readFileSync(path.join(REFERENCE, 'platform.yaml'), 'utf8');

  cpSync(path.join(REFERENCE, 'abalone'), path.join(folder, 'abalone'), { recursive: true });
  writeFileSync(path.join(folder, 'platform.yaml'), edit(text));
}

/** Where a text stands in the copy, as a problem tells it. */
function placeOf(text: string): string {
  const before = readFileSync(path.join(folder, 'platform.yaml'), 'utf8').split(text)[0].split('\n');

  return `platform.yaml:${before.length}:${before[before.length - 1].length + 1}`;
}

function existingVpc(): string {
  const subnet = (id: string, zone: string): string =>
    `{ subnetId: subnet-${id}, routeTableId: rtb-0a1b2c3d4e5f67890, availabilityZone: ${zone} }`;
  const subnets = [subnet('0a1b2c3d4e5f67890', 'eu-west-1a'), subnet('1a1b2c3d4e5f67890', 'eu-west-1b')];

  return `{ existingVpc: { vpcId: vpc-0a1b2c3d4e5f67890, cidr: 10.8.0.0/16, endpoints: [sagemaker.apy], subnets: [${subnets.join(', ')}] } }`;
}
