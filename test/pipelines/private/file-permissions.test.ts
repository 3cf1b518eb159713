import { ExecutionVariable, PipelineParameter } from '../../../lib/pipelines';
import { readFile } from '../../../lib/pipelines/private/file-permissions';
import { stackIn } from '../definitions';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/1';

test.each([
  { uri: 's3://acme-data/report.json', place: 'acme-data/report.json' },
  {
    uri: `s3://acme-data/${ExecutionVariable.pipelineExecutionId().asString}/report.json`,
    place: 'acme-data/*/report.json',
  },
  { uri: `${PipelineParameter.ofString('Where').asString}/report.json`, place: '*/report.json' },
])('a file may be read, and what only a run knows of its place is open: $place', ({ uri, place }) => {
  const stack = stackIn();

  const [read] = readFile(stack, uri, KEY);

  expect(stack.resolve(read)).toEqual({
    actions: ['s3:GetObject'],
    resources: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${place}`]] }],
  });
});

test('a key is used by its id', () => {
  const [, decrypt] = readFile(stackIn(), 's3://acme-data/report.json', KEY);

  expect(decrypt).toEqual({ actions: ['kms:Decrypt'], resources: [KEY] });
});

test('a key that is known by an alias is any that carries it', () => {
  const alias = 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts';

  const [, decrypt] = readFile(stackIn(), 's3://acme-data/report.json', alias);

  expect(decrypt).toEqual({
    actions: ['kms:Decrypt'],
    resources: ['arn:aws:kms:eu-west-1:222222222222:key/*'],
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/acme-artifacts' } },
  });
});
