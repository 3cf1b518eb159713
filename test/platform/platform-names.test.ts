import * as fc from 'fast-check';
import { TeamDescription } from '../../lib/description';
import { PlatformNames } from '../../lib/platform/platform-names';
import { nineAccounts } from '../description/nine-accounts';

const MARINE_LIFE = nineAccounts().teams[0];

const names = new PlatformNames(nineAccounts());

test('every name begins with the platform, or is known inside its account only', () => {
  const given = {
    stack: names.stack('logs'),
    alias: names.alias('marine-life', 'dev'),
    topic: names.topic('marine-life', 'prod', 'alerts'),
    role: names.role('marine-life', 'dev', 'data-scientist'),
    bucket: names.bucket('666666666666', 'marine-life', 'dev', 'data'),
    domain: names.domain(MARINE_LIFE),
    pipeline: names.pipeline(MARINE_LIFE, 'abalone'),
    endpoint: names.endpoint(MARINE_LIFE, 'abalone', 'prod'),
    modelPackageGroup: names.modelPackageGroup(MARINE_LIFE, 'abalone'),
    jobRole: names.jobRole(MARINE_LIFE, 'abalone'),
    pipelineRole: names.pipelineRole(MARINE_LIFE, 'abalone'),
    endpointRole: names.endpointRole(MARINE_LIFE, 'abalone', 'prod'),
    artifactPrefix: names.artifactPrefix(MARINE_LIFE, 'abalone'),
    policy: names.policy('common'),
    personaRole: names.personaRole(MARINE_LIFE, 'data-engineer'),
    breakGlassRole: names.breakGlassRole(MARINE_LIFE, 'prod'),
    dataBucket: names.dataBucket(MARINE_LIFE),
    dataKeyAliasArn: names.dataKeyAliasArn(MARINE_LIFE),
    accessLogBucket: names.accessLogBucket('666666666666', 'marine-life', 'dev'),
  };

  expect(given).toEqual({
    stack: 'acme-ml-logs',
    alias: 'acme-ml/marine-life/dev',
    topic: 'acme-ml-marine-life-prod-alerts',
    role: 'acme-ml-marine-life-dev-data-scientist',
    bucket: 'acme-ml-marine-life-dev-data-666666666666-eu-west-1',
    domain: 'acme-ml-marine-life',
    pipeline: 'marine-life--abalone',
    endpoint: 'marine-life--abalone-prod',
    modelPackageGroup: 'marine-life--abalone',
    jobRole: 'acme-ml-marine-life--abalone-jobs',
    pipelineRole: 'acme-ml-marine-life--abalone-pipeline',
    endpointRole: 'acme-ml-marine-life--abalone-prod-endpoint',
    artifactPrefix: 'marine-life/abalone/',
    policy: 'acme-ml-common',
    personaRole: 'acme-ml-marine-life-dev-data-engineer',
    breakGlassRole: 'acme-ml-marine-life-prod-break-glass',
    dataBucket: 'acme-ml-marine-life-dev-data-666666666666-eu-west-1',
    dataKeyAliasArn: 'arn:aws:kms:eu-west-1:666666666666:alias/acme-ml/marine-life/dev',
    accessLogBucket: 'acme-ml-marine-life-dev-access-logs-666666666666-eu-west-1',
  });
});

test('what is shared lies in the shared services account and the log archive, whoever asks', () => {
  const shared = {
    artifactBucket: names.artifactBucket(MARINE_LIFE, 'abalone'),
    artifactKeyAlias: names.artifactKeyAlias(MARINE_LIFE, 'abalone'),
    artifactKeyAliasArn: names.artifactKeyAliasArn(MARINE_LIFE, 'abalone'),
    modelPackageGroupArn: names.modelPackageGroupArn(MARINE_LIFE, 'abalone'),
    modelPackageGroupArnPattern: names.modelPackageGroupArnPattern(MARINE_LIFE),
    flowLogBucket: names.flowLogBucket(),
    trailBucket: names.trailBucket(),
    logKeyAliasArn: names.logKeyAliasArn(),
  };

  expect(shared).toEqual({
    artifactBucket: 'acme-ml-marine-life--abalone-artifacts-444444444444-eu-west-1',
    artifactKeyAlias: 'acme-ml/artifacts/marine-life/abalone',
    artifactKeyAliasArn: 'arn:aws:kms:eu-west-1:444444444444:alias/acme-ml/artifacts/marine-life/abalone',
    modelPackageGroupArn: 'arn:aws:sagemaker:eu-west-1:444444444444:model-package-group/marine-life--abalone',
    modelPackageGroupArnPattern: 'arn:aws:sagemaker:eu-west-1:444444444444:model-package-group/marine-life--*',
    flowLogBucket: 'acme-ml-flow-logs-222222222222-eu-west-1',
    trailBucket: 'acme-ml-trails-222222222222-eu-west-1',
    logKeyAliasArn: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-ml/logs',
  });
});

