import { ContainerImage, ModelContainer } from '../../../lib/pipelines';
import { checkContainers } from '../../../lib/pipelines/private/model-containers';
import { told } from './told';

test.each([1, 15])('a model has 1 to 15 containers, as %d', (count) => {
  const found = toldOf(Array.from({ length: count }, () => container()));

  expect(found).toEqual([]);
});

test('a model without containers is refused', () => {
  const found = toldOf([]);

  expect(found).toEqual([
    'ContainersOutOfRange: steps.Model.containers is empty, a model has 1 to 15 containers; add ModelContainer.of(…)',
  ]);
});

test('a model of 16 containers is refused', () => {
  const found = toldOf(Array.from({ length: 16 }, () => container()));

  expect(found).toEqual([
    'ContainersOutOfRange: steps.Model.containers has 16 entries, a model has 1 to 15 containers; join some of them in one image',
  ]);
});

test('containers of one name are refused', () => {
  const found = toldOf([container('predict'), container('predict')]);

  expect(found).toEqual([
    'StepPartNameTaken: steps.Model.containers has "predict" more than once, the name of a container is unique in its step; rename all but one',
  ]);
});

test('all containers have a name, or none has', () => {
  const found = toldOf([container('predict'), container()]);

  expect(found).toEqual([
    'HostnamesIncomplete: steps.Model.containers has 1 of 2 with a hostname, either all containers of a model have a hostname or none has; name the others too, or none',
  ]);
});

test('each container is looked at by itself', () => {
  const found = toldOf([container('a'), container('b-')]);

  expect(found).toEqual([
    'NameMalformed: steps.Model.containers[1].hostname is "b-", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
  ]);
});

function toldOf(containers: ModelContainer[]): string[] {
  return told((problems) => checkContainers(problems, 'steps.Model', containers));
}

function container(hostname?: string): ModelContainer {
  return ModelContainer.of({ image: ContainerImage.xgboost('3.2-0'), hostname });
}
