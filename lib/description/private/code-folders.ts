import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Problems } from '../../core';
import { PlatformDescription } from '../platform-description';
import { Draft, eachKnown, whenKnown } from './draft';

/** The files that a project's pipeline runs. */
const CODE_FILES = ['preprocess.py', 'evaluate.py', 'training.json'];

/** Checks that the code of each project lies where the description says. */
export function checkCodeFolders(problems: Problems, { teams }: Draft<PlatformDescription>, folder: string): void {
  eachKnown(teams, (team, t) =>
    eachKnown(team.projects, (project, p) =>
      whenKnown(project.model?.code, (code) => {
        if (code.trim() === '' || isAbsolute(code)) return;
        checkCodeFolder(problems, `teams[${t}].projects[${p}].model.code`, code, folder);
      }),
    ),
  );
}

function checkCodeFolder(problems: Problems, path: string, code: string, folder: string): void {
  const isFolder = existsSync(join(folder, code)) && statSync(join(folder, code)).isDirectory();
  const missing = CODE_FILES.filter((file) => !isFile(join(folder, code, file)));
  if (missing.length === 0) return;

  problems.add({
    code: 'CodeNotFound',
    path,
    got: `is "${code}"`,
    wanted: isFolder
      ? `that folder has no ${missing.join(', ')}`
      : "there is no such folder relative to the description's file",
    remedy: isFolder ? `add ${missing.join(', ')}, or correct the path` : 'correct the path, or create the folder',
  });
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
