import { check, checkAccountId, Problems } from '../core';
import { DetectiveOmission } from './detective-omission';
import { SAGEMAKER_RULES } from './private/config-rule-table';
import { checkNotSelected, checkOmission, checkReason } from './private/omissions';

const KIND = 'ConfigRule';
const IDENTIFIER = /^SAGEMAKER_[A-Z][A-Z0-9_]*$/;

/**
 * Which managed rules of AWS Config watch SageMaker, and in which accounts they do not.
 *
 * Some of them demand what a control of Security Hub demands too. The rules also hold where Security Hub is off, and they
 * look at the network of domains and models and at the keys of endpoints, which it leaves out.
 *
 * A selection is never changed: what adds or takes out gives a new one.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
export class ManagedConfigRules {
  /**
   * Notebooks, endpoints, models, domains and feature groups: eleven rules.
   *
   * A rule that AWS Config does not have in the region fails the deployment; take it out.
   */
  public static standard(): ManagedConfigRules {
    return new ManagedConfigRules(Object.keys(SAGEMAKER_RULES), [], []);
  }

  private constructor(
    /** Identifiers of the rules, as `SAGEMAKER_MODEL_IN_VPC`. */
    public readonly ruleIdentifiers: string[],
    /** Ids of the accounts that no rule watches. */
    public readonly excludedAccounts: string[],
    /** What was taken out, accounts included, and why. */
    public readonly omissions: DetectiveOmission[],
  ) {}

  /**
   * The selection without a rule.
   *
   * Throws when the selection has none of the identifier, and when the reason is empty.
   *
   * @param ruleIdentifier identifier of the rule, as `SAGEMAKER_MODEL_IN_VPC`
   * @param reason why it does not watch; it ends up in the template
   */
  public without(ruleIdentifier: string, reason: string): ManagedConfigRules {
    check(undefined, (problems) =>
      checkOmission(problems, { kind: KIND, name: ruleIdentifier, present: this.ruleIdentifiers, reason }),
    );

    return new ManagedConfigRules(
      this.ruleIdentifiers.filter((identifier) => identifier !== ruleIdentifier),
      this.excludedAccounts,
      [...this.omissions, { name: ruleIdentifier, reason }],
    );
  }

  /**
   * The selection and one rule more, of those on SageMaker that ask for no parameter.
   *
   * Throws when it is no identifier of a rule on SageMaker, and when the selection has it already.
   *
   * @param ruleIdentifier identifier of the rule, as `SAGEMAKER_DATA_QUALITY_JOB_ISOLATION`
   */
  public including(ruleIdentifier: string): ManagedConfigRules {
    check(undefined, (problems) => {
      checkNotSelected(problems, KIND, ruleIdentifier, this.ruleIdentifiers);
      checkIdentifier(problems, ruleIdentifier);
    });

    return new ManagedConfigRules([...this.ruleIdentifiers, ruleIdentifier], this.excludedAccounts, this.omissions);
  }

  /**
   * The selection, which does not watch an account. Exclude those that record no configuration: a rule fails there.
   *
   * Throws when it is no account id, when the account is excluded already, and when the reason is empty.
   *
   * @param accountId id of the account: 12 digits
   * @param reason why it is not watched; it ends up in the template
   */
  public excludingAccount(accountId: string, reason: string): ManagedConfigRules {
    check(undefined, (problems) => {
      checkAccountId(problems, 'accountId', accountId);
      checkNotSelected(problems, 'ExcludedAccount', accountId, this.excludedAccounts);
      checkReason(problems, 'AccountExcludedWithoutReason', accountId, 'is excluded', reason);
    });

    return new ManagedConfigRules(
      this.ruleIdentifiers,
      [...this.excludedAccounts, accountId],
      [...this.omissions, { name: accountId, reason }],
    );
  }
}

function checkIdentifier(problems: Problems, identifier: string): void {
  if (IDENTIFIER.test(identifier)) return;

  problems.add({
    code: 'ConfigRuleMalformed',
    path: 'name',
    got: `is "${identifier}"`,
    wanted: 'the identifier of a rule on SageMaker is "SAGEMAKER_" and capitals, digits and underscores',
    remedy: 'copy the identifier from the list of managed rules, as "SAGEMAKER_DATA_QUALITY_JOB_ISOLATION"',
  });
}
