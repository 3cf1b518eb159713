/** What is packaged, as it stands in the template. */
export interface PackagedModel {
  readonly PackageName: string;
  readonly Version: string;
  readonly ModelBucket: string;
  readonly ModelKey: string;

  /** Missing where the object has no versions, or the latest is meant. */
  readonly ModelObjectVersion?: string;
  readonly TargetPlatform: string;
  readonly Runtime: string;
  readonly SigningKeyArn: string;
}

/** What a model's bytes are. */
export interface Fingerprint {
  readonly sha256: string;
  readonly sizeInBytes: number;
}

/** The manifest of a package: the same text for the same model, so that a second attempt can tell it from another. */
export function manifestOf(model: PackagedModel, { sha256, sizeInBytes }: Fingerprint): string {
  const manifest = {
    formatVersion: 1,
    name: model.PackageName,
    version: model.Version,
    artifact: {
      s3Uri: `s3://${model.ModelBucket}/${model.ModelKey}`,
      objectVersion: model.ModelObjectVersion,
      sizeInBytes,
      sha256,
    },
    targetPlatform: model.TargetPlatform,
    runtime: model.Runtime,
    signature: { file: 'manifest.sig', algorithm: 'ECDSA_SHA_256', keyArn: model.SigningKeyArn },
  };

  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
