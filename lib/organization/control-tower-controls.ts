import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { CfnEnabledControl } from 'aws-cdk-lib/aws-controltower';
import { Construct } from 'constructs';
import { check, Problems } from '../core';
import { ControlTowerControl } from './control-tower-control';
import { OrganizationalUnit } from './organization-layout';

const UNIT_ARN = /^arn:aws(?:-[a-z]+)*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;

/** Which controls are enabled, and where. */
export interface ControlTowerControlsProps {
  /** Organisational units that Control Tower governs; at least one, each path once. */
  readonly targets: OrganizationalUnit[];

  /**
   * The controls, each once.
   *
   * @default - all proactive and detective controls on SageMaker
   */
  readonly controls?: ControlTowerControl[];

  /**
   * What happens to a control when it leaves the template.
   *
   * @default RemovalPolicy.DESTROY - it is disabled
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Controls of AWS Control Tower, enabled on organisational units.
 *
 * They need a landing zone, and the units registered with it; the construct belongs into a stack of the management account
 * in the landing zone's home region. A control that is enabled already, by hand or by another stack, cannot be enabled a
 * second time. Landing zones before version 4.0 refuse proactive and Security Hub controls on their Security unit.
 *
 * Control Tower works on ten controls at a time, so they are enabled one after the other. A control's identity in the
 * template is the unit's path and the control's name: adding, removing or reordering others never replaces it.
 *
 * Throws when there is no target or no control, when one appears twice, and when an ARN is not that of a unit.
 *
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/enable-controls.html
 */
export class ControlTowerControls extends Construct {
  /** ARNs of the controls, in the order in which they are enabled on each unit. */
  public readonly controlArns: string[];

  constructor(scope: Construct, id: string, props: ControlTowerControlsProps) {
    super(scope, id);
    const controls = props.controls ?? [...ControlTowerControl.proactive(), ...ControlTowerControl.detective()];

    check(this, (problems) => checkControls(problems, props.targets, controls));

    let previous: CfnEnabledControl | undefined;
    for (const target of props.targets) {
      const unit = new Construct(this, target.path);
      for (const control of controls) {
        const enabled = new CfnEnabledControl(unit, control.controlName, {
          controlIdentifier: control._arn(this),
          targetIdentifier: target.organizationalUnitArn,
        });
        enabled.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
        if (previous) enabled.addResourceDependency(previous);
        previous = enabled;
      }
    }

    this.controlArns = controls.map((control) => control._arn(this));
  }
}

function checkControls(
  problems: Problems,
  targets: readonly OrganizationalUnit[],
  controls: readonly ControlTowerControl[],
): void {
  checkSome(problems, 'targets', targets, 'a control is enabled on one organisational unit or more');
  checkSome(problems, 'controls', controls, 'there is one control or more');
  checkOnce(
    problems,
    'targets',
    targets.map(({ path }) => path),
  );
  checkOnce(
    problems,
    'controls',
    controls.map(({ controlName }) => controlName),
  );

  targets.forEach(({ organizationalUnitArn }, i) => {
    if (Token.isUnresolved(organizationalUnitArn) || UNIT_ARN.test(organizationalUnitArn)) return;
    problems.add({
      code: 'ControlTargetMalformed',
      path: `targets[${i}].organizationalUnitArn`,
      got: `is "${organizationalUnitArn}"`,
      wanted:
        'Control Tower enables controls on organisational units: arn:<partition>:organizations::<management account>:ou/<organization>/<unit>',
      remedy: 'take a unit of the OrganizationLayout, or copy the ARN from AWS Organizations',
    });
  });
}

function checkSome(problems: Problems, path: string, list: readonly unknown[], wanted: string): void {
  if (list.length > 0) return;

  problems.add({ code: 'ControlsMissing', path, got: 'is empty', wanted, remedy: 'name one' });
}

function checkOnce(problems: Problems, path: string, names: readonly string[]): void {
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    problems.add({
      code: 'ControlEnabledTwice',
      path: `${path}[${i}]`,
      got: `is "${name}" a second time`,
      wanted: 'Control Tower enables a control on a unit once',
      remedy: 'remove one of the two',
    });
  });
}
