import { check, Problems } from '../core';
import { DetectiveOmission } from './detective-omission';
import { checkNotSelected, checkOmission, checkSelected } from './private/omissions';

const KIND = 'DetectiveControl';

const CONTROLS = ['security-hub', 'config', 'guardduty', 'macie', 'external-access', 'unused-access'];

/** Services that an account has once, so that a stack cannot create what is there already. */
const ADOPTABLE = ['security-hub', 'guardduty', 'macie'];

/**
 * Which detective controls watch the organization.
 *
 * | Name | What watches |
 * |---|---|
 * | `security-hub` | Security Hub, configured centrally, with the controls of SageMaker |
 * | `config` | AWS Config: the aggregator and the managed rules of SageMaker |
 * | `guardduty` | GuardDuty: threats, in objects and networks too |
 * | `macie` | Macie: sensitive data in buckets |
 * | `external-access` | Access Analyzer: what principals outside the organization reach |
 * | `unused-access` | Access Analyzer: roles, keys and permissions that nobody uses |
 *
 * A selection is never changed: what takes out or adopts gives a new one.
 */
export class DetectiveSelection {
  /** All of them. */
  public static standard(): DetectiveSelection {
    return new DetectiveSelection([...CONTROLS], [], []);
  }

  private constructor(
    /** Names of the controls that watch. */
    public readonly controls: string[],
    /** Names of the controls whose service the account has already. */
    public readonly adopted: string[],
    /** What was taken out, and why. */
    public readonly omissions: DetectiveOmission[],
  ) {}

  /**
   * The selection without a control.
   *
   * What an earlier deployment turned on stays on, because findings are lost with it: turn it off by hand.
   * Throws when the selection has none of the name, and when the reason is empty.
   *
   * @param control name of the control, as `macie`
   * @param reason why it does not watch; it ends up in the template
   */
  public without(control: string, reason: string): DetectiveSelection {
    check(undefined, (problems) =>
      checkOmission(problems, { kind: KIND, name: control, present: this.controls, reason }),
    );

    return new DetectiveSelection(
      this.controls.filter((name) => name !== control),
      this.adopted.filter((name) => name !== control),
      [...this.omissions, { name: control, reason }],
    );
  }

  /**
   * The selection, in which the account has the service of a control already: its hub, detector or session.
   *
   * The stack does not create it then, and what it would have set becomes a line of the checklist. An account has each of
   * them once, and GuardDuty and Macie turn themselves on in an account that becomes their delegated administrator.
   *
   * Throws when the selection has none of the name, when it is adopted already, and for a control that needs no adoption.
   *
   * @param control `security-hub`, `guardduty` or `macie`
   */
  public adopting(control: string): DetectiveSelection {
    check(undefined, (problems) => {
      checkSelected(problems, KIND, control, this.controls);
      checkNotSelected(problems, 'AdoptedControl', control, this.adopted);
      if (this.has(control)) checkAdoptable(problems, control);
    });

    return new DetectiveSelection(this.controls, [...this.adopted, control], this.omissions);
  }

  /** Whether a control watches. */
  public has(control: string): boolean {
    return this.controls.includes(control);
  }

  /** Whether the stack creates what a control watches with. */
  public creates(control: string): boolean {
    return this.has(control) && !this.adopted.includes(control);
  }
}

function checkAdoptable(problems: Problems, control: string): void {
  if (ADOPTABLE.includes(control)) return;

  problems.add({
    code: 'DetectiveControlNotAdoptable',
    path: 'control',
    got: `is "${control}"`,
    wanted: `an account has several of it; those it has once are ${ADOPTABLE.join(', ')}`,
    remedy: 'take adopting() away, or take the control out with without(control, reason)',
  });
}
