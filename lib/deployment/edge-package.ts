import { CustomResource, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnComponentVersion } from 'aws-cdk-lib/aws-greengrassv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { check, Permission, Problems } from '../core';
import { EdgeComponentOptions } from './edge-component';
import { FunctionEnvironment } from './function-environment';
import * as perms from './perms';
import { AnsweredFunction } from './private/answered-function';
import { BucketFolder } from './private/bucket-folder';
import { checkEdgeComponent, recipeOf } from './private/edge-recipe';
import { checkFunctionEnvironment, EndpointFunction } from './private/endpoint-function';
import { checkTextLength } from './private/length-checks';

const PACKAGE_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
const LONGEST_VERSION = 64;
const LONGEST_KEY = 1_024;
const LONGEST_WORD = 256;

/** Lambda runs 15 minutes, in which somebody must answer CloudFormation. */
const TIMEOUT = Duration.minutes(14);

/** Signed with by the handler, which asks for ECDSA_SHA_256. */
const SIGNING_KEY = kms.KeySpec.ECC_NIST_P256;

/** A model in S3. */
export interface EdgeModel {
  /** The bucket that it lies in. */
  readonly bucket: s3.IBucketRef;

  /** Its key there, such as `abalone/compiled/model.tar.gz`: 1 to 1,024 characters. */
  readonly objectKey: string;

  /**
   * Version of the object; name one in buckets that keep versions.
   *
   * @default - the latest
   */
  readonly objectVersion?: string;

  /**
   * The key that encrypts it.
   *
   * @default - S3 encrypts with a key of its own
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/** Where packages lie. */
export interface EdgePackageFolder {
  /** The bucket. */
  readonly bucket: s3.IBucketRef;

  /** The folder of the bucket, such as `edge/`; each version of each package has a folder of its own below. */
  readonly prefix: string;

  /** The key that encrypts the files. */
  readonly key: kms.IKeyRef;
}

/** Which model is packaged, for what, and where to. */
export interface EdgePackageProps {
  /** Name of the package: 1 to 63 letters, digits and hyphens between them. */
  readonly packageName: string;

  /** Version of the package, such as `1.2.0`: up to 64 characters. A changed model needs a new one. */
  readonly version: string;

  /** The model. */
  readonly model: EdgeModel;

  /** Where the package goes. */
  readonly output: EdgePackageFolder;

  /** What the model was compiled for, such as `jetson_xavier`: 1 to 256 characters. */
  readonly targetPlatform: string;

  /** What runs the model on the device, such as `dlr-1.10`: 1 to 256 characters. */
  readonly runtime: string;

  /**
   * The key that signs: an asymmetric one of the elliptic curve NIST P-256, for signatures. Devices verify with its public half.
   *
   * @default - a key is made, which stays when the package leaves the stack
   */
  readonly signingKey?: kms.IKeyRef;

  /**
   * A component of AWS IoT Greengrass that brings the package to devices. Its versions stay, and are never changed: whoever
   * deploys needs `s3:GetObject` for the files, of which Greengrass computes digests.
   *
   * @default - no component; devices fetch the files by themselves
   */
  readonly component?: EdgeComponentOptions;

  /** Where the function runs that packages, and who is told when it fails. It reaches S3 and KMS. */
  readonly environment: FunctionEnvironment;
}

/**
 * Packages a model for devices: a manifest with its digest, the signature of the manifest, and a component of AWS IoT Greengrass.
 *
 * SageMaker's Edge Manager is retired; this takes its place. A new version adds a folder and a version of the component, and
 * leaves those before alone. A version that exists is found to be the same, or the deployment fails. Nothing is ever deleted.
 *
 * @see https://docs.aws.amazon.com/greengrass/v2/developerguide/what-is-iot-greengrass.html
 */
export class EdgePackage extends Construct {
  /** The key that signs. */
  public readonly signingKey: kms.IKeyRef;

  /** Address of the manifest in S3. */
  public readonly manifestS3Uri: string;

  /** Address of the manifest's signature in S3. */
  public readonly signatureS3Uri: string;

  /** SHA-256 of the model, in hexadecimal digits. */
  public readonly modelSha256: string;

  /** ARN of the version of the component, if there is one. */
  public readonly componentVersionArn?: string;

  constructor(scope: Construct, id: string, props: EdgePackageProps) {
    super(scope, id);

    const folder = new BucketFolder(props.output);
    check(this, (problems) => checkEdgePackage(problems, props, folder));

    const versions = folder.inside(`${props.packageName}/${props.version}`);
    this.signingKey = props.signingKey ?? this.newSigningKey(props.packageName);
    this.manifestS3Uri = `${versions.s3Uri}/manifest.json`;
    this.signatureS3Uri = `${versions.s3Uri}/manifest.sig`;

    const packaged = this.packaged(props, folder, versions);
    this.modelSha256 = packaged.getAttString('Sha256');
    this.componentVersionArn = props.component && this.componentVersion(props, props.component, packaged).attrArn;
  }

