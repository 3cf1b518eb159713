import { check, nearest, Problems } from '../core';
import { DetectiveOmission } from './detective-omission';
import { checkNotSelected, checkOmission } from './private/omissions';

const KIND = 'GuardDutyFeature';
const STANDARD = [
  'S3_DATA_EVENTS',
  'LAMBDA_NETWORK_LOGS',
  'EBS_MALWARE_PROTECTION',
  'EKS_AUDIT_LOGS',
  'RDS_LOGIN_EVENTS',
];
const FURTHER = ['RUNTIME_MONITORING'];

/**
 * What GuardDuty watches beside API calls, flow logs and name resolution, which it always does.
 *
 * A selection is never changed: what adds or takes out gives a new one.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
 */
export class GuardDutyFeatures {
  /** `S3_DATA_EVENTS`, `LAMBDA_NETWORK_LOGS`, `EBS_MALWARE_PROTECTION`, `EKS_AUDIT_LOGS` and `RDS_LOGIN_EVENTS`. */
  public static standard(): GuardDutyFeatures {
    return new GuardDutyFeatures([...STANDARD], []);
  }

  private constructor(
    /** Names of the features that are on. */
    public readonly features: string[],
    /** What was taken out, and why. */
    public readonly omissions: DetectiveOmission[],
  ) {}

  /**
   * The selection without a feature, which is turned off.
   *
   * Throws when the selection has none of the name, and when the reason is empty.
   *
   * @param feature name of the feature, as `EKS_AUDIT_LOGS`
   * @param reason why it is off; it ends up in the template
   */
  public without(feature: string, reason: string): GuardDutyFeatures {
    check(undefined, (problems) =>
      checkOmission(problems, { kind: KIND, name: feature, present: this.features, reason }),
    );

    return new GuardDutyFeatures(
      this.features.filter((name) => name !== feature),
      [...this.omissions, { name: feature, reason }],
    );
  }

  /**
   * The selection and one feature more: `RUNTIME_MONITORING`, which puts an agent beside containers and instances.
   *
   * Throws when the feature is unknown, and when the selection has it already.
   */
  public including(feature: string): GuardDutyFeatures {
    check(undefined, (problems) => {
      checkNotSelected(problems, KIND, feature, this.features);
      checkFeature(problems, feature);
    });

    return new GuardDutyFeatures(
      [...this.features, feature],
      this.omissions.filter(({ name }) => name !== feature),
    );
  }
}

function checkFeature(problems: Problems, feature: string): void {
  const known = [...STANDARD, ...FURTHER];
  if (known.includes(feature)) return;

  const [candidate] = nearest(feature, known);
  problems.add({
    code: 'GuardDutyFeatureUnknown',
    path: 'feature',
    got: `is "${feature}"`,
    wanted: 'GuardDuty has no such feature here',
    remedy: candidate ? `did you mean "${candidate}"` : `choose from ${known.join(', ')}`,
  });
}
