import { Lazy } from 'aws-cdk-lib';
import { ServingContainer } from '../../../lib/deployment';
import {
  checkCount,
  checkDirectHostnames,
  checkEnvironments,
  checkFamilies,
  checkHostnames,
  checkMultiModels,
} from '../../../lib/deployment/private/container-group-checks';
import { ARCHIVE, container, OUR_IMAGE, told } from '../served';

const named = (...hostnames: (string | undefined)[]): ServingContainer[] =>
  hostnames.map((hostname) => container({ hostname }));

test.each([
  { count: 1, problem: 'has 1, several containers of a model are 2 to 15; use ServedModel.of for a single one' },
  { count: 2 },
  { count: 15 },
  { count: 16, problem: 'has 16, several containers of a model are 2 to 15; divide them between two models' },
])('a model may have $count containers: $problem', ({ count, problem }) => {
  const found = told((problems) =>
    checkCount(
      problems,
      'c',
      Array.from({ length: count }, () => container()),
    ),
  );

  expect(found).toEqual(problem === undefined ? [] : [`ContainerCountOutOfRange: c ${problem}`]);
});

test('in a pipeline all have a hostname or none has', () => {
  const found = told((problems) => {
    checkHostnames(problems, 'none', named(undefined, undefined));
    checkHostnames(problems, 'all', named('a', 'b'));
    checkHostnames(problems, 'some', named('a', undefined));
  });

  expect(found).toEqual([
    'ContainerWithoutHostname: some[1].hostname is missing, either all containers of a pipeline have a hostname or none has; give each container one, such as "predict"',
  ]);
});

test('each hostname is unique', () => {
  const later = Lazy.string({ produce: () => 'a' });

  const found = told((problems) => {
    checkDirectHostnames(problems, 'same', named('a', 'b', 'a'));
    checkDirectHostnames(problems, 'later', named(later, later));
  });

  expect(found).toEqual([
    'HostnameRepeated: same has "a" more than once, each container of a model has a hostname of its own; rename one of them',
  ]);
});

test('one container serves many models, where that is the most', () => {
  const many = ServingContainer.multiModel({ image: OUR_IMAGE, modelArchivesPrefix: 's3://acme-models/all/' });

  const found = told((problems) =>
    checkMultiModels(problems, 'c', [many, container(), many], { most: 1, wanted: 'one does' }),
  );

  expect(found).toEqual([
    'MultiModelContainerMisplaced: c[2] serves many models, one does; serve these models by an endpoint of their own, with ServedModel.multiModel',
  ]);
});

test('all containers were made for the same instances', () => {
  const made = ['ml.c5', 'ml.c5', 'ml.inf1'].map((instanceFamily) =>
    ServingContainer.compiled({ image: OUR_IMAGE, modelDataUrl: ARCHIVE, instanceFamily }),
  );

  const found = told((problems) => {
    checkFamilies(problems, 'alike', [...made.slice(0, 2), container()]);
    checkFamilies(problems, 'different', made);
  });

  expect(found).toEqual([
    'ContainersForDifferentInstances: different has models that were made for ml.c5 and ml.inf1, the containers of a model run on the same instance; compile all of them for one family',
  ]);
});

test('the environment variables of all containers have up to 32 KB together', () => {
  const size = (bytes: number): ServingContainer =>
    container({ environment: Object.fromEntries(Array.from({ length: bytes / 1_024 }, (_, i) => [name(i), value()])) });

  const found = told((problems) => {
    checkEnvironments(problems, 'fits', [size(16 * 1_024), size(16 * 1_024)]);
    checkEnvironments(problems, 'over', [size(16 * 1_024), size(17 * 1_024)]);
  });

  expect(found).toEqual([
    'EnvironmentTooLarge: over has 33792 bytes of environment variables, a model takes up to 32768 in all of its containers; put the larger ones into the model',
  ]);
});

function name(i: number): string {
  return `V${String(i).padStart(3, '0')}`;
}

function value(): string {
  return 'x'.repeat(1_020);
}
