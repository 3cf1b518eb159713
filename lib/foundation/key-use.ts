import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { check } from '../core';
import * as perms from './perms';
import { checkSourceAccounts } from './private/source-accounts';

/** The role that AWS creates for Macie in each account. */
const MACIE_ROLE = 'aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie';

/** What one AWS service may do with a key, and on whose behalf. */
interface ServiceUse {
  readonly sid: string;
  readonly principal: (stack: Stack) => iam.IPrincipal;
  readonly actions: string[];
  readonly conditions: (stack: Stack) => iam.Conditions;
}

/**
 * What an AWS service needs a key for when it acts on its own, without a caller of ours.
 *
 * Each is limited to resources of the given accounts, so that nobody can make the service use the key for them.
 * Services that act for a caller need no entry: they use the caller's own permissions.
 */
export class KeyUse {
  /**
   * CloudWatch Logs encrypts the log groups of the key's account.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public static logGroups(): KeyUse {
    return new KeyUse({
      sid: 'LogGroups',
      principal: (stack) => new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`),
      actions: perms.USE_KEY,
      conditions: (stack) => ({
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      }),
    });
  }

  /**
   * AWS delivers flow logs and other service logs of the given accounts to an encrypted bucket.
   *
   * @param sourceAccounts ids of the accounts that the logs come from; at least one
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-cmk-policy.html
   */
  public static logDelivery(sourceAccounts: string[]): KeyUse {
    check(undefined, (problems) => checkSourceAccounts(problems, sourceAccounts));

    return new KeyUse({
      sid: 'LogDelivery',
      principal: () => new iam.ServicePrincipal('delivery.logs.amazonaws.com'),
      actions: perms.USE_KEY,
      conditions: () => ({ StringEquals: { 'aws:SourceAccount': sourceAccounts } }),
    });
  }

  /**
   * Macie of the key's account reads objects in search of sensitive data.
   *
   * It works as a role that AWS creates when Macie is turned on. Conditions name the role: a principal that does not exist yet
   * would be refused.
   *
   * @see https://docs.aws.amazon.com/macie/latest/user/discovery-supported-encryption-types.html
   */
  public static sensitiveDataDiscovery(): KeyUse {
    return new KeyUse({
      sid: 'SensitiveDataDiscovery',
      principal: () => new iam.StarPrincipal(),
      actions: perms.DECRYPT_OBJECTS,
      conditions: (stack) => ({
        StringEquals: { 'kms:CallerAccount': stack.account },
        ArnEquals: {
          'aws:PrincipalArn': stack.formatArn({
            service: 'iam',
            region: '',
            resource: 'role',
            resourceName: MACIE_ROLE,
          }),
        },
      }),
    });
  }

  private constructor(private readonly use: ServiceUse) {}

  /**
   * The statement of the key's policy.
   *
   * @internal
   */
  public _render(stack: Stack): iam.PolicyStatement {
    const { sid, principal, actions, conditions } = this.use;

    return new iam.PolicyStatement({
      sid,
      principals: [principal(stack)],
      actions,
      resources: ['*'],
      conditions: conditions(stack),
    });
  }
}
