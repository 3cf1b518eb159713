import { Problem } from '../../core';
import { checkAccountSharing } from './account-sharing';
import { checkCodeFolders } from './code-folders';
import { DescriptionProblems } from './description-problems';
import { checkDuties } from './duty-checks';
import { checkIdentity } from './identity-checks';
import { checkNetworks } from './network-checks';
import { checkOrganization } from './organization-checks';
import { checkPlatform } from './platform-checks';
import { checkStructure } from './structure';
import { checkTeams } from './team-checks';
import { YamlSource } from './yaml-source';

/** Where a description comes from; a description that is written in code comes from nowhere. */
export interface Origin {
  readonly source?: YamlSource;

  /** The folder that the paths of project code begin at; without one they are not looked at. */
  readonly folder?: string;
}

/** Everything that is wrong with a description, in the order of its text. */
export function problemsOf(data: unknown, origin: Origin = {}): Problem[] {
  const structure = checkStructure(data, origin.source);
  const meaning = new DescriptionProblems(origin.source);

  checkPlatform(meaning, structure.draft);
  checkOrganization(meaning, structure.draft);
  checkIdentity(meaning, structure.draft);
  checkTeams(meaning, structure.draft);
  checkNetworks(meaning, structure.draft);
  checkAccountSharing(meaning, structure.draft);
  checkDuties(meaning, structure.draft);
  if (origin.folder !== undefined) checkCodeFolders(meaning, structure.draft, origin.folder);

  const unsettled = meaning.all.filter(({ path }) => !holdsAny(path, structure.settled));
  return inTextOrder([...(origin.source?.duplicateKeys ?? []), ...structure.problems, ...unsettled]);
}

/** Whether a field, or one inside it, is among the given ones. */
function holdsAny(path: string, fields: ReadonlySet<string>): boolean {
  return [...fields].some((field) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`));
}

function inTextOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => {
    if (!a.location || !b.location) return 0;
    return a.location.line - b.location.line || a.location.column - b.location.column;
  });
}
