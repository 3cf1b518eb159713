/** The model is not packaged; the text is for whoever reads why the deployment failed. */
export class PackageRefused extends Error {
  constructor(message: string) {
    super(message);

    // CloudFormation is told the stack; where in the handler it failed is of no use to its reader.
    this.stack = message;
  }
}
