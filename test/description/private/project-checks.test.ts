import { Token } from 'aws-cdk-lib';
import { PlatformDescription } from '../../../lib/description';
import { DescriptionProblems } from '../../../lib/description/private/description-problems';
import { Draft } from '../../../lib/description/private/draft';
import { checkProjects } from '../../../lib/description/private/project-checks';
import { Changes, nineAccounts, told } from '../nine-accounts';

const PROJECT = 'teams[0].projects[0]';

function toldOfProject(changes: Changes): string[] {
  const prefixed = Object.entries(changes).map(([path, value]) => [`${PROJECT}.${path}`, value]);

  return told(checkFirstTeam, Object.fromEntries(prefixed));
}

function checkFirstTeam(problems: DescriptionProblems, { teams }: Draft<PlatformDescription>): void {
  checkProjects(problems, 'teams[0]', teams?.[0] ?? {});
}

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['that is only trained', { deployment: undefined, monitoring: undefined }],
  ['whose deployment waits for a first version', { deployment: {} }],
  ['in a GitLab subgroup', { repository: { provider: 'gitlab', name: 'acme/models/abalone' } }],
  ['at Bitbucket', { repository: { provider: 'bitbucket', name: 'acme_ml/abalone' } }],
  ['in CodeCommit', { repository: { provider: 'codecommit', name: 'abalone' } }],
  ['on a branch with a slash', { 'repository.branch': 'release/1.0' }],
  [
    'with a connection',
    { 'repository.connectionArn': 'arn:aws:codeconnections:eu-west-1:444444444444:connection/0a1b' },
  ],
  [
    'with a connection from before the service was renamed',
    { 'repository.connectionArn': 'arn:aws:codestar-connections:eu-west-1:444444444444:connection/0a1b' },
  ],
  ['whose code lies beside the folder', { 'model.code': '../abalone' }],
  [
    'at the lower bounds',
    {
      deployment: {
        testVersion: 1,
        minInstances: 100,
        maxInstances: 100,
        canaryPercent: 1,
        bakeMinutes: 3,
        maxLatencyMs: 1,
        capturePercent: 1,
      },
    },
  ],
  [
    'at the upper bounds',
    { deployment: { prodVersion: 2, minInstances: 2, canaryPercent: 50, bakeMinutes: 60, capturePercent: 100 } },
  ],
  ['that is not monitored and captures nothing', { 'deployment.capturePercent': 0, monitoring: undefined }],
  ['on instances newer than this library', { 'deployment.instanceType': 'unlisted:ml.m9i.xlarge' }],
])('a project %s is accepted', (_, changes) => {
  expect(toldOfProject(changes)).toEqual([]);
});

const INSTANCES = 'an endpoint has a whole number of instances, at least 1';
const VERSION =
  "a model package version is a whole number from 1; write the version that the project's model package group shows";
const CANARY =
  'SageMaker accepts a first share of 1 to 50 %, in whole numbers; write 50 to move half of the traffic first, or a smaller share to risk less';
const BAKE =
  'the first share is watched for 3 to 60 minutes, in whole numbers; write a time that the alarms need to notice a fault, as 15';
const LATENCY =
  'a latency is a whole number of milliseconds, at least 1; write the latency above which users complain, as 500';
const CAPTURE =
  'SageMaker captures 0 to 100 % of the requests, in whole numbers; write 100 to capture all, or 0 to capture none';

