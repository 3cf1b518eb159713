import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Access, accessOf } from './access';
import { rolesOf } from './deployed-roles';
import { LandingZone } from './landing-zone';

const ENVIRONMENT = { account: '111111111111', region: 'eu-west-1' };

const READ_MODELS = `
  const { SageMakerClient, ListModelPackagesCommand, ListModelPackageGroupsCommand } = require('@aws-sdk/client-sagemaker');
  exports.handler = async ({ group }) => {
    const client = new SageMakerClient({});
    await client.send(new ListModelPackageGroupsCommand({}));
    await client.send(new ListModelPackagesCommand({ ModelPackageGroupName: group })).catch((error) => error.name);
    return 'read';
  };`;

describe('what a handler may do is proved by what it does', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([ENVIRONMENT]);
  });

  afterAll(() => zone.stop());

  test('a handler that is allowed all that it calls', async () => {
    const access = await accessAfter('allowed', ['sagemaker:ListModelPackageGroups', 'sagemaker:ListModelPackages']);

    expect(access.denied).toEqual([]);
  });

  test('a permission that is missing', async () => {
    const { denied } = await accessAfter('lacking', ['sagemaker:ListModelPackageGroups']);

    expect(denied.map(({ action, reason }) => [action, reason])).toEqual([
      ['sagemaker:ListModelPackages', 'no statement allows it'],
    ]);
  });

  test('a permission that nothing needed', async () => {
    const { unused } = await accessAfter('idle', ['sagemaker:ListModelPackageGroups', 'sagemaker:CreateModel']);

    expect(unused.map(({ action }) => action)).toContain('sagemaker:CreateModel');
    expect(unused.map(({ action }) => action)).not.toContain('sagemaker:ListModelPackageGroups');
  });

  /** Deploys a function whose role may do some actions, lets it run, and judges what it did. */
  async function accessAfter(name: string, actions: string[]): Promise<Access> {
    await zone.deploy(reader(name, actions));
    const { Payload, FunctionError } = await zone
      .as(ENVIRONMENT.account, ENVIRONMENT.region)
      .client(LambdaClient)
      .send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ group: 'abalone' }) }));
    expect([FunctionError, Payload?.transformToString()]).toEqual([undefined, '"read"']);

    const roles = rolesOf((await zone.resources()).filter(({ stack }) => stack === name));
    return accessOf(await zone.calls(), roles);
  }
});

function reader(name: string, actions: string[]): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Reader', { stackName: name, env: ENVIRONMENT });
  // What L2 functions get by default, a managed policy of AWS, stands in no template.
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const logs = `arn:aws:logs:${ENVIRONMENT.region}:${ENVIRONMENT.account}:log-group:/aws/lambda/${name}`;
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs, `${logs}:*`],
    }),
  );
  role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
  new lambda.Function(stack, 'Handler', {
    functionName: name,
    role,
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(READ_MODELS),
  });
  return app;
}
