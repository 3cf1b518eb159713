import { Draft, eachKnown, whenKnown } from './draft';
import { DescriptionProblems } from './description-problems';

/**
 * Checks that the names of a list differ.
 *
 * Upper and lower case count as one, because IAM and SageMaker tell names apart without regard to case.
 */
export function checkUniqueNames(
  problems: DescriptionProblems,
  path: string,
  entries: Draft<{ name: string }[]> | undefined,
  wanted: string,
): void {
  const owners = new Map<string, string>();

  eachKnown(entries, (entry, i) =>
    whenKnown(entry.name, (name) => {
      const owner = owners.get(name.toLowerCase());
      if (owner === undefined) {
        owners.set(name.toLowerCase(), `${path}[${i}].name`);
        return;
      }
      problems.add({
        code: 'DuplicateName',
        path: `${path}[${i}].name`,
        got: `is "${name}", which ${problems.mention(owner)} has too`,
        wanted,
        remedy: 'give one of the two another name',
      });
    }),
  );
}
