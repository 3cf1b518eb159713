import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** Below this folder a processing container finds what SageMaker brings. */
export const PROCESSING_ROOT = '/opt/ml/processing/';

const LONGEST_PATH = 256;

/** The folder that an input or an output has unless its author chooses another. */
export function containerFolder(name: string): string {
  return `${PROCESSING_ROOT}${name}`;
}

/** Checks that a folder of a processing container lies where SageMaker lets it. */
export function checkContainerFolder(problems: Problems, path: string, folder: string, root = PROCESSING_ROOT): void {
  if (Token.isUnresolved(folder) || (folder.startsWith(root) && folder.length <= LONGEST_PATH)) return;

  problems.add({
    code: 'ContainerFolderMalformed',
    path,
    got: `is "${folder}"`,
    wanted: `a folder in the container begins with ${root} and has ${LONGEST_PATH} characters or fewer`,
    remedy: `write one as "${PROCESSING_ROOT}data"`,
  });
}
