import { RegionInfo } from 'aws-cdk-lib/region-info';
import {
  ALGORITHM_IMAGES,
  CLARIFY_IMAGES,
  DEEP_LEARNING_IMAGES,
  MODEL_MONITOR_IMAGES,
  SPARK_IMAGES,
} from '../../lib/core';

const REGISTRIES = { ALGORITHM_IMAGES, CLARIFY_IMAGES, DEEP_LEARNING_IMAGES, MODEL_MONITOR_IMAGES, SPARK_IMAGES };

test.each(Object.entries(REGISTRIES))('%s names accounts in regions that the CDK knows', (_, registry) => {
  const regions = RegionInfo.regions.map(({ name }) => name);

  expect(Object.keys(registry).filter((region) => !regions.includes(region))).toEqual([]);
  expect(Object.values(registry).filter((account) => !/^\d{12}$/.test(account))).toEqual([]);
});

test('regions of one partition share the account of the deep learning containers or have their own', () => {
  const shared = Object.entries(DEEP_LEARNING_IMAGES).filter(([, account]) => account === '763104351884');

  expect(shared).toHaveLength(16);
  expect(shared.map(([region]) => RegionInfo.get(region).partition)).toEqual(Array(16).fill('aws'));
});
