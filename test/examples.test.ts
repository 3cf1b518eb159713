import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, CfnResource, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import * as library from '../lib';
import { PlatformFile } from '../lib/description';
import { RulePack } from '../lib/governance';
import { MlPlatform } from '../lib/platform';
import { Example, exampleNamed, EXAMPLES } from './examples';

/** Where one acknowledgement stands, which finding it names, and why. */
interface Acknowledgement {
  readonly path: string;
  readonly finding: string;
  readonly reason: string;
}

/** A rule that a construct breaks, as a pack reports it. */
interface Finding {
  readonly pack: string;
  readonly rule: string;
  readonly path: string;
}

/** What the CDK reports of one plug-in; rule packs leave acknowledged findings out themselves. */
interface PluginReport {
  readonly pluginName: string;
  readonly violations: Violation[];
  readonly suppressedViolations?: Violation[];
}

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: { constructPath: string }[];
}

const ROOT = path.join(__dirname, '..');

/** The examples that together have every construct that acknowledges a finding, and how many acknowledgements each may have. */
const MOST_ACKNOWLEDGEMENTS = { reference: 21, integrations: 24 };

/** What the programs of the examples import beside this library. */
const CDK_MODULES = [
  ...new Set(
    Object.values(contents(path.join(ROOT, 'examples'))).flatMap((text) =>
      [...text.matchAll(/ from '((?:aws-cdk-lib|constructs)[^']*)'/g)].map(([, name]) => name),
    ),
  ),
];

const started = new Set<string>();
const folders: string[] = [];
const reports = new Map<string, PluginReport[]>();

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('examples/%s', (name, example) => {
  test('synthesises with the schema validation as errors and without a finding of any pack', () => {
    const app = appOf(example, newFolder());
    Validations.of(app).addPlugins(controlTower());
    for (const pack of RulePack.all()) pack.watch(app);

    const { directory } = validated(() => app.synth());

    reports.set(name, readReport(directory));
    expect(readReport(directory).flatMap((report) => report.violations)).toEqual([]);
  });

  test('consists of resources that the packs see', () => {
    const resources = appOf(example, newFolder())
      .node.findAll()
      .filter((construct) => CfnResource.isCfnResource(construct));

    expect(resources.filter((resource) => !(resource instanceof CfnResource))).toEqual([]);
  });

  test('synthesises to the same bytes twice', () => {
    const folders = [newFolder(), newFolder()];

    const [first, second] = folders.map((folder) => contents(appOf(example, folder).synth().directory));

    expect(second).toEqual(first);
  });

  test('synthesises to the templates of the snapshot', () => {
    const app = appOf(example, newFolder());

    const templates = Object.fromEntries(
      app.synth().stacks.map((stack) => [stack.stackName, stack.template as object]),
    );

    expect(templates).toMatchSnapshot();
  });
});

describe.each(Object.entries(MOST_ACKNOWLEDGEMENTS))('acknowledgements of examples/%s', (name, most) => {
  const example = exampleNamed(name);
  let acknowledgements: Acknowledgement[];
  let findings: Finding[];

  beforeAll(() => {
    acknowledgements = acknowledgementsOf(appOf(example, newFolder()));
    findings = [
      ...withoutAcknowledgements(() => findingsOf(appOf(example, newFolder()))),
      ...suppressed(reports.get(name) ?? []),
    ];
  });

  test('are few: rule and reason are distinct', () => {
    const distinct = new Set(acknowledgements.map(({ finding, reason }) => `${ruleOf(finding)}: ${reason}`));

    console.log(renderCoverage(name, findings, [...distinct].sort()));
    expect(distinct.size).toBeLessThanOrEqual(most);
  });

  test('each covers a finding of the construct on which it stands', () => {
    const covered = new Set(findings.map(({ rule, path: of }) => `${of} ${rule}`));
    const idle = acknowledgements.filter(({ path: of, finding }) => !covered.has(`${of} ${finding}`));

    expect(idle).toEqual([]);
  });

  test('are all needed: without them every finding is reported', () => {
    const acknowledged = new Set(acknowledgements.map(({ path: of, finding }) => `${of} ${finding}`));

    expect(findings.filter(({ rule, path: of }) => !acknowledged.has(`${of} ${rule}`))).toEqual([]);
  });
});

