import { check, Problems } from '../core';
import { ROLE_NAME, roleInEveryAccount } from './private/organization-policies';

const PERMISSION_SET_NAME = /^[\w+=,.@-]{1,32}$/;
const QUALIFIER = /^[a-z0-9]{1,10}$/;

/** Identity Center ends the name of a role that it creates with sixteen characters of its own. */
const PERMISSION_SET_SUFFIX = '?'.repeat(16);

/**
 * A named role that a guardrail does not bind, and why.
 *
 * It holds for the role of that name in every account and partition, and for no name that merely resembles it. Whoever can
 * create a role of the name, change it or pass it to a service has the exemption, so that
 * `Guardrail.protectedGovernanceResources()` keeps others from all three.
 *
 * Service-linked roles need none: AWS applies neither service nor resource control policies to them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export class GuardrailExemption {
  /**
   * The IAM role of a name.
   *
   * Throws when the name has a wildcard or is no role name, and when the reason is empty.
   *
   * @param roleName name of the role, 1 to 64 characters, with its path where it has one, as `platform/deployer`
   * @param reason why the role needs it; it ends up in the template and the evidence
   */
  public static role(roleName: string, reason: string): GuardrailExemption {
    check(undefined, (problems) => {
      checkForm(problems, 'roleName', roleName, ROLE_NAME, 'the name of an IAM role, with its path and no wildcard');
      checkReason(problems, reason);
    });

    return new GuardrailExemption(roleName, reason, [roleName]);
  }

  /**
   * The roles that Identity Center creates for a permission set.
   *
   * Throws when the name has a wildcard or is longer than 32 characters, and when the reason is empty.
   *
   * @param permissionSetName name of the permission set, 1 to 32 characters
   * @param reason why the people with it need it; it ends up in the template and the evidence
   */
  public static permissionSet(permissionSetName: string, reason: string): GuardrailExemption {
    check(undefined, (problems) => {
      checkForm(
        problems,
        'permissionSetName',
        permissionSetName,
        PERMISSION_SET_NAME,
        'the name of a permission set, at most 32 characters and no wildcard',
      );
      checkReason(problems, reason);
    });
    const role = `AWSReservedSSO_${permissionSetName}_${PERMISSION_SET_SUFFIX}`;

    return new GuardrailExemption(permissionSetName, reason, [
      `aws-reserved/sso.amazonaws.com/${role}`,
      `aws-reserved/sso.amazonaws.com/*/${role}`,
    ]);
  }

  /**
   * The role with which CloudFormation deploys what the CDK synthesises, in every account and region that is bootstrapped.
   *
   * The bootstrap's deploy role, which hands CloudFormation the templates, is not exempt; it alone goes on passing the exempt
   * role and changing the platform's stacks. Whom its trust policy lets in deploys under the exemption.
   *
   * Throws when the qualifier is none, and when the reason is empty.
   *
   * @param qualifier the bootstrap qualifier, as `hnb659fds`
   * @param reason why deployments need it; it ends up in the template and the evidence
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
   */
  public static cdkDeployment(qualifier: string, reason: string): GuardrailExemption {
    check(undefined, (problems) => {
      checkForm(
        problems,
        'qualifier',
        qualifier,
        QUALIFIER,
        'a bootstrap qualifier of 1 to 10 lower-case letters and digits',
      );
      checkReason(problems, reason);
    });
    const name = `cdk-${qualifier}-cfn-exec-role`;
    const everywhere = `${'?'.repeat(12)}-*`;

    return new GuardrailExemption(
      name,
      reason,
      [`${name}-${everywhere}`],
      [`cdk-${qualifier}-deploy-role-${everywhere}`],
    );
  }

  private constructor(
    /** What the exemption is for: the role, permission set or kind of deployment. */
    public readonly name: string,
    /** Why it is needed. */
    public readonly reason: string,
    private readonly rolePatterns: string[],
    private readonly deployerPatterns: string[] = [],
  ) {}

  /**
   * ARNs of the roles, as patterns that match them in every account and partition.
   *
   * @internal
   */
  public _roleArns(): string[] {
    return this.rolePatterns.map(roleInEveryAccount);
  }

  /**
   * ARNs of the roles that hand templates to the exempt ones, as patterns like theirs.
   *
   * @internal
   */
  public _deployerArns(): string[] {
    return this.deployerPatterns.map(roleInEveryAccount);
  }
}

function checkForm(problems: Problems, path: string, value: string, form: RegExp, wanted: string): void {
  if (form.test(value)) return;

  problems.add({
    code: 'ExemptionNameMalformed',
    path,
    got: `is "${value}"`,
    wanted: `an exemption takes ${wanted}`,
    remedy: 'name each role that needs the exemption on its own',
  });
}

function checkReason(problems: Problems, reason: string): void {
  if (reason.trim() !== '') return;

  problems.add({
    code: 'ExemptionWithoutReason',
    path: 'reason',
    got: 'is empty',
    wanted: 'an exemption says why it is needed',
    remedy: 'write the sentence that an auditor will ask for',
  });
}
