import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

const RELEASE_LABEL = /^emr-\d+\.\d+\.\d+$/;

/** Checks that a text names a release of EMR. */
export function checkRelease(problems: Problems, path: string, releaseLabel: string): void {
  if (Token.isUnresolved(releaseLabel) || RELEASE_LABEL.test(releaseLabel)) return;

  problems.add({
    code: 'EmrReleaseMalformed',
    path,
    got: `is "${releaseLabel}"`,
    wanted: 'EMR names releases as emr-7.9.0',
    remedy: 'write one in that form',
  });
}