test.each([
  ['cn-north-1', 'arn:aws-cn:kms:cn-north-1:444444444444:alias/acme-ml/artifacts/marine-life/abalone'],
  ['us-gov-west-1', 'arn:aws-us-gov:kms:us-gov-west-1:444444444444:alias/acme-ml/artifacts/marine-life/abalone'],
])('an ARN of %s lies in the partition of the region', (homeRegion, arn) => {
  const abroad = new PlatformNames(nineAccounts({ homeRegion }));

  expect(abroad.artifactKeyAliasArn(MARINE_LIFE, 'abalone')).toBe(arn);
});

test('the longest names that a description may give fit in what AWS accepts', () => {
  const longest = new PlatformNames(nineAccounts({ name: 'p'.repeat(20), homeRegion: 'ap-southeast-1' }));
  const longestTeam = team('t'.repeat(24));
  const project = 'p'.repeat(32);

  const lengths = {
    artifactBucket: longest.artifactBucket(longestTeam, project).length,
    bucket: longest.bucket('666666666666', longestTeam.name, 'test', 'access-logs').length,
    breakGlassRole: longest.breakGlassRole(longestTeam, 'test').length,
    personaRole: longest.personaRole(longestTeam, 'business-analyst').length,
    policy: longest.policy('u'.repeat(128)).length,
    domain: longest.domain(longestTeam).length,
    endpoint: longest.endpoint(longestTeam, project, 'test').length,
    endpointRole: longest.endpointRole(longestTeam, project, 'test').length,
    modelPackageGroup: longest.modelPackageGroup(longestTeam, project).length,
    pipeline: longest.pipeline(longestTeam, project).length,
    role: longest.role(longestTeam.name, 'dev', 'data-scientist').length,
  };

  expect(lengths).toEqual({
    artifactBucket: 63,
    bucket: 63,
    breakGlassRole: 62,
    personaRole: 64,
    policy: 100,
    domain: 45,
    endpoint: 63,
    endpointRole: 64,
    modelPackageGroup: 58,
    pipeline: 58,
    role: 64,
  });
});

test('every log bucket is found by a pattern, however long its name', () => {
  const teams = [MARINE_LIFE, team('t'.repeat(24))];
  const long = new PlatformNames(nineAccounts({ name: 'p'.repeat(20), teams }));

  const patterns = long.logBucketPatterns().map((pattern) => new RegExp(`^${pattern.replace(/\*/g, '.*')}$`));

  const buckets = [
    long.flowLogBucket(),
    long.trailBucket(),
    long.accessLogBucket('222222222222', 'logs'),
    long.accessLogBucket('444444444444', 'registry'),
    ...teams.flatMap(({ name, stages: { dev, test: testing, prod } }) => [
      long.accessLogBucket(dev.account, name, 'dev'),
      long.accessLogBucket(testing?.account ?? '', name, 'test'),
      long.accessLogBucket(prod?.account ?? '', name, 'prod'),
    ]),
  ];
  expect(buckets.filter((bucket) => !patterns.some((pattern) => pattern.test(bucket)))).toEqual([]);
  expect(patterns.filter((pattern) => pattern.test(long.dataBucket(teams[1])))).toEqual([]);
});

test('names of usual length take three patterns', () => {
  expect(names.logBucketPatterns()).toEqual([
    'acme-ml-flow-logs-222222222222-eu-west-1',
    'acme-ml-trails-222222222222-eu-west-1',
    'acme-ml-*access-logs-*',
  ]);
});

test('databases take no hyphens, workgroups do', () => {
  expect(names.catalogue(MARINE_LIFE)).toEqual({ databaseNames: ['marine_life'], workgroupNames: ['marine-life'] });
});

test('two projects never share a name, whatever their teams are called', () => {
  const teamName = fc.stringMatching(/^[a-b](-?[a-b]){0,4}$/);
  const projectName = fc.stringMatching(/^[a-b](-{0,2}[a-b]){0,4}$/);
  const place = fc.tuple(teamName, projectName);

  fc.assert(
    fc.property(place, place, (one, other) => {
      fc.pre(one.join('/') !== other.join('/'));
      const others = namesOf(other);

      expect(namesOf(one).filter((name, i) => name === others[i])).toEqual([]);
    }),
  );
});

test('a bucket of a project in capitals has a name that S3 accepts', () => {
  expect(names.artifactBucket(MARINE_LIFE, 'Abalone')).toBe(names.artifactBucket(MARINE_LIFE, 'abalone'));
});

test("a team's pipelines begin with its own prefix and no other team's", () => {
  const marine = team('marine');

  expect(names.pipeline(MARINE_LIFE, 'abalone')).toMatch(new RegExp(`^${names.pipelinePrefix(MARINE_LIFE)}`));
  expect(names.pipeline(MARINE_LIFE, 'abalone')).not.toMatch(new RegExp(`^${names.pipelinePrefix(marine)}`));
});

function team(name: string): TeamDescription {
  return { ...MARINE_LIFE, name };
}

function namesOf([teamName, project]: readonly [string, string]): string[] {
  const of = team(teamName);

  return [
    names.modelPackageGroup(of, project),
    names.pipeline(of, project),
    names.jobRole(of, project),
    names.endpoint(of, project, 'test'),
    names.endpointRole(of, project, 'test'),
    names.artifactBucket(of, project),
    names.artifactKeyAlias(of, project),
    names.artifactPrefix(of, project),
  ];
}
