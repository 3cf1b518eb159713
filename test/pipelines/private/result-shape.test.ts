import { readMembers, ResultShape, resultShapeOf } from '../../../lib/pipelines/private/result-shape';

test('the notation tells values, structures, lists and maps', () => {
  const members = readMembers('Name Output{S3Uri Kms} Tags[] Steps[]{Arn} Environment<> Containers<>[]{Image}');

  expect(plain({ kind: 'structure', members })).toEqual({
    Name: 'value',
    Output: { S3Uri: 'value', Kms: 'value' },
    Tags: ['value'],
    Steps: [{ Arn: 'value' }],
    Environment: { '*': 'value' },
    Containers: { '*': [{ Image: 'value' }] },
  });
});

test('a shared shape gives its members', () => {
  const members = readMembers('Before Network{@VpcConfig} After');

  expect(plain({ kind: 'structure', members })).toEqual({
    Before: 'value',
    Network: { SecurityGroupIds: ['value'], Subnets: ['value'] },
    After: 'value',
  });
});

test('a type is read once', () => {
  expect(resultShapeOf('Training')).toBe(resultShapeOf('Training'));
});

test.each(['Lineage', 'SomethingNew'])('nothing is known of the results of a step of type %s', (type) => {
  expect(resultShapeOf(type)).toBeUndefined();
});

function plain(shape: ResultShape): unknown {
  switch (shape.kind) {
    case 'value':
      return 'value';
    case 'list':
      return [plain(shape.entry)];
    case 'map':
      return { '*': plain(shape.entry) };
    case 'structure':
      return Object.fromEntries([...shape.members].map(([name, member]) => [name, plain(member)]));
  }
}