test.each<[string, unknown, string]>([
  ['testVersion', 0, `ModelVersionMalformed: ${PROJECT}.deployment.testVersion is 0, ${VERSION}`],
  ['prodVersion', 1.5, `ModelVersionMalformed: ${PROJECT}.deployment.prodVersion is 1.5, ${VERSION}`],
  [
    'minInstances',
    0,
    `InstanceCountMalformed: ${PROJECT}.deployment.minInstances is 0, ${INSTANCES}; write 1, or 2 to span two availability zones`,
  ],
  [
    'minInstances',
    2.5,
    `InstanceCountMalformed: ${PROJECT}.deployment.minInstances is 2.5, ${INSTANCES}; write 1, or 2 to span two availability zones`,
  ],
  [
    'minInstances',
    1,
    `TooFewInstancesInProduction: ${PROJECT}.deployment.minInstances is 1, an endpoint in production has at least 2 instances, so that it survives the loss of an availability zone; write 2 or more, or remove prodVersion`,
  ],
  [
    'maxInstances',
    -1,
    `InstanceCountMalformed: ${PROJECT}.deployment.maxInstances is -1, ${INSTANCES}; write at least minInstances`,
  ],
  [
    'maxInstances',
    1,
    `MostInstancesBelowFewest: ${PROJECT}.deployment.maxInstances is 1, it is at least minInstances, which is 2 by default; write 2 or more, or lower minInstances`,
  ],
  ['canaryPercent', 0, `CanaryPercentOutOfRange: ${PROJECT}.deployment.canaryPercent is 0, ${CANARY}`],
  ['canaryPercent', 51, `CanaryPercentOutOfRange: ${PROJECT}.deployment.canaryPercent is 51, ${CANARY}`],
  ['canaryPercent', 12.5, `CanaryPercentOutOfRange: ${PROJECT}.deployment.canaryPercent is 12.5, ${CANARY}`],
  [
    'canaryPercent',
    49,
    `CanaryBelowOneInstance: ${PROJECT}.deployment.canaryPercent is 49, that is less than one of 2 instances; write 50 or more, or leave it out to begin with one instance`,
  ],
  ['bakeMinutes', 2, `BakeMinutesOutOfRange: ${PROJECT}.deployment.bakeMinutes is 2, ${BAKE}`],
  ['bakeMinutes', 61, `BakeMinutesOutOfRange: ${PROJECT}.deployment.bakeMinutes is 61, ${BAKE}`],
  ['maxLatencyMs', 0, `LatencyOutOfRange: ${PROJECT}.deployment.maxLatencyMs is 0, ${LATENCY}`],
  ['capturePercent', -1, `CapturePercentOutOfRange: ${PROJECT}.deployment.capturePercent is -1, ${CAPTURE}`],
  ['capturePercent', 101, `CapturePercentOutOfRange: ${PROJECT}.deployment.capturePercent is 101, ${CAPTURE}`],
  [
    'capturePercent',
    0,
    `MonitoringWithoutCapture: ${PROJECT}.deployment.capturePercent is 0, monitors read captured requests; capture some, as 100, or remove ${PROJECT}.monitoring`,
  ],
  [
    'instanceType',
    'm5.huge',
    `InstanceTypeNotOffered: ${PROJECT}.deployment.instanceType is "m5.huge", SageMaker offers no such type for hosting; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"`,
  ],
])('the %s %j of a deployment is refused', (key, value, message) => {
  expect(toldOfProject({ [`deployment.${key}`]: value })).toEqual([message]);
});

test('fewer instances at most than at least are refused', () => {
  expect(toldOfProject({ 'deployment.minInstances': 4, 'deployment.maxInstances': 3 })).toEqual([
    `MostInstancesBelowFewest: ${PROJECT}.deployment.maxInstances is 3, it is at least minInstances, which is 4; write 4 or more, or lower minInstances`,
  ]);
});

test.each(['test', 'prod'])('a version for the %s stage is refused when the team has none', (stage) => {
  const problems = told(checkFirstTeam, { [`teams[0].stages.${stage}`]: undefined });

  expect(problems).toEqual([
    `StageUnknown: ${PROJECT}.deployment.${stage}Version needs teams[0].stages.${stage}, the team has no such stage; add teams[0].stages.${stage}, or remove ${stage}Version`,
  ]);
});

test('a name that another project of the team has is refused', () => {
  const [project] = nineAccounts().teams[0].projects ?? [];

  const problems = told(checkFirstTeam, { 'teams[0].projects': [project, { ...project, name: 'Abalone' }] });

  expect(problems).toEqual([
    'DuplicateName: teams[0].projects[1].name is "Abalone", which teams[0].projects[0].name has too, a project name is unique in its team, upper and lower case alike; give one of the two another name',
  ]);
});

