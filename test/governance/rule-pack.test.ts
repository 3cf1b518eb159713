import { App, PolicyValidationPluginReport, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { RulePack } from '../../lib/governance';

const PACKS = RulePack.all().map((pack) => ({ name: pack.packName, pack }));

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Data', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('there are four packs, always in one order', () => {
  const names = RulePack.all().map(({ packName }) => packName);

  expect(names).toEqual(['AwsSolutions', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321']);
});

describe.each(PACKS)('the pack $name', ({ pack }) => {
  test('reports a bucket that is known to be bad: were it silent, two copies of aws-cdk-lib would blind it', () => {
    new CfnBucket(stack, 'KnownBad');

    const report = pack.plugin.validate({ appConstruct: app, templatePaths: [], stackTemplates: [] });

    expect(report.success).toBe(false);
    expect(constructsIn(report)).toContain('Data/KnownBad');
  });

  test('reports nothing where there is nothing', () => {
    const report = pack.plugin.validate({ appConstruct: app, templatePaths: [], stackTemplates: [] });

    expect(report).toMatchObject({ success: true, violations: [] });
  });
});

describe('a pack that watches an app', () => {
  test('stops the synthesis and says what to acknowledge on which construct', () => {
    new CfnBucket(stack, 'KnownBad');

    RulePack.awsSolutions().watch(app);

    const error = caught(() => app.synth());
    expect(error?.name).toBe('ValidationFailed');
    expect(error?.message).toContain('Data/KnownBad aws-cdk-lib.aws_s3.CfnBucket');
    expect(error?.message).toContain("Acknowledge with 'AwsSolutions::AwsSolutions-S1'");
  });

  test('lets an app without findings pass', () => {
    RulePack.all().forEach((pack) => pack.watch(app));

    expect(() => app.synth()).not.toThrow();
  });

  test('lets pass what is acknowledged on the construct that causes it', () => {
    const bucket = new CfnBucket(stack, 'KnownBad');
    Validations.of(bucket).acknowledge(
      { id: 'AwsSolutions-S1', reason: 'receives access logs itself' },
      { id: 'AwsSolutions-S10', reason: 'the policy is written elsewhere' },
    );

    RulePack.awsSolutions().watch(app);

    expect(() => app.synth()).not.toThrow();
  });

  test('is not silenced by an acknowledgement on another construct', () => {
    new CfnBucket(stack, 'KnownBad');
    const other = new CfnBucket(stack, 'Other');
    ['AwsSolutions-S1', 'AwsSolutions-S10'].forEach((id) =>
      Validations.of(other).acknowledge({ id, reason: 'receives access logs itself' }),
    );

    RulePack.awsSolutions().watch(app);

    expect(() => app.synth()).toThrow('Data/KnownBad aws-cdk-lib.aws_s3.CfnBucket');
  });

  test('looks into its stages', () => {
    const production = new Stack(new Stage(app, 'Production'), 'Data');
    new CfnBucket(production, 'KnownBad');

    RulePack.awsSolutions().watch(app);

    expect(() => app.synth()).toThrow('Production/Data/KnownBad aws-cdk-lib.aws_s3.CfnBucket');
  });
});

function constructsIn({ violations }: PolicyValidationPluginReport): (string | undefined)[] {
  return violations.flatMap(({ violatingResources }) => violatingResources.map((found) => found.constructPath));
}

function caught(action: () => void): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
