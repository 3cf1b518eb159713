import { Stack } from 'aws-cdk-lib';
import { RulePack } from '../lib/governance';

/** What the rule packs find in the app of a stack: the names of the rules, by pack. */
export function findingsIn({ node: { root } }: Stack): Record<string, string[]> {
  const found = RulePack.all().map(({ packName, plugin }): [string, string[]] => {
    const { violations } = plugin.validate({ appConstruct: root, templatePaths: [], stackTemplates: [] });

    return [packName, violations.map(({ ruleName }) => ruleName)];
  });

  return Object.fromEntries(found);
}

/** That no rule pack finds anything. */
export const NOTHING_FOUND = Object.fromEntries(RulePack.all().map(({ packName }) => [packName, []]));
