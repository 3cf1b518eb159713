import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderProblem } from '../../lib/core';
import { PlatformDescription } from '../../lib/description';
import { DescriptionProblems } from '../../lib/description/private/description-problems';
import { Draft } from '../../lib/description/private/draft';
import { parsePath } from '../../lib/description/private/field-path';

/** A platform in nine accounts: a team with three stages and a project, and a team that has just begun. */
export const NINE_ACCOUNTS = `name: acme-ml
homeRegion: eu-west-1
operatingModel: federated
accounts:
  management: "111111111111"
  logArchive: "222222222222"
  security: "333333333333"
  sharedServices: "444444444444"
  data: "055555555555"
organization:
  id: o-a1b2c3d4e5
  rootId: r-ab12
  guardrails:
    preset: standard
    approvedRegions: [eu-west-1, eu-central-1]
    exemptions:
      - roleName: BreakGlass
        reason: emergencies, each use is reviewed
network:
  cidr: 10.40.0.0/16
  availabilityZones: [eu-west-1a, eu-west-1b]
identity:
  provider: iam
teams:
  - name: marine-life
    costCentre: CC-1024
    monthlyBudgetUsd: 5000
    email: marine-life@acme.example
    stages:
      dev:
        account: "666666666666"
        network:
          cidr: 10.40.0.0/20
      test:
        account: "777777777777"
        network:
          cidr: 10.40.16.0/20
      prod:
        account: "888888888888"
        network:
          cidr: 10.40.32.0/20
    members:
      - name: ann
        persona: data-scientist
      - name: ben
        persona: mlops-engineer
    projects:
      - name: abalone
        template: tabular-regression
        repository:
          provider: github
          name: acme/abalone
        model:
          code: abalone
          trainingDataPrefix: abalone/raw/
          maxMse: 6
        deployment:
          testVersion: 3
          prodVersion: 2
        monitoring:
          monitors: [data-quality, model-quality]
  - name: logistics
    costCentre: CC-2048
    monthlyBudgetUsd: 1500
    email: logistics@acme.example
    stages:
      dev:
        account: "999999999999"
        network:
          cidr: 10.40.48.0/20
    members:
      - name: cleo
        persona: data-scientist
      - name: dan
        persona: mlops-engineer
`;

/** Values by their path; `undefined` takes the field away. */
export type Changes = Readonly<Record<string, unknown>>;

/** The same platform as data, with some of its fields changed. */
export function nineAccounts(changes: Changes = {}): PlatformDescription {
  const description = parse(NINE_ACCOUNTS);
  for (const [path, value] of Object.entries(changes)) {
    const segments = parsePath(path);
    const parent = segments.slice(0, -1).reduce((node, segment) => node[segment], description);
    parent[segments[segments.length - 1]] = value;
  }
  return description;
}

/** What a check says about the platform with some of its fields changed. */
export function told(
  check: (problems: DescriptionProblems, draft: Draft<PlatformDescription>) => void,
  changes: Changes,
): string[] {
  const problems = new DescriptionProblems();
  check(problems, nineAccounts(changes));

  return problems.all.map(renderProblem);
}

const folders: string[] = [];

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Writes a description beside the code of the project `abalone` and gives the path of its file. */
export function descriptionFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'governed-ml-'));
  folders.push(folder);
  mkdirSync(join(folder, 'abalone'));
  for (const file of ['preprocess.py', 'evaluate.py', 'training.json']) {
    writeFileSync(join(folder, 'abalone', file), '');
  }

  const path = join(folder, 'platform.yaml');
  writeFileSync(path, text);
  return path;
}
