import { Duration, Lazy, Token } from 'aws-cdk-lib';
import {
  checkEntries,
  checkHyphenated,
  checkLength,
  checkS3Uri,
  checkSeconds,
  checkTextMap,
  checkWhole,
} from '../../../lib/pipelines/private/value-checks';
import { told } from './told';

const RANGE = { least: 1, most: 3, wanted: 'there are 1 to 3', remedy: 'write 1' };
const CODED = { ...RANGE, code: 'HandsOutOfRange' };

const unknownText = Lazy.string({ produce: () => 'later' });
const unknownNumber = Token.asNumber({ resolve: () => 9 });

test('what only a deployment or a run knows is not judged', () => {
  const found = told((problems) => {
    checkS3Uri(problems, 'x', unknownText);
    checkWhole(problems, 'x', unknownNumber, RANGE);
    checkSeconds(problems, 'x', Duration.seconds(unknownNumber), RANGE);
    checkTextMap(problems, 'x', { key: unknownText }, { most: 1, longestValue: 1, noun: 'words' });
    checkLength(problems, 'x', unknownText, 1);
    checkHyphenated(problems, 'x', unknownText);
  });

  expect(found).toEqual([]);
});

test('what is not given is not judged', () => {
  const found = told((problems) => {
    checkS3Uri(problems, 'x', undefined);
    checkWhole(problems, 'x', undefined, RANGE);
    checkSeconds(problems, 'x', undefined, RANGE);
    checkTextMap(problems, 'x', undefined, { most: 1, longestValue: 1, noun: 'words' });
    checkLength(problems, 'x', undefined, 1);
    checkHyphenated(problems, 'x', undefined);
  });

  expect(found).toEqual([]);
});

test.each(['s3://acme-data', 's3://acme-data/', 's3://acme-data/a/b.csv', 'https://s3.eu-west-1.amazonaws.com/acme/a'])(
  '%s is an address in S3',
  (uri) => {
    const found = told((problems) => checkS3Uri(problems, 'uri', uri));

    expect(found).toEqual([]);
  },
);

test.each(['acme-data/a', 's3://', 's3:///a', 'file:///a', `s3://acme-data/${'x'.repeat(1_010)}`])(
  '%s is no address in S3',
  (uri) => {
    const found = told((problems) => checkS3Uri(problems, 'uri', uri));

    expect(found).toEqual([
      `S3UriMalformed: uri is "${uri}", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"`,
    ]);
  },
);

test.each([1, 3])('%d lies in the range', (value) => {
  const found = told((problems) => {
    checkWhole(problems, 'x', value, RANGE);
    checkSeconds(problems, 'x', Duration.seconds(value), RANGE);
    checkEntries(problems, 'x', value, RANGE);
  });

  expect(found).toEqual([]);
});

test.each([0, 4, 1.5])('%d is out of the range', (value) => {
  const found = told((problems) => checkWhole(problems, 'hands', value, RANGE));

  expect(found).toEqual([`NumberOutOfRange: hands is ${value}, there are 1 to 3; write 1`]);
});

test.each([
  [Duration.seconds(4), '4 seconds'],
  [Duration.millis(1_500), '1 second 500 millis'],
])('%s is out of the range', (value, said) => {
  const found = told((problems) => checkSeconds(problems, 'wait', value, RANGE));

  expect(found).toEqual([`DurationOutOfRange: wait is ${said}, there are 1 to 3; write 1`]);
});

test.each([
  [0, 'is empty'],
  [4, 'has 4 entries'],
])('a list of %d is out of the range', (count, got) => {
  const found = told((problems) => checkEntries(problems, 'hands', count, RANGE));

  expect(found).toEqual([`EntriesOutOfRange: hands ${got}, there are 1 to 3; write 1`]);
});

test('a range may name its situation', () => {
  const found = told((problems) => {
    checkWhole(problems, 'hands', 4, CODED);
    checkSeconds(problems, 'hands', Duration.seconds(4), CODED);
    checkEntries(problems, 'hands', 4, CODED);
  });

  expect(found.map((line) => line.split(':')[0])).toEqual(Array.from({ length: 3 }, () => 'HandsOutOfRange'));
});

test('a map has so many entries of such a length', () => {
  const found = told((problems) =>
    checkTextMap(problems, 'words', { a: 'xy', b: 'xyz' }, { most: 1, longestValue: 2, noun: 'words' }),
  );

  expect(found).toEqual([
    'TooManyEntries: words has 2 entries, SageMaker takes up to 1 words; leave out those that are not needed',
    'TextTooLong: words.b has 3 characters, SageMaker takes up to 2; shorten it',
  ]);
});

test('a text has such a length', () => {
  const found = told((problems) => {
    checkLength(problems, 'text', 'xy', 2);
    checkLength(problems, 'text', 'xyz', 2);
  });

  expect(found).toEqual(['TextTooLong: text has 3 characters, SageMaker takes up to 2; shorten it']);
});

test.each(['a', 'A-1', 'a--b', 'x'.repeat(63)])('%s is a name', (name) => {
  const found = told((problems) => checkHyphenated(problems, 'name', name));

  expect(found).toEqual([]);
});

test.each(['', '-a', 'a-', 'a_b', 'x'.repeat(64)])('"%s" is no name', (name) => {
  const found = told((problems) => checkHyphenated(problems, 'name', name));

  expect(found).toEqual([
    `NameMalformed: name is "${name}", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form`,
  ]);
});
