import { checkContainerFolder, containerFolder } from '../../../lib/pipelines/private/container-folder';
import { told } from './told';

test('a folder has the name of what it holds', () => {
  expect(containerFolder('train')).toBe('/opt/ml/processing/train');
});

test.each(['/opt/ml/processing/train', `/opt/ml/processing/${'a'.repeat(237)}`])('files may lie in %s', (folder) => {
  expect(told((problems) => checkContainerFolder(problems, 'localPath', folder))).toEqual([]);
});

test.each(['train', '/opt/ml/train', `/opt/ml/processing/${'a'.repeat(238)}`])('files may not lie in %s', (folder) => {
  expect(told((problems) => checkContainerFolder(problems, 'localPath', folder))).toEqual([
    `ContainerFolderMalformed: localPath is "${folder}", a folder in the container begins with /opt/ml/processing/ and has 256 characters or fewer; write one as "/opt/ml/processing/data"`,
  ]);
});
