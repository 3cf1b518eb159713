import { IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NagPack, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { IConstruct } from 'constructs';

/**
 * A set of rules that the finished tree is checked against at synth. A finding stops the synthesis, unless the construct
 * that causes it acknowledges the finding's id with a reason.
 *
 * @see https://github.com/cdklabs/cdk-nag/blob/main/RULES.md
 */
export class RulePack {
  /** Good practice in general. */
  public static awsSolutions(): RulePack {
    return new RulePack(new AwsSolutionsChecks());
  }

  /** NIST 800-53, revision 5. */
  public static nist80053R5(): RulePack {
    return new RulePack(new NIST80053R5Checks());
  }

  /** The HIPAA security rule. */
  public static hipaaSecurity(): RulePack {
    return new RulePack(new HIPAASecurityChecks());
  }

  /** PCI DSS 3.2.1. */
  public static pciDss321(): RulePack {
    return new RulePack(new PCIDSS321Checks());
  }

  /** Every pack, in a fixed order. */
  public static all(): RulePack[] {
    return [RulePack.awsSolutions(), RulePack.nist80053R5(), RulePack.hipaaSecurity(), RulePack.pciDss321()];
  }

  private constructor(private readonly pack: NagPack) {}

  /** Name of the pack, as findings carry it. */
  public get packName(): string {
    return this.pack.readPackName;
  }

  /** The pack as a plug-in, for code that runs the validation itself. */
  public get plugin(): IPolicyValidationPlugin {
    return this.pack;
  }

  /** Checks everything below an app or a stage when it is synthesised. */
  public watch(scope: IConstruct): void {
    Validations.of(scope).addPlugins(this.pack);
  }
}
