import { CfnResource } from 'aws-cdk-lib';
import { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { check, checkAccountId } from '../core';

/** Why Docker is allowed and whose images may be pulled. */
export interface DockerAccessOptions {
  /** Why people need Docker; it ends up in the template's metadata and in the evidence. */
  readonly reason: string;

  /**
   * Accounts whose ECR images people may pull.
   *
   * @default - images of the domain's own account only
   */
  readonly trustedAccounts?: string[];
}

/**
 * Whether people may run Docker in Studio.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-local.html
 */
export class DockerAccess {
  /** Docker stays off. */
  public static denied(): DockerAccess {
    return new DockerAccess();
  }

  /** People may build and run containers, with images of trusted accounts only. */
  public static allowed(options: DockerAccessOptions): DockerAccess {
    check(undefined, (problems) => {
      (options.trustedAccounts ?? []).forEach((account, i) =>
        checkAccountId(problems, `trustedAccounts[${i}]`, account),
      );
      if (options.reason.trim() !== '') return;
      problems.add({
        code: 'ReasonMissing',
        path: 'reason',
        got: 'is empty',
        wanted: 'Docker lets code run as root beside the notebook, so it is allowed for a stated reason only',
        remedy: 'say what people need it for',
      });
    });

    return new DockerAccess(options);
  }

  private constructor(private readonly options?: DockerAccessOptions) {}

  /** @internal */
  public _render(): CfnDomain.DockerSettingsProperty {
    if (!this.options) return { enableDockerAccess: 'DISABLED' };

    return { enableDockerAccess: 'ENABLED', vpcOnlyTrustedAccounts: this.options.trustedAccounts };
  }

  /** @internal */
  public _record(domain: CfnResource): void {
    if (!this.options) return;

    domain.addMetadata('governed-ml:relaxations', [{ setting: 'dockerAccess', reason: this.options.reason }]);
  }
}
