import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListModelPackageGroupsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { CreateTopicCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { checkVersion } from './cdk-cli';
import { LandingZone, LandingZoneOptions } from './landing-zone';

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';

/** Those that a test starts for itself. */
const zones: LandingZone[] = [];

async function start(options: LandingZoneOptions = {}): Promise<LandingZone> {
  const zone = await LandingZone.start(options);
  zones.push(zone);
  return zone;
}

afterEach(async () => {
  await Promise.all(zones.splice(0).map((zone) => zone.stop()));
});

describe('a landing zone', () => {
  let first: LandingZone;

  beforeAll(async () => {
    first = await LandingZone.start();
  });

  afterAll(() => first.stop());

  test('keeps its accounts apart, and itself apart from others', async () => {
    const second = await start();

    await topics(first, ACCOUNT).send(new CreateTopicCommand({ Name: 'here' }));

    expect(await topicsIn(first, ACCOUNT)).toEqual([`arn:aws:sns:${REGION}:${ACCOUNT}:here`]);
    expect(await topicsIn(first, '222222222222')).toEqual([]);
    expect(await topicsIn(second, ACCOUNT)).toEqual([]);
  });

  test('tells who called what', async () => {
    await first.as(ACCOUNT, REGION).client(SageMakerClient).send(new ListModelPackageGroupsCommand());

    const [call] = (await first.calls()).filter(({ service }) => service === 'sagemaker');
    expect(call).toMatchObject({
      operation: 'ListModelPackageGroups',
      account: ACCOUNT,
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/OrganizationAccountAccessRole/landing-zone`,
      error: null,
    });
  });

  test('ends when the process that started it is killed', async () => {
    const script = `
      const { LandingZone } = require('./test/emulator/landing-zone');
      LandingZone.start().then((zone) => console.log(zone.endpoint));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--require', 'ts-node/register', '--eval', script]);
    const [endpoint] = await firstLine(parent.stdout);

    parent.kill('SIGKILL');

    await expect(eventually(async () => !(await answers(endpoint)))).resolves.toBe(true);
  });

  test.each([
    ['throttle', undefined, 'ThrottlingException'],
    ['fail', 'ResourceNotFound', 'ResourceNotFound'],
  ] as const)('lets the second call of an operation suffer: %s', async (kind, value, code) => {
    const client = first.as(ACCOUNT, REGION).client(SageMakerClient);
    await first.suffer({
      kind,
      match: { service: 'sagemaker', operation: 'ListModelPackageGroups' },
      nth: 2,
      times: 5,
      value,
    });

    await client.send(new ListModelPackageGroupsCommand());
    const second = client.send(new ListModelPackageGroupsCommand());

    await expect(second).rejects.toMatchObject({ name: code });
  });

  test('goes on with a rollback during which it was killed', async () => {
    const state = path.join(mkdtempSync(path.join(tmpdir(), 'landing-zone-')), 'state');
    const zone = await start({ state });
    await zone.suffer(
      { kind: 'fail', match: { service: 'sns', operation: 'CreateTopic' }, nth: 4, value: 'InvalidParameter' },
      { kind: 'delay', match: { service: 'sns', operation: 'DeleteTopic' }, nth: 2, value: 60 },
    );
    const failing = cloudFormation(zone).send(
      new CreateStackCommand({ StackName: 'falling', TemplateBody: JSON.stringify({ Resources: fiveTopics() }) }),
    );

    await expect(eventually(async () => (await statusOf(zone, 'falling')) === 'ROLLBACK_IN_PROGRESS')).resolves.toBe(
      true,
    );
    await zone.kill();
    await expect(failing).rejects.toThrow();
    const resumed = await start({ state, resume: true });

    await expect(eventually(async () => (await statusOf(resumed, 'falling')) === 'ROLLBACK_COMPLETE')).resolves.toBe(
      true,
    );
    expect(await topicsIn(resumed, ACCOUNT)).toEqual([]);
  });

  test('goes on with a deployment during which it was killed', async () => {
    const state = path.join(mkdtempSync(path.join(tmpdir(), 'landing-zone-')), 'state');
    const zone = await start({ state });
    await zone.suffer({ kind: 'delay', match: { service: 'sns', operation: 'CreateTopic' }, nth: 3, value: 60 });
    const deploying = cloudFormation(zone).send(
      new CreateStackCommand({ StackName: 'interrupted', TemplateBody: JSON.stringify({ Resources: fiveTopics() }) }),
    );

    await expect(eventually(async () => (await topicsIn(zone, ACCOUNT)).length === 2)).resolves.toBe(true);
    await zone.kill();
    await expect(deploying).rejects.toThrow();
    const resumed = await start({ state, resume: true });

    const isComplete = async (): Promise<boolean> => (await statusOf(resumed, 'interrupted')) === 'CREATE_COMPLETE';
    await expect(eventually(isComplete)).resolves.toBe(true);
    expect(await topicsIn(resumed, ACCOUNT)).toHaveLength(5);
  });
});

describe('what keeps a landing zone from starting is told in one line', () => {
  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    await expect(LandingZone.start({ port })).rejects.toThrow(
      `port ${port} is in use: choose another, or none for a free one`,
    );

    server.close();
  });

  test('an emulator that is not installed', async () => {
    await expect(LandingZone.start({ python: '/nowhere/python' })).rejects.toThrow(
      'the emulator is not installed: run `npm run verify` once, which needs Python 3.10 or later',
    );
  });

  test('a CLI that is not the pinned one', () => {
    const repository = mkdtempSync(path.join(tmpdir(), 'repository-'));
    mkdirSync(path.join(repository, 'node_modules', 'aws-cdk'), { recursive: true });
    writeFileSync(path.join(repository, 'node_modules', 'aws-cdk', 'package.json'), '{ "version": "3.0.0" }');
    writeFileSync(path.join(repository, 'package.json'), '{ "devDependencies": { "aws-cdk": "2.1148.1" } }');

    expect(() => checkVersion(repository)).toThrow('the CDK CLI is 3.0.0, this repository pins 2.1148.1: run `npm ci`');
  });

  test('a state that is left over', async () => {
    const state = path.join(mkdtempSync(path.join(tmpdir(), 'landing-zone-')), 'state');
    writeFileSync(state, '');

    await expect(LandingZone.start({ state })).rejects.toThrow(
      `${state} is left from an earlier run: delete it, or start with resume: true`,
    );
  });

  test('a state that is not there', async () => {
    await expect(LandingZone.start({ state: '/nowhere', resume: true })).rejects.toThrow(
      'there is no state to resume from at /nowhere',
    );
  });
});

function topics(zone: LandingZone, account: string): SNSClient {
  return zone.as(account, REGION).client(SNSClient);
}

async function topicsIn(zone: LandingZone, account: string): Promise<string[]> {
  const { Topics = [] } = await topics(zone, account).send(new ListTopicsCommand());

  return Topics.map(({ TopicArn }) => String(TopicArn));
}

function cloudFormation(zone: LandingZone): CloudFormationClient {
  return zone.as(ACCOUNT, REGION).client(CloudFormationClient);
}

async function statusOf(zone: LandingZone, StackName: string): Promise<string | undefined> {
  const { Stacks = [] } = await cloudFormation(zone).send(new DescribeStacksCommand({ StackName }));

  return Stacks[0].StackStatus;
}

function fiveTopics(): object {
  const topic = (name: string): object => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } });

  return Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name.toUpperCase(), topic(name)]));
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string[]> {
  for await (const line of createInterface({ input: stream })) return [line];
  return [];
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_landing-zone/resources`, { method: 'POST', body: 'null' }).then(
    () => true,
    () => false,
  );
}

/** Waits until something holds, for two minutes at most: a busy machine takes its time. */
async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await holds().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
