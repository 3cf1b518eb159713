import { App } from 'aws-cdk-lib';
import * as experiments from './experiments';
import { Hosting } from './hosting';
import * as operations from './operations';
import * as options from './options';
import { strategies } from './strategies';

const app = new App();
const hostingOf = (team: string): Hosting =>
  new Hosting(app, `Acme${team}`, { env: { account: '111122223333', region: 'eu-west-1' }, team: team.toLowerCase() });

const ways = hostingOf('Options');
for (const option of [
  options.realTime,
  options.serverless,
  options.asynchronous,
  options.multiModel,
  options.multiContainer,
  options.inferencePipeline,
  options.jumpStart,
  options.explained,
]) {
  option(ways);
}
strategies(ways);

const comparisons = hostingOf('Experiments');
experiments.abTest(comparisons);
experiments.bandit(comparisons);
experiments.shadowTest(comparisons);
experiments.shadowVariant(comparisons);

const daily = hostingOf('Operations');
operations.components(daily);
operations.officeHours(daily);
operations.untilTheFair(daily);
operations.api(daily);
operations.nightlyBatch(daily);

app.synth();
