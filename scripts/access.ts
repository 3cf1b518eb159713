import { accessMatrixOf, controlPolicyMargins, renderMatrix } from '../test/access/access-matrix';
import { mutationScore } from '../test/access/mutations';
import { REFERENCE, referencePlatform } from '../test/access/reference-platform';

// What is printed here does not depend on CloudFormation's validation, which takes seconds.
process.env.CDK_VALIDATION = 'false';

void printAccess(process.argv.includes('--mutations'));

/** Prints who may do what on the reference platform, how full its control policies are and, if asked, what no proof notices. */
async function printAccess(withMutations: boolean): Promise<void> {
  const platform = referencePlatform();

  console.log(renderMatrix(await accessMatrixOf(platform, REFERENCE)));
  console.log(`\n${controlPolicyMargins(platform)}`);
  if (withMutations) console.log(`\n${await renderMutations()}`);
}

/** How many changes to the guardrails some proof notices, and the others by name. */
async function renderMutations(): Promise<string> {
  const { changes, unnoticed } = await mutationScore();
  const noticed = changes - unnoticed.length;

  return [`changes to guardrails that a proof notices: ${noticed} of ${changes}`, ...unnoticed].join('\n');
}
