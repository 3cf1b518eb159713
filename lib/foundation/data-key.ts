import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { check, claimName, Problems } from '../core';
import { CrossAccountRoles } from './cross-account-roles';
import { KeyUse } from './key-use';
import * as perms from './perms';
import { checkCrossAccountRoles, crossAccountStatement } from './private/cross-account-statement';
import { TrustedPerimeter } from './trusted-perimeter';

const ALIAS = /^(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/;
const SHORTEST_ROTATION = Duration.days(90);
const LONGEST_ROTATION = Duration.days(365);
const PENDING_DELETION = Duration.days(30);

/** What a data key is called and who uses it. */
export interface DataKeyProps {
  /** Alias of the key, without `alias/`: 1 to 250 letters, digits and `/_-`, not beginning with `aws/`. */
  readonly alias: string;

  /** What the key encrypts, in a sentence. */
  readonly description: string;

  /**
   * How long one generation of key material is used: 90 to 365 days.
   *
   * @default Duration.days(365)
   */
  readonly rotationPeriod?: Duration;

  /**
   * What AWS services need the key for when they act on their own.
   *
   * @default - services use the key for callers only
   */
  readonly serviceUses?: KeyUse[];

  /**
   * Roles of other accounts that decrypt.
   *
   * @default - no other account decrypts
   */
  readonly readers?: CrossAccountRoles[];

  /**
   * Roles of other accounts that encrypt and decrypt.
   *
   * @default - no other account encrypts
   */
  readonly writers?: CrossAccountRoles[];

  /**
   * Perimeter that callers from other accounts must belong to as well.
   *
   * @default - the account and the role names are the only limit
   */
  readonly perimeter?: TrustedPerimeter;
}

/**
 * A customer-managed key that rotates, outlives its stack, and whose policy gives nobody all rights.
 *
 * Its account administers it and lets its own IAM policies use it; services and other accounts get what is stated, each
 * under a condition. A key that is deleted by mistake can be brought back for 30 days.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export class DataKey extends Construct {
  /** The key. Its grants to roles of its own account are made in those roles' policies. */
  public readonly key: kms.IKey;

  private readonly perimeter?: TrustedPerimeter;

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id);

    check(this, (problems) => checkDataKey(problems, props));

    const { account, region } = Stack.of(this);
    const alias = claimName(this, 'key alias', `${account}/${region}`, props.alias);

    this.perimeter = props.perimeter;
    this.key = new kms.Key(this, 'Resource', {
      alias: `alias/${alias}`,
      description: props.description,
      enableKeyRotation: true,
      rotationPeriod: props.rotationPeriod ?? LONGEST_ROTATION,
      pendingWindow: PENDING_DELETION,
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new iam.PolicyDocument({ statements: ownAccountStatements() }),
    });

    props.serviceUses?.forEach((use) => this.addServiceUse(use));
    props.readers?.forEach((roles) => this.addReaders(roles));
    props.writers?.forEach((roles) => this.addWriters(roles));
  }

  /** Lets an AWS service use the key on its own. */
  public addServiceUse(use: KeyUse): void {
    this.key.addToResourcePolicy(use._render(Stack.of(this)));
  }

  /** Lets roles of another account decrypt. Their own policies must allow it too. */
  public addReaders(roles: CrossAccountRoles): void {
    this.addCrossAccountUse('readers', roles, perms.DECRYPT);
  }

  /** Lets roles of another account encrypt and decrypt. Their own policies must allow it too. */
  public addWriters(roles: CrossAccountRoles): void {
    this.addCrossAccountUse('writers', roles, perms.USE_KEY);
  }

  private addCrossAccountUse(path: string, roles: CrossAccountRoles, actions: string[]): void {
    check(this, (problems) => checkCrossAccountRoles(problems, path, roles));

    this.key.addToResourcePolicy(
      crossAccountStatement(this, { roles, actions, resources: ['*'], perimeter: this.perimeter }),
    );
  }
}

/** Naming the account as principal leaves the decision to its IAM policies; it gives nobody access by itself. */
function ownAccountStatements(): iam.PolicyStatement[] {
  const principals = [new iam.AccountRootPrincipal()];
  const resources = ['*'];

  return [
    new iam.PolicyStatement({ sid: 'Administration', principals, resources, actions: perms.ADMINISTER_KEY }),
    new iam.PolicyStatement({ sid: 'Use', principals, resources, actions: perms.USE_KEY }),
    new iam.PolicyStatement({
      sid: 'UseByAwsServicesForACaller',
      principals,
      resources,
      actions: perms.DELEGATE_KEY,
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
    new iam.PolicyStatement({
      sid: 'NoGrantsOutsideAwsServices',
      effect: iam.Effect.DENY,
      principals: [new iam.StarPrincipal()],
      resources,
      actions: perms.DELEGATE_KEY,
      conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    }),
  ];
}

function checkDataKey(problems: Problems, { alias, rotationPeriod }: DataKeyProps): void {
  if (!Token.isUnresolved(alias) && !ALIAS.test(alias)) {
    problems.add({
      code: 'KeyAliasMalformed',
      path: 'alias',
      got: `is "${alias}"`,
      wanted: 'an alias is 1 to 250 letters, digits and /_- and does not begin with "aws/"',
      remedy: 'write a name such as "acme-marine-life-dev"',
    });
  }

  if (!rotationPeriod || rotationPeriod.isUnresolved()) return;
  const [days, fewest, most] = [rotationPeriod, SHORTEST_ROTATION, LONGEST_ROTATION].map((time) => time.toDays());
  if (days >= fewest && days <= most) return;
  problems.add({
    code: 'KeyRotationOutOfRange',
    path: 'rotationPeriod',
    got: `is ${days} days`,
    wanted: `a data key rotates every ${fewest} to ${most} days`,
    remedy: 'leave it out to rotate once a year',
  });
}
