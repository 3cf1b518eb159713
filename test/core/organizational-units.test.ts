import { levelsOf, organizationalUnitTree, unitAbove, workloadUnit } from '../../lib/core';

test('a tree has the units of the operating model, with dev, test and prod for each group', () => {
  const tree = organizationalUnitTree(['marine-life', 'logistics']);

  expect(tree).toEqual([
    'Security',
    'Infrastructure',
    'Data',
    'ML Platform',
    'Workloads',
    'Workloads/marine-life',
    'Workloads/marine-life/dev',
    'Workloads/marine-life/test',
    'Workloads/marine-life/prod',
    'Workloads/logistics',
    'Workloads/logistics/dev',
    'Workloads/logistics/test',
    'Workloads/logistics/prod',
    'Sandbox',
    'Suspended',
  ]);
});

test('further units come last, each after the one above it', () => {
  const additional = ['Infrastructure/Network/Edge', 'Infrastructure/Network', 'Partners'];

  const tree = organizationalUnitTree([], additional);

  expect(tree.slice(-3)).toEqual(['Partners', 'Infrastructure/Network', 'Infrastructure/Network/Edge']);
  expect(additional[0]).toBe('Infrastructure/Network/Edge');
});

test('the unit of a stage lies below that of its group', () => {
  expect(workloadUnit('marine-life', 'prod')).toBe('Workloads/marine-life/prod');
});

test.each([
  ['Sandbox', '', 1],
  ['Infrastructure/Network', 'Infrastructure', 2],
  ['Workloads/marine-life/prod', 'Workloads/marine-life', 3],
])('above %s is "%s", %i levels deep', (path, above, levels) => {
  expect(unitAbove(path)).toBe(above);
  expect(levelsOf(path)).toBe(levels);
});
