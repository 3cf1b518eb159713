import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { renderSummary } from '../../bin/summary';

test('the stacks of an assembly stand in a table, with numbers below each other', () => {
  const app = new App();
  stackOf(app, 'acme-ml-logs', 1);
  stackOf(app, 'acme-ml-marine-life-workspace', 100);

  const summary = renderSummary(app.synth());

  expect(summary.replace(/ +\d+ KiB/g, (size) => size.replace(/\d/g, '9'))).toBe(
    [
      'stack                          account       region     resources  template',
      'acme-ml-logs                   111111111111  eu-west-1          1     9 KiB',
      'acme-ml-marine-life-workspace  111111111111  eu-west-1        100     9 KiB',
    ].join('\n'),
  );
});

test('an assembly without stacks is a table without rows', () => {
  const app = new App();

  const summary = renderSummary(app.synth());

  expect(summary).toBe('stack  account  region  resources  template');
});

function stackOf(app: App, stackName: string, resources: number): void {
  const stack = new Stack(app, stackName, { stackName, env: { account: '111111111111', region: 'eu-west-1' } });

  for (let i = 0; i < resources; i++) new CfnResource(stack, `Topic${i}`, { type: 'AWS::SNS::Topic' });
}