  private newSigningKey(packageName: string): kms.Key {
    return new kms.Key(this, 'SigningKey', {
      description: `Signs packages of ${packageName} for edge devices`,
      keySpec: SIGNING_KEY,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private packaged(props: EdgePackageProps, folder: BucketFolder, versions: BucketFolder): CustomResource {
    const { environment, model, output, packageName } = props;
    const description = `Packages ${packageName} for edge devices`;
    const { resource } = new EndpointFunction(this, 'Function', {
      environment,
      description,
      handler: 'package-for-edge',
      settings: {},
      permissions: this.permissions(model, folder.inside(packageName)),
      timeout: TIMEOUT,
    });
    const { serviceToken } = new AnsweredFunction(this, 'Answer', { ...environment, resource, description });

    return new CustomResource(this, 'Resource', {
      resourceType: 'Custom::EdgePackage',
      serviceToken,
      serviceTimeout: TIMEOUT.plus(Duration.minutes(1)),
      properties: {
        PackageName: packageName,
        Version: props.version,
        ModelBucket: model.bucket.bucketRef.bucketName,
        ModelKey: model.objectKey,
        ModelObjectVersion: model.objectVersion,
        TargetPlatform: props.targetPlatform,
        Runtime: props.runtime,
        SigningKeyArn: this.signingKey.keyRef.keyArn,
        OutputBucket: output.bucket.bucketRef.bucketName,
        OutputFolder: versions.prefix,
        OutputKeyArn: versions.keyArn,
      },
    });
  }

  private permissions({ bucket, objectKey, objectVersion, encryptionKey }: EdgeModel, own: BucketFolder): Permission[] {
    return [
      {
        actions: objectVersion === undefined ? perms.READ_OBJECTS : perms.READ_OBJECT_VERSIONS,
        resources: [`${bucket.bucketRef.bucketArn}/${objectKey}`],
      },
      ...(encryptionKey ? [{ actions: perms.DECRYPT_OBJECTS, resources: [encryptionKey.keyRef.keyArn] }] : []),
      ...own.permissionsToRead(),
      ...own.permissionsToWrite(),
      { actions: perms.SIGN, resources: [this.signingKey.keyRef.keyArn] },
    ];
  }

  private componentVersion(
    { packageName, version, model, targetPlatform, runtime }: EdgePackageProps,
    component: EdgeComponentOptions,
    packaged: CustomResource,
  ): CfnComponentVersion {
    const modelS3Uri = `s3://${model.bucket.bucketRef.bucketName}/${model.objectKey}`;
    const recipe = recipeOf(component, {
      version,
      description: `${packageName} for ${targetPlatform}, run by ${runtime}`,
      files: [modelS3Uri, this.manifestS3Uri, this.signatureS3Uri],
    });

    // An id of its own for each version: CloudFormation adds the next one, and leaves this one where it is.
    const resource = new CfnComponentVersion(this, `Component${version}`, {
      inlineRecipe: Stack.of(this).toJsonString(recipe),
    });
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    resource.node.addDependency(packaged);
    return resource;
  }
}

function checkEdgePackage(problems: Problems, props: EdgePackageProps, folder: BucketFolder): void {
  checkPackageName(problems, props.packageName);
  checkVersion(problems, props.version);
  checkTextLength(problems, 'model.objectKey', props.model.objectKey, LONGEST_KEY);
  folder.check(problems, 'output.prefix');
  checkTextLength(problems, 'targetPlatform', props.targetPlatform, LONGEST_WORD);
  checkTextLength(problems, 'runtime', props.runtime, LONGEST_WORD);
  if (props.component) checkEdgeComponent(problems, 'component', props.component);
  checkFunctionEnvironment(problems, 'environment', props.environment);
}

function checkPackageName(problems: Problems, packageName: string): void {
  if (Token.isUnresolved(packageName) || PACKAGE_NAME.test(packageName)) return;

  problems.add({
    code: 'NameMalformed',
    path: 'packageName',
    got: `is "${packageName}"`,
    wanted: 'a package name is 1 to 63 letters, digits and hyphens between them',
    remedy: 'write one as "abalone-jetson"',
  });
}

/** A version is part of the id of a construct, so that it must be known. */
function checkVersion(problems: Problems, version: string): void {
  if (!Token.isUnresolved(version) && VERSION.test(version) && version.length <= LONGEST_VERSION) return;

  problems.add({
    code: 'VersionMalformed',
    path: 'version',
    got: Token.isUnresolved(version) ? 'is known at deployment only' : `is "${version}"`,
    wanted: `a version has a major, a minor and a patch number, in ${LONGEST_VERSION} characters or fewer`,
    remedy: 'write one as "1.2.0"',
  });
}
