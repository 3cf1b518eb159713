import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ControlTowerControl } from '../../lib/organization/control-tower-control';
import { ControlTowerControls, ControlTowerControlsProps } from '../../lib/organization/control-tower-controls';
import { OrganizationLayout } from '../../lib/organization/organization-layout';
import { permanentOrganization } from './permanent-organization';

const CONTROL = 'AWS::ControlTower::EnabledControl';
const PROD = unit('Workloads/marine/prod', 'ou-ab12-0000prod');
const SANDBOX = unit('Sandbox', 'ou-ab12-00sandbox');
const [INTERNET, VPC] = ControlTowerControl.proactive();

let stack: Stack;

beforeEach(() => {
  stack = management();
});

test('each control is enabled on each target', () => {
  const { controlArns } = controlsIn(stack, { targets: [PROD, SANDBOX], controls: [INTERNET, VPC] });

  const enabled = Object.values(Template.fromStack(stack).findResources(CONTROL)).map(({ Properties }) => Properties);

  const [internet, vpc] = stack.resolve(controlArns) as object[];
  expect(enabled).toEqual([
    { ControlIdentifier: internet, TargetIdentifier: PROD.organizationalUnitArn },
    { ControlIdentifier: vpc, TargetIdentifier: PROD.organizationalUnitArn },
    { ControlIdentifier: internet, TargetIdentifier: SANDBOX.organizationalUnitArn },
    { ControlIdentifier: vpc, TargetIdentifier: SANDBOX.organizationalUnitArn },
  ]);
});

test('all controls on SageMaker are enabled when none are named', () => {
  controlsIn(stack, { targets: [PROD] });

  const template = Template.fromStack(stack);

  template.resourceCountIs(CONTROL, 6);
});

test('one control is enabled after the other', () => {
  controlsIn(stack, { targets: [PROD, SANDBOX], controls: [INTERNET] });

  const [[first, { DependsOn: none }], [, { DependsOn }]] = Object.entries(
    Template.fromStack(stack).findResources(CONTROL),
  );

  expect([none, DependsOn]).toEqual([undefined, [first]]);
});

test('the units of a layout are targets', () => {
  const layout = new OrganizationLayout(stack, 'Layout', {
    organizationId: 'o-a1b2c3d4e5',
    rootId: 'r-ab12',
    workloadGroups: ['marine'],
    adoptedUnits: { Sandbox: 'ou-ab12-00sandbox' },
  });

  controlsIn(stack, { targets: [layout.workloads('prod'), layout.sandbox], controls: [INTERNET] });

  const targets = Object.values(Template.fromStack(stack).findResources(CONTROL)).map(({ Properties }) =>
    JSON.stringify((Properties as { TargetIdentifier: object }).TargetIdentifier),
  );
  expect(targets).toEqual([
    expect.stringMatching(/^\{"Fn::GetAtt":\["Layout.*prod.*","Arn"\]\}$/),
    expect.stringContaining(':organizations::111111111111:ou/o-a1b2c3d4e5/ou-ab12-00sandbox'),
  ]);
});

test.each([
  [undefined, 'Delete'],
  [RemovalPolicy.RETAIN, 'Retain'],
])('with the removal policy %s the deletion policy is %s', (removalPolicy, expected) => {
  controlsIn(stack, { targets: [PROD], removalPolicy });

  const template = Template.fromStack(stack);

  template.allResources(CONTROL, { DeletionPolicy: expected });
});

test('the second deployment that adds targets and controls before the first ones replaces nothing', () => {
  const before = management();
  controlsIn(before, { targets: [PROD], controls: [VPC] });
  controlsIn(stack, { targets: [SANDBOX, PROD], controls: [INTERNET, VPC] });

  const [first, second] = [before, stack].map((each) => permanentOrganization(Template.fromStack(each)));

  expect(second).toMatchObject(first);
});

test('twins and a target that is no unit are told at once', () => {
  const root = { ...SANDBOX, organizationalUnitArn: 'arn:aws:organizations::111111111111:root/o-a1b2c3d4e5/r-ab12' };

  const controls = () => controlsIn(stack, { targets: [PROD, PROD, root], controls: [VPC, VPC] });

  expect(controls).toThrow(
    [
      '3 problems:',
      '  ControlEnabledTwice: targets[1] is "Workloads/marine/prod" a second time, Control Tower enables a control on a unit once; remove one of the two',
      '  ControlEnabledTwice: controls[1] is "CT.SAGEMAKER.PR.2" a second time, Control Tower enables a control on a unit once; remove one of the two',
      '  ControlTargetMalformed: targets[2].organizationalUnitArn is "arn:aws:organizations::111111111111:root/o-a1b2c3d4e5/r-ab12", Control Tower enables controls on organisational units: arn:<partition>:organizations::<management account>:ou/<organization>/<unit>; take a unit of the OrganizationLayout, or copy the ARN from AWS Organizations',
    ].join('\n'),
  );
});

test('nothing to enable, and nowhere, is refused', () => {
  const controls = () => controlsIn(stack, { targets: [], controls: [] });

  expect(controls).toThrow(
    [
      '2 problems:',
      '  ControlsMissing: targets is empty, a control is enabled on one organisational unit or more; name one',
      '  ControlsMissing: controls is empty, there is one control or more; name one',
    ].join('\n'),
  );
});

function management(): Stack {
  return new Stack(new App(), 'Organization', { env: { account: '111111111111', region: 'us-east-1' } });
}

function controlsIn(scope: Stack, props: ControlTowerControlsProps): ControlTowerControls {
  return new ControlTowerControls(scope, 'Controls', props);
}

function unit(path: string, organizationalUnitId: string) {
  const organizationalUnitArn = `arn:aws:organizations::111111111111:ou/o-a1b2c3d4e5/${organizationalUnitId}`;

  return { path, organizationalUnitId, organizationalUnitArn };
}
