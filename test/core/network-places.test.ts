import { checkNetworkPlaces, Problems, renderProblem } from '../../lib/core';

let problems: Problems;

beforeEach(() => {
  problems = new Problems();
});

test.each([
  [1, 'subnets'],
  [16, 'subnets'],
  [1, 'security groups'],
  [5, 'security groups'],
] as const)('%i %s are taken', (count, noun) => {
  checkNetworkPlaces(problems, 'places', count, noun);

  expect(problems.all).toEqual([]);
});

test.each([
  [0, 'subnets', 'is empty, SageMaker accepts 1 to 16 subnets; give at least one'],
  [17, 'subnets', 'has 17 entries, SageMaker accepts 1 to 16 subnets; leave out those that are not needed'],
  [
    6,
    'security groups',
    'has 6 entries, SageMaker accepts 1 to 5 security groups; leave out those that are not needed',
  ],
] as const)('%i %s are refused', (count, noun, fault) => {
  checkNetworkPlaces(problems, 'places', count, noun);

  expect(problems.all.map(renderProblem)).toEqual([`NetworkPlaceOutOfRange: places ${fault}`]);
});