test.each<[string, Changes, string]>([
  [
    'name',
    { name: '1-abalone' },
    `NameMalformed: ${PROJECT}.name is "1-abalone", a project name is 1 to 32 characters: letters, digits and hyphens between them, beginning with a letter; write "abalone"`,
  ],
  ...[
    ['github', 'abalone', 'GitHub names a repository owner/name', 'acme/abalone'],
    ['github', 'acme/models/abalone', 'GitHub names a repository owner/name', 'acme/abalone'],
    ['github', '', 'GitHub names a repository owner/name', 'acme/abalone'],
    ['gitlab', 'abalone', 'GitLab names a repository group/name, with subgroups between them', 'acme/models/abalone'],
    ['bitbucket', 'acme/a/b', 'Bitbucket names a repository workspace/name', 'acme/abalone'],
    [
      'codecommit',
      'acme/abalone',
      'CodeCommit names a repository with 1 to 100 letters, digits and ._-, and no owner before them',
      'abalone',
    ],
    [
      'codecommit',
      'abalone.git',
      'CodeCommit names a repository with 1 to 100 letters, digits and ._-, and no owner before them',
      'abalone',
    ],
  ].map(([provider, name, says, example]): [string, Changes, string] => [
    `${provider} repository ${name}`,
    { repository: { provider, name } },
    `RepositoryNameMalformed: ${PROJECT}.repository.name is "${name}", ${says}; write a name such as "${example}"`,
  ]),
  ...['', 'my branch', '/main', 'main/', 'a..b'].map((branch): [string, Changes, string] => [
    `branch ${branch}`,
    { 'repository.branch': branch },
    `BranchMalformed: ${PROJECT}.repository.branch is "${branch}", git knows no such branch name; write the name alone, as "main" or "release/1.0"`,
  ]),
  [
    'connection',
    { 'repository.connectionArn': 'arn:aws:iam::444444444444:role/x' },
    `ArnMalformed: ${PROJECT}.repository.connectionArn is "arn:aws:iam::444444444444:role/x", an ARN of codeconnections reads arn:<partition>:codeconnections:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
  ],
  [
    'empty path of code',
    { 'model.code': '' },
    `CodePathMalformed: ${PROJECT}.model.code is empty, a folder of code is named relative to the description's file, so that every machine finds it; write a path such as "abalone"`,
  ],
  [
    'absolute path of code',
    { 'model.code': '/home/ann/abalone' },
    `CodePathMalformed: ${PROJECT}.model.code is "/home/ann/abalone", a folder of code is named relative to the description's file, so that every machine finds it; write a path such as "abalone"`,
  ],
  ...['', '/abalone/raw/', 'abalone/raw', 's3://bucket/abalone/', 'abalone//raw/'].map(
    (prefix): [string, Changes, string] => [
      `prefix of the data ${prefix}`,
      { 'model.trainingDataPrefix': prefix },
      `DataPrefixMalformed: ${PROJECT}.model.trainingDataPrefix is "${prefix}", a prefix lies below the team's data bucket: folders, each followed by a slash; write a prefix such as "abalone/raw/", without the bucket`,
    ],
  ),
  [
    'error bound',
    { 'model.maxMse': -1 },
    `MaxMseNotPositive: ${PROJECT}.model.maxMse is -1, a mean squared error is compared with a number above 0; write the largest error with which a model is still useful, as 6`,
  ],
  [
    'type of processing instance',
    { 'model.processingInstanceType': 'ml.m5.huge' },
    `InstanceTypeNotOffered: ${PROJECT}.model.processingInstanceType is "ml.m5.huge", SageMaker offers no such type for processing; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"`,
  ],
  [
    'type of training instance, although it exists for hosting',
    { 'model.trainingInstanceType': 'ml.c8g.large' },
    `InstanceTypeNotOffered: ${PROJECT}.model.trainingInstanceType is "ml.c8g.large", SageMaker offers no such type for training; the nearest are ml.c7i.large, ml.c4.xlarge, ml.c5.xlarge; a type newer than this library is written "unlisted:ml.c8g.large"`,
  ],
  [
    'monitoring schedule',
    { 'monitoring.schedule': 'rate(1 day)' },
    `MonitoringScheduleUnsupported: ${PROJECT}.monitoring.schedule is "rate(1 day)", SageMaker accepts hourly, daily and every-n-hours schedules on the full hour, and NOW; write "cron(0 * ? * * *)", "cron(0 2 ? * * *)" or "cron(0 0/6 ? * * *)"`,
  ],
  [
    'empty list of monitors',
    { 'monitoring.monitors': [] },
    `MonitorsEmpty: ${PROJECT}.monitoring.monitors is empty, monitoring watches at least one thing; add data-quality, or remove monitoring`,
  ],
  [
    'repeated monitor',
    { 'monitoring.monitors': ['data-quality', 'model-bias', 'data-quality'] },
    `MonitorRepeated: ${PROJECT}.monitoring.monitors[2] is "data-quality", which ${PROJECT}.monitoring.monitors[0] is too, each monitor stands once; remove one of the two`,
  ],
  [
    'monitor without a deployment',
    { deployment: undefined },
    `MonitoringWithoutDeployment: ${PROJECT}.deployment is missing, monitors watch a deployed model; add ${PROJECT}.deployment, or remove ${PROJECT}.monitoring`,
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(toldOfProject(changes)).toEqual([message]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const number = Token.asNumber({ Ref: 'Parameter' });
  const changes = {
    name: text,
    repository: { provider: 'github', name: text, branch: text, connectionArn: text },
    model: {
      code: text,
      trainingDataPrefix: text,
      maxMse: number,
      processingInstanceType: text,
      trainingInstanceType: text,
    },
    deployment: {
      testVersion: number,
      prodVersion: number,
      instanceType: text,
      minInstances: number,
      maxInstances: number,
      canaryPercent: number,
      bakeMinutes: number,
      maxLatencyMs: number,
      capturePercent: number,
    },
    monitoring: { monitors: Token.asList({ Ref: 'Parameter' }), schedule: text },
  };

  expect(toldOfProject(changes)).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  expect(told((problems) => checkProjects(problems, 'teams[0]', { projects: [{}, undefined] }), {})).toEqual([]);
});
