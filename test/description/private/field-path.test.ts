import { FieldPath, parsePath, renderPath } from '../../../lib/description/private/field-path';

test.each<[FieldPath, string]>([
  [['name'], 'name'],
  [['teams', 0, 'stages', 'dev'], 'teams[0].stages.dev'],
  [['teams', 12], 'teams[12]'],
  [['teams', 0, 'cost centre'], 'teams[0]["cost centre"]'],
  [['a.b', ''], '["a.b"][""]'],
  [['größe'], '["größe"]'],
])('the path %j is written %s', (path, text) => {
  expect(renderPath(path)).toBe(text);
});

test.each<FieldPath>([['name'], ['teams', 0, 'stages', 'dev'], ['network', 'availabilityZones', 5]])(
  'a path of our own keys is read as it was written',
  (...path) => {
    expect(parsePath(renderPath(path))).toEqual(path);
  },
);
