import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Environment, LandingZone } from './landing-zone';

/** The alert that a role is taken in an emergency, as it reached its topic. */
export interface Alert {
  /** What became of the alert at each target of each rule. */
  readonly outcomes: string[];

  /** The session that the event tells. */
  readonly session?: string;
}

/** Where accounts lie, as `Workloads/marine-life/dev`, by AWS Organizations' own word. */
export async function placesOf(
  zone: LandingZone,
  accounts: readonly string[],
  management: Environment,
): Promise<string[]> {
  const nameOf = async (child: string): Promise<string> => {
    const parents = await ask(zone, `list-parents --child-id ${child} --query 'Parents[0].Id'`, management);
    if (parents.startsWith('r-')) return '';
    const unit = `describe-organizational-unit --organizational-unit-id ${parents} --query OrganizationalUnit.Name`;
    return `${await nameOf(parents)}/${await ask(zone, unit, management)}`;
  };

  return Promise.all(accounts.map(async (account) => `${account}${await nameOf(account)}`));
}

/** Which permission sets the groups have in an account, by name. */
export async function assignedIn(zone: LandingZone, account: string): Promise<string[]> {
  const resources = await zone.resources();
  const sets = resources.filter(({ type }) => type === 'AWS::SSO::PermissionSet');
  const assignments = resources.filter(
    ({ type, properties }) => type === 'AWS::SSO::Assignment' && properties.TargetId === account,
  );
  const names = assignments.map(({ properties }) =>
    sets.find(({ attributes }) => attributes.PermissionSetArn === properties.PermissionSetArn),
  );

  return [...new Set(names.map((set) => String(set?.properties.Name)))].sort();
}

/** Gives somebody a user, and the emulator the keys to act as that user. */
export async function employ(zone: LandingZone, user: string, { account, region }: Environment): Promise<STSClient> {
  const iam = zone.as(account, region).client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: user }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));

  return new STSClient({
    endpoint: zone.endpoint,
    region,
    credentials: { accessKeyId: String(AccessKey?.AccessKeyId), secretAccessKey: String(AccessKey?.SecretAccessKey) },
  });
}

/** Takes a role as somebody on call does; whether the second factor is asked for, the access proofs tell. */
export async function breakGlass(
  zone: LandingZone,
  who: { sts: STSClient; session: string },
  role: { account: string; name: string },
): Promise<Alert> {
  const RoleArn = `arn:aws:iam::${role.account}:role/${role.name}`;
  await who.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: who.session }));
  await zone.settle();

  const told = (await zone.events()).filter(
    ({ account, event: { source, detail } }) =>
      account === role.account &&
      source === 'aws.sts' &&
      (detail.requestParameters as Record<string, unknown>).roleArn === RoleArn,
  );
  return {
    outcomes: told.flatMap(({ rules }) => rules.flatMap(({ targets }) => targets.map(({ outcome }) => outcome))),
    session: (told[0]?.event.detail.requestParameters as Record<string, string> | undefined)?.roleSessionName,
  };
}

async function ask(zone: LandingZone, command: string, place: Environment): Promise<string> {
  return String((await zone.run(`aws organizations ${command}`, place)).answer);
}
