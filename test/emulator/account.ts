import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** What names who acts, as environment variables and SDK clients take it. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What the constructors of AWS SDK clients take here. */
export interface ClientConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;

  /** S3 alone heeds it: a bucket is named in the path, because `bucket.localhost` is nobody's address. */
  readonly forcePathStyle: true;
}

/** Everybody's credentials until they assume a role: the management account's, which the emulator does not check. */
const NOBODY: Credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator', sessionToken: 'emulator' };

/** An account of a landing zone in a region, seen by somebody who has assumed a role in it. */
export class Account {
  private assumed?: Promise<Credentials>;

  constructor(
    private readonly endpoint: string,
    private readonly account: string,
    private readonly region: string,
    private readonly role = 'OrganizationAccountAccessRole',
  ) {}

  /** The same account, seen by somebody who has assumed another role. */
  public assuming(role: string): Account {
    return new Account(this.endpoint, this.account, this.region, role);
  }

  /** An AWS SDK client: `account.client(SageMakerClient)`. */
  public client<T>(client: new (configuration: ClientConfiguration) => T): T {
    return new client({ ...this.place, credentials: () => this.credentials(), forcePathStyle: true });
  }

  /** The credentials of the role. */
  public credentials(): Promise<Credentials> {
    this.assumed ??= this.assume();
    return this.assumed;
  }

  private get place(): { endpoint: string; region: string } {
    return { endpoint: this.endpoint, region: this.region };
  }

  private async assume(): Promise<Credentials> {
    const sts = new STSClient({ ...this.place, credentials: NOBODY });
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${this.account}:role/${this.role}`,
        RoleSessionName: 'landing-zone',
      }),
    );

    return {
      accessKeyId: String(given?.AccessKeyId),
      secretAccessKey: String(given?.SecretAccessKey),
      sessionToken: String(given?.SessionToken),
    };
  }
}