/** The app of an example, defined but not yet synthesised. */
function appOf(example: Example, outdir: string): App {
  const { context } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  if (example.app) return importedApp(path.join(ROOT, example.app), outdir, context);

  const app = new App({ outdir, context });
  const { description, folder } = PlatformFile.read(path.join(ROOT, example.description as string));
  new MlPlatform(app, description.name, { description, codeRoot: folder });
  return app;
}

/** Runs an example's program up to its `app.synth()`, and hands out the app instead. */
function importedApp(program: string, outdir: string, context: Record<string, unknown>): App {
  const apps: App[] = [];
  process.env.CDK_OUTDIR = outdir;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  const synth = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App) {
    apps.push(this);
    return undefined as never;
  });

  // The program runs anew each time, but with this copy of the CDK: rules find nothing in the constructs of another copy. The
  // first run is no isolated one, because the CDK loads much of itself only when it is used.
  for (const name of CDK_MODULES) {
    const module: unknown = jest.requireActual(name);
    jest.doMock(name, () => module);
  }
  jest.doMock('governed-ml', () => library);
  if (started.has(program)) jest.isolateModules(() => jest.requireActual(program));
  else jest.requireActual(program);
  started.add(program);

  synth.mockRestore();
  delete process.env.CDK_OUTDIR;
  delete process.env.CDK_CONTEXT_JSON;
  return apps[0];
}

/** Runs with the schema validation that test/setup.ts switches off. */
function validated<T>(run: () => T): T {
  delete process.env.CDK_VALIDATION;
  try {
    return run();
  } finally {
    process.env.CDK_VALIDATION = 'false';
  }
}

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'governed-ml-'));
  folders.push(folder);

  return folder;
}

function controlTower(): IPolicyValidationPlugin {
  return new CfnGuardValidator({ controlTowerRulesEnabled: true });
}

function readReport(directory: string): PluginReport[] {
  const report = JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: PluginReport[];
  };

  return report.pluginReports;
}

function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  return Object.fromEntries(
    files
      .map((file) => path.join(file.parentPath, file.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

function acknowledgementsOf(app: App): Acknowledgement[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap((entry) => Object.entries(entry.data as Record<string, string>))
      .map(([id, reason]) => ({ path: construct.node.path, finding: id.replace(/^[^:[]+::/, ''), reason })),
  );
}

function withoutAcknowledgements<T>(run: () => T): T {
  const acknowledge = jest.spyOn(Validations.prototype, 'acknowledge').mockImplementation(() => undefined);
  try {
    return run();
  } finally {
    acknowledge.mockRestore();
  }
}

function findingsOf(app: App): Finding[] {
  return RulePack.all().flatMap(({ packName, plugin }) =>
    plugin
      .validate({ appConstruct: app, stackTemplates: [], templatePaths: [] })
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({ pack: packName, rule: ruleName, path: constructPath })),
      ),
  );
}

/** The findings that the CDK itself holds back because they are acknowledged. */
function suppressed(ofExample: PluginReport[]): Finding[] {
  return ofExample.flatMap(({ pluginName, suppressedViolations = [] }) =>
    suppressedViolations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({ pack: pluginName, rule: ruleName, path: constructPath })),
    ),
  );
}

/** The rule without the finding in brackets, which names the wildcard. */
function ruleOf(finding: string): string {
  return finding.replace(/\[.*$/s, '');
}

function renderCoverage(name: string, findings: Finding[], distinct: string[]): string {
  const packs = [...new Set(findings.map((finding) => finding.pack))];
  const counts = packs.map((pack) => `  ${pack}: ${findings.filter((finding) => finding.pack === pack).length}`);

  return [`${distinct.length} acknowledgements of ${name}:`, ...distinct, 'findings that they cover:', ...counts].join(
    '\n',
  );
}
