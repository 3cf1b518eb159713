import { App } from 'aws-cdk-lib';
import { PlatformFile } from '../lib/description';
import { RulePack } from '../lib/governance';
import { MlPlatform } from '../lib/platform';

/** Defines the platform that a file describes; every rule pack watches it. */
export function definePlatform(app: App, file: PlatformFile): MlPlatform {
  const platform = new MlPlatform(app, file.description.name, { description: file.description, codeRoot: file.folder });

  for (const pack of RulePack.all()) pack.watch(app);
  return platform;
}
