import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { check, Problems } from '../core';

const CATALOG_ID = /^[0-9a-z]{20,32}$/;
const CATALOG_ARN = /^arn:aws(?:-[a-z]+)*:controlcatalog:::control\/[0-9a-z]+$/;
const REGIONAL_ARN = /^arn:aws(?:-[a-z]+)*:controltower:[a-z0-9-]+::control\/[A-Za-z0-9_-]+$/;
const CONTROL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * A control of AWS Control Tower.
 *
 * The SageMaker controls of Control Tower are about notebook instances: the proactive ones refuse a template before it is
 * deployed, the detective ones report what exists. Neither sees other parts of SageMaker; guardrails do.
 *
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/sagemaker-rules.html
 */
export class ControlTowerControl {
  /** `CT.SAGEMAKER.PR.1`: refuses templates with a notebook instance that reaches the internet directly. */
  public static refuseNotebooksWithInternet(): ControlTowerControl {
    return new ControlTowerControl('CT.SAGEMAKER.PR.1', 'by3ykpgv0a73qqv1k8jksf8q0');
  }

  /** `CT.SAGEMAKER.PR.2`: refuses templates with a notebook instance outside a VPC of one's own. */
  public static refuseNotebooksOutsideVpc(): ControlTowerControl {
    return new ControlTowerControl('CT.SAGEMAKER.PR.2', 'e832sfwz1eeru2ivf1b9r31qz');
  }

  /** `CT.SAGEMAKER.PR.3`: refuses templates with a notebook instance whose users are root. */
  public static refuseNotebooksWithRootAccess(): ControlTowerControl {
    return new ControlTowerControl('CT.SAGEMAKER.PR.3', 'cu3a2h6bg8a0bjtmzyqmmfa4l');
  }

  /** `SH.SageMaker.1`: Security Hub reports notebook instances that reach the internet directly. */
  public static reportNotebooksWithInternet(): ControlTowerControl {
    return new ControlTowerControl('SH.SageMaker.1', '4bb3tcgou1ylnhd6go25k977p');
  }

  /** `SH.SageMaker.2`: Security Hub reports notebook instances outside a VPC of one's own. */
  public static reportNotebooksOutsideVpc(): ControlTowerControl {
    return new ControlTowerControl('SH.SageMaker.2', 'dr2xzx1mnwnsbf8cjujdjawzl');
  }

  /** `SH.SageMaker.3`: Security Hub reports notebook instances whose users are root. */
  public static reportNotebooksWithRootAccess(): ControlTowerControl {
    return new ControlTowerControl('SH.SageMaker.3', '2zp2qwp4ac7hq9s0h6odw5gwn');
  }

  /** All proactive controls on SageMaker: `CT.SAGEMAKER.PR.1` to `CT.SAGEMAKER.PR.3`. */
  public static proactive(): ControlTowerControl[] {
    return [
      ControlTowerControl.refuseNotebooksWithInternet(),
      ControlTowerControl.refuseNotebooksOutsideVpc(),
      ControlTowerControl.refuseNotebooksWithRootAccess(),
    ];
  }

  /** All detective controls of Security Hub on SageMaker: `SH.SageMaker.1` to `SH.SageMaker.3`. */
  public static detective(): ControlTowerControl[] {
    return [
      ControlTowerControl.reportNotebooksWithInternet(),
      ControlTowerControl.reportNotebooksOutsideVpc(),
      ControlTowerControl.reportNotebooksWithRootAccess(),
    ];
  }

  /**
   * Another control, or one of the above under another identifier.
   *
   * `aws controlcatalog list-controls` tells the ARN of each control and, as an alias, its name. Throws when one of the
   * two is malformed.
   *
   * @param controlName name of the control, as `CT.S3.PR.1`; part of the resource's identity in the template
   * @param controlArn its ARN in the Control Catalog, or its older regional one of Control Tower
   */
  public static other(controlName: string, controlArn: string): ControlTowerControl {
    check(undefined, (problems) => checkControl(problems, controlName, controlArn));

    return new ControlTowerControl(controlName, controlArn);
  }

  private constructor(
    /** Name of the control, as `CT.SAGEMAKER.PR.1`. */
    public readonly controlName: string,
    private readonly identifier: string,
  ) {}

  /**
   * The ARN that enables the control.
   *
   * @internal
   */
  public _arn(scope: IConstruct): string {
    if (!CATALOG_ID.test(this.identifier)) return this.identifier;

    return Stack.of(scope).formatArn({
      service: 'controlcatalog',
      region: '',
      account: '',
      resource: 'control',
      resourceName: this.identifier,
    });
  }
}

function checkControl(problems: Problems, controlName: string, controlArn: string): void {
  if (!CONTROL_NAME.test(controlName)) {
    problems.add({
      code: 'ControlNameMalformed',
      path: 'controlName',
      got: `is "${controlName}"`,
      wanted: 'the name of a control is 1 to 100 letters, digits and ._-',
      remedy: 'copy the alias of the control, as "CT.S3.PR.1"',
    });
  }
  if (Token.isUnresolved(controlArn) || CATALOG_ARN.test(controlArn) || REGIONAL_ARN.test(controlArn)) return;

  problems.add({
    code: 'ControlArnMalformed',
    path: 'controlArn',
    got: `is "${controlArn}"`,
    wanted:
      'the ARN of a control reads arn:<partition>:controlcatalog:::control/<id> or arn:<partition>:controltower:<region>::control/<id>',
    remedy: 'copy it from the details of the control, or from aws controlcatalog list-controls',
  });
}
