import { Activity } from '../../../lib/security';
import { whereKeysBegin } from '../../../lib/security/private/bucket-activities';
import { unknownToAws } from '../authorization-reference';
import { BEIJING, DataWorkspace, decide, IRELAND, resourcesAbroad } from '../data-workspace';

const USE_OBJECTS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:GetObjectTagging',
  's3:GetObjectVersion',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];

describe('access to buckets', () => {
  test('reaches objects and their lists below the prefix, and reads the configuration', () => {
    const activity = Activity.s3BucketAccess({ buckets: [IRELAND.bucket], prefix: 'abalone/' });

    expect(IRELAND.permitted(activity)).toEqual([
      { actions: USE_OBJECTS, resources: ['arn:aws:s3:::data/abalone/*'] },
      {
        actions: ['s3:ListBucket', 's3:ListBucketVersions'],
        resources: ['arn:aws:s3:::data'],
        conditions: { StringLike: { 's3:prefix': 'abalone/*' } },
      },
      {
        actions: [
          's3:GetBucketCORS',
          's3:GetBucketLocation',
          's3:GetBucketPublicAccessBlock',
          's3:GetBucketTagging',
          's3:GetBucketVersioning',
          's3:GetEncryptionConfiguration',
          's3:GetLifecycleConfiguration',
        ],
        resources: ['arn:aws:s3:::data'],
      },
    ]);
  });

  test('reaches every object where no prefix is given', () => {
    const [objects, lists] = IRELAND.permitted(Activity.s3BucketAccess({ buckets: [IRELAND.bucket] }));

    expect(objects.resources).toEqual(['arn:aws:s3:::data/*']);
    expect(lists.conditions).toBeUndefined();
  });

  test('names a bucket at least', () => {
    const activity = () => Activity.s3BucketAccess({ buckets: [] });

    expect(activity).toThrow(
      'ActivityWithoutResources: buckets is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out',
    );
  });
});

describe('full access', () => {
  test('ends at the prefix and at the account', () => {
    const [objects, buckets, list] = IRELAND.permitted(Activity.s3FullAccess('marine-life-'));

    const inTheAccount = { StringEquals: { 's3:ResourceAccount': '111111111111' } };
    expect(objects).toMatchObject({ resources: ['arn:aws:s3:::marine-life-*/*'], conditions: inTheAccount });
    expect(buckets).toMatchObject({ resources: ['arn:aws:s3:::marine-life-*'], conditions: inTheAccount });
    expect(list).toEqual({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] });
  });

  test.each([
    ['allowed', 'in the account', 'marine-life-raw', '111111111111'],
    ['denied', 'in another account', 'marine-life-raw', '222222222222'],
    ['denied', 'of another name', 'coral-raw', '111111111111'],
  ])('is %s to a bucket %s', async (decision, _what, bucket, owner) => {
    const context = { 's3:ResourceAccount': owner };
    const asked = { action: 's3:DeleteObjectVersion', resource: `arn:aws:s3:::${bucket}/a.csv`, context };

    const decided = await decide(IRELAND.permitted(Activity.s3FullAccess('marine-life-')), asked);

    expect(decided).toBe(decision);
  });

  test('creates and configures buckets and deletes versions of objects', () => {
    const actions = IRELAND.permitted(Activity.s3FullAccess('marine-life-')).flatMap((each) => each.actions);

    expect(actions).toEqual(
      expect.arrayContaining([
        's3:CreateBucket',
        's3:DeleteObjectVersion',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ]),
    );
  });

  test('changes nothing that opens a bucket or loses what it holds', () => {
    const actions = IRELAND.permitted(Activity.s3FullAccess('marine-life-')).flatMap((each) => each.actions);

    const opening =
      /\*|Policy|Acl$|Ownership|^s3:Put.*PublicAccess|PutBucketVersioning|Replicat|Logging|ObjectLock|Bypass/;
    expect(actions.filter((action) => opening.test(action))).toEqual([]);
    expect(actions).not.toContain('s3:DeleteBucket');
  });

  test.each(['', '*', 'marine*', 'marine/life', '${aws:username}'])('is not given below %j', (prefix) => {
    const activity = () => Activity.s3FullAccess(prefix);

    expect(activity).toThrow(
      `ActivityNameMalformed: bucketNamePrefix is "${prefix}", a permission names what it is for with letters, digits, hyphens, underscores and dots; write the name or its beginning out, without wildcards`,
    );
  });
});

describe('both', () => {
  const both = ({ bucket }: DataWorkspace) => [
    Activity.s3BucketAccess({ buckets: [bucket], prefix: 'raw/' }),
    Activity.s3FullAccess('marine-life-'),
  ];

  test('are what AWS knows', async () => {
    const permissions = both(IRELAND).flatMap(IRELAND.permitted);

    const unknown = await unknownToAws(permissions);

    expect(unknown).toEqual([]);
  });

  test('give a reason for each wildcard', () => {
    expect(both(IRELAND).flatMap(IRELAND.unexplained)).toEqual([]);
  });

  test('stay in their partition', () => {
    expect(resourcesAbroad(both(BEIJING).flatMap(BEIJING.permitted))).toEqual([]);
  });
});

describe('a list of keys', () => {
  test.each([
    ['an empty prefix', '', { StringLike: { 's3:prefix': '*' } }],
    ['a prefix', 'raw/', { StringLike: { 's3:prefix': 'raw/*' } }],
    ['no prefix', undefined, undefined],
  ])('is limited by %s', (_what, prefix, condition) => {
    expect(whereKeysBegin(prefix)).toEqual(condition);
  });
});
