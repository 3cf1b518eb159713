import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { PlatformDescription } from '../../../lib/description';
import {
  deliveringTrails,
  watchesObjects,
  watchesRoles,
  watchObjects,
} from '../../../lib/platform/connections/objects-are-watched';
import { PlatformNames } from '../../../lib/platform/platform-names';
import { Changes, nineAccounts } from '../../description/nine-accounts';
import { described, newApp, resourcesOf, synthesise, templateOf, textsOf } from '../synthesis';

const TRAIL = 'AWS::CloudTrail::Trail';

const SERVING = ['acme-ml-marine-life-test', 'acme-ml-marine-life-prod'];
const WORKSPACES = ['acme-ml-marine-life-workspace', 'acme-ml-logistics-workspace'];
const EVERYWHERE = ['acme-ml-registry', ...WORKSPACES, ...SERVING];

const BREAK_GLASS = { provider: 'iam', breakGlass: { assumedBy: ['arn:aws:iam::333333333333:user/on-call'] } };
const OMITTED = { omit: [{ control: 'data-events', reason: 'another trail does' }] };

test.each<[string, Changes, string[]]>([
  ['as in the example', {}, EVERYWHERE],
  ['with other controls left out', { 'organization.detectiveControls': { omit: [] } }, EVERYWHERE],
  ['without an organization', { organization: undefined }, []],
  ['that begins', { 'organization.guardrails': { preset: 'starter' } }, []],
  ['without data events', { 'organization.detectiveControls': OMITTED }, []],
  ['that breaks the glass without an organization', { organization: undefined, identity: BREAK_GLASS }, SERVING],
  [
    'that breaks the glass without data events',
    { 'organization.detectiveControls': OMITTED, identity: BREAK_GLASS },
    SERVING,
  ],
  ['that breaks the glass', { identity: BREAK_GLASS }, EVERYWHERE],
])('in a platform %s trails deliver from the stacks that are watched', (_, changes, stacks) => {
  const description = nineAccounts(changes);

  const trails = deliveringTrails(description, new PlatformNames(description));

  expect(sorted(trails.map(({ trailName }) => trailName))).toEqual(sorted(stacks));
});

test('a trail delivers from the account of its stack', () => {
  const description = nineAccounts();

  const [registry, workspace] = deliveringTrails(description, new PlatformNames(description));

  expect([registry, workspace]).toEqual([
    { trailName: 'acme-ml-registry', accountId: '444444444444', region: 'eu-west-1' },
    { trailName: 'acme-ml-marine-life-workspace', accountId: '666666666666', region: 'eu-west-1' },
  ]);
});

test.each<[string, PlatformDescription]>([
  ['reference', described('reference')],
  [
    'platform without an organization that breaks the glass',
    nineAccounts({ organization: undefined, identity: BREAK_GLASS }),
  ],
])('every trail of the %s is one that the log archive admits, and the other way round', (_, description) => {
  const assembly = synthesise(description);
  const names = new PlatformNames(description);

  const made = assembly.stacks.flatMap(({ stackName, environment }) =>
    resourcesOf(assembly, stackName, TRAIL).map(({ Properties }) => {
      return `arn:aws:cloudtrail:${environment.region}:${environment.account}:trail/${String(Properties.TrailName)}`;
    }),
  );

  expect(sorted(made)).toEqual(sorted(admitted(assembly)));
  expect(sorted(made)).toEqual(
    sorted(
      deliveringTrails(description, names).map(
        ({ trailName, accountId, region }) => `arn:aws:cloudtrail:${region}:${accountId}:trail/${trailName}`,
      ),
    ),
  );
});

test.each([
  [undefined, false],
  [BREAK_GLASS, true],
])('roles are watched where somebody may break the glass: %#', (identity, watched) => {
  expect(watchesRoles(nineAccounts({ identity }))).toBe(watched);
});

test('objects are watched as the trails are', () => {
  expect(watchesObjects(nineAccounts())).toBe(true);
  expect(watchesObjects(nineAccounts({ organization: undefined }))).toBe(false);
});

test.each([
  [undefined, 1],
  [false, 1],
  [true, 2],
])('a trail tells of roles where management events are %s', (managementEvents, selectors) => {
  const description = nineAccounts();
  const stack = new Stack(newApp(), 'Stack', { env: { account: '666666666666', region: 'eu-west-1' } });

  watchObjects(stack, {
    trailName: 'acme-ml-marine-life-workspace',
    buckets: [Bucket.fromBucketName(stack, 'Data', 'acme-ml-data')],
    names: new PlatformNames(description),
    managementEvents,
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties(TRAIL, {
    TrailName: 'acme-ml-marine-life-workspace',
    S3BucketName: 'acme-ml-trails-222222222222-eu-west-1',
    KMSKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-ml/logs',
    AdvancedEventSelectors: Match.anyValue(),
  });
  const [trail] = Object.values(template.findResources(TRAIL));
  expect(trail.Properties.AdvancedEventSelectors).toHaveLength(selectors);
});

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort();
}

/** The trails that the bucket of the log archive takes logs from. */
function admitted(assembly: CloudAssembly): string[] {
  const policies = Object.values(templateOf(assembly, 'acme-ml-logs').findResources('AWS::S3::BucketPolicy'));
  const texts = policies.flatMap(({ Properties }) => textsOf(Properties));

  return [...new Set(texts.filter((text) => /:cloudtrail:.*:trail\//.test(text)))].map((text) =>
    text.replace('<AWS::Partition>', 'aws'),
  );
}
