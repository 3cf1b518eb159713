#!/usr/bin/env node
import { App } from 'aws-cdk-lib';
import { PlatformFile } from '../lib/description';
import { definePlatform } from './define-platform';
import { tellProblems } from './tell-problems';

/** The app that the CDK CLI runs for `cdk diff` and `cdk deploy`: `-c description=<file>` names the description. */
tellProblems(() => {
  const app = new App();
  const path = (app.node.tryGetContext('description') as string | undefined) ?? 'platform.yaml';

  definePlatform(app, PlatformFile.read(path));
});
