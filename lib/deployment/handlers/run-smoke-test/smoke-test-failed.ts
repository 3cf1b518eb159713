/** How much CloudFormation is told, in bytes: it takes an answer of up to 4,096, in which there is more than the reason. */
const LONGEST_MESSAGE = 2_000;

/** The endpoint does not do what is expected; the text is for whoever reads why the deployment failed. */
export class SmokeTestFailed extends Error {
  /** The failure with as many faults as CloudFormation takes. */
  public static of(faults: readonly string[]): SmokeTestFailed {
    const told = [...faults];
    const text = (): string => {
      const others = faults.length - told.length;
      return [...told, ...(others > 0 ? [`and ${others} more, which the log tells`] : [])].join('; ');
    };
    while (told.length > 1 && Buffer.byteLength(text()) > LONGEST_MESSAGE) told.pop();

    return new SmokeTestFailed(text().slice(0, LONGEST_MESSAGE));
  }

  constructor(message: string) {
    super(message);

    // CloudFormation is told the stack; where in the handler it failed is of no use to its reader.
    this.stack = message;
  }
}
