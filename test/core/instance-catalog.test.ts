import { INSTANCE_CATALOG } from '../../lib/core/instance-catalog';

const ENTRIES = Object.entries(INSTANCE_CATALOG).flatMap(([use, families]) =>
  Object.entries(families).map(([family, sizes]): [string, string, string] => [use, family, sizes]),
);

test('every use that SageMaker tells apart is there', () => {
  expect(Object.keys(INSTANCE_CATALOG)).toEqual([
    'training',
    'processing',
    'hosting',
    'transform',
    'notebook',
    'studio',
  ]);
});

test('every family has sizes, each once; only the free Studio app has none', () => {
  const wrong = ENTRIES.filter(([, family, sizes]) => {
    const list = sizes.split(' ');
    const isWellFormed = list.every((size) => /^(\d*xlarge|micro|small|medium|large|interactive)$/.test(size));
    return family !== 'system' && (!isWellFormed || new Set(list).size !== list.length);
  });

  expect(wrong).toEqual([]);
});

test('every use offers the types that are proposed when nothing is near', () => {
  const without = Object.entries(INSTANCE_CATALOG).filter(([, families]) => !('m5' in families));

  expect(without).toEqual([]);
});
