import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { CapacitySize, DeploymentStrategy, Percent } from '../lib/deployment';
import { ROOT } from './run';
import { LineChart, lineCharts } from './svg-chart';
import { DeploymentConfig, trafficTimeline } from './traffic-timeline';

/** Where the plot stands that the README shows. */
export const STRATEGIES_PLOT = path.join(ROOT, 'docs', 'deployment', 'strategies.svg');

const INSTANCES = 10;

const STRATEGIES = [
  { title: 'allAtOnce()', strategy: DeploymentStrategy.allAtOnce() },
  {
    title: 'canary({ firstStep: 10 % })',
    strategy: DeploymentStrategy.canary({ firstStep: CapacitySize.percent(Percent.of(10)) }),
  },
  {
    title: 'linear({ step: 20 % })',
    strategy: DeploymentStrategy.linear({ step: CapacitySize.percent(Percent.of(20)) }),
  },
  {
    title: `rolling({ batch: 3 of ${INSTANCES} instances })`,
    strategy: DeploymentStrategy.rolling({ batch: CapacitySize.instances(3) }),
  },
];

/** Draws how each strategy moves the traffic of an endpoint, as its template says. */
export function strategiesPlot(): string {
  const timelines = STRATEGIES.map(({ title, strategy }) => ({
    title,
    ...trafficTimeline(synthesised(strategy), INSTANCES),
  }));
  const xMax = Math.max(...timelines.map(({ end }) => end)) + 5;

  return lineCharts(
    timelines.map(({ title, allGoesWell, alarmFires, alarmAt, watchedUntil, end }): LineChart => ({
      title,
      xLabel: 'minutes, not counting the time that instances take to start',
      yLabel: '% of traffic on the new version',
      xMax,
      yMax: 100,
      series: [
        { name: 'all goes well', points: allGoesWell, stepped: true },
        { name: 'an alarm fires', points: alarmFires, stepped: true },
      ],
      marks: [
        { x: alarmAt, label: 'alarm' },
        { x: watchedUntil, label: 'watched' },
        ...(end > watchedUntil ? [{ x: end, label: 'old fleet gone' }] : []),
      ],
    })),
  );
}

function synthesised(strategy: DeploymentStrategy): DeploymentConfig {
  const stack = new Stack(new App(), 'Hosting');
  new CfnEndpoint(stack, 'Endpoint', {
    endpointConfigName: 'abalone',
    deploymentConfig: strategy._render(['abalone-errors']),
  });
  const [endpoint] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Endpoint'));

  return (endpoint as { Properties: { DeploymentConfig: DeploymentConfig } }).Properties.DeploymentConfig;
}

if (require.main === module) {
  mkdirSync(path.dirname(STRATEGIES_PLOT), { recursive: true });
  writeFileSync(STRATEGIES_PLOT, strategiesPlot());
}
