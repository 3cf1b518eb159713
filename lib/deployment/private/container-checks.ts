import { Token } from 'aws-cdk-lib';
import { checkArn, Problems } from '../../core';
import { ServingImage } from '../serving-image';

const HOSTNAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const VARIABLE_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,1023}$/;
const INSTANCE_FAMILY = /^ml\.[a-z][a-z0-9-]*$/;
const VERSION_ARN = /:model-package\/[^/]+\/[1-9]\d*$/;
const HUB_REFERENCE = /:hub-content\/[^/]+\/ModelReference\/[^/]+(\/[^/]+)?$/;

const MOST_VARIABLES = 100;
const LONGEST_VALUE = 1_024;
const LONGEST_HUB_ARN = 255;

/** Checks the environment variables of a container; `own` are those that the kind of container sets itself. */
export function checkVariables(
  problems: Problems,
  path: string,
  given: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): void {
  const count = Object.keys({ ...given, ...own }).length;
  if (count > MOST_VARIABLES) {
    problems.add({
      code: 'EnvironmentTooLarge',
      path,
      got: `has ${count} variables`,
      wanted: `a container takes up to ${MOST_VARIABLES}`,
      remedy: 'leave out those that are not needed',
    });
  }
  for (const [name, value] of Object.entries(given)) checkVariable(problems, path, name, value, own);
}

function checkVariable(
  problems: Problems,
  path: string,
  name: string,
  value: string,
  own: Readonly<Record<string, string>>,
): void {
  if (!VARIABLE_NAME.test(name)) {
    problems.add({
      code: 'VariableNameMalformed',
      path,
      got: `has "${name}"`,
      wanted: 'the name of an environment variable is up to 1024 letters, digits and underscores, the first no digit',
      remedy: 'write one as "LOG_LEVEL"',
    });
  }
  if (name in own) {
    problems.add({
      code: 'EnvironmentVariableReserved',
      path: `${path}.${name}`,
      got: 'is given',
      wanted: 'this kind of container sets the variable itself',
      remedy: 'leave it out',
    });
  }
  if (Token.isUnresolved(value) || Buffer.byteLength(value) <= LONGEST_VALUE) return;

  problems.add({
    code: 'VariableTooLong',
    path: `${path}.${name}`,
    got: `has ${Buffer.byteLength(value)} bytes`,
    wanted: `SageMaker takes up to ${LONGEST_VALUE}`,
    remedy: 'shorten it, or put it into the model',
  });
}

/** Checks the name of a container or of an inference specification. */
export function checkContainerName(problems: Problems, path: string, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name) || HOSTNAME.test(name)) return;

  problems.add({
    code: 'ContainerNameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'it is 1 to 63 letters, digits and hyphens between them',
    remedy: 'choose a name of that form',
  });
}

/** Checks that an ARN names one version of a model package group. */
export function checkModelVersion(problems: Problems, path: string, modelPackageArn: string): void {
  const before = problems.all.length;
  checkArn(problems, path, modelPackageArn, 'sagemaker');
  if (problems.all.length > before || Token.isUnresolved(modelPackageArn) || VERSION_ARN.test(modelPackageArn)) return;

  problems.add({
    code: 'ModelVersionMalformed',
    path,
    got: `is "${modelPackageArn}"`,
    wanted: 'an endpoint serves one version, whose ARN ends in :model-package/<group>/<version>',
    remedy: 'name a version of the group, as modelPackageArn(version) of a ModelPackageGroup does',
  });
}

/** Checks that an ARN names a private hub's reference to a public model. */
export function checkHubReference(problems: Problems, path: string, hubContentArn: string): void {
  const before = problems.all.length;
  checkArn(problems, path, hubContentArn, 'sagemaker');
  if (problems.all.length > before || Token.isUnresolved(hubContentArn)) return;
  if (HUB_REFERENCE.test(hubContentArn) && hubContentArn.length <= LONGEST_HUB_ARN) return;

  problems.add({
    code: 'HubContentMalformed',
    path,
    got: `is "${hubContentArn}"`,
    wanted: `a private hub refers to a model by :hub-content/<hub>/ModelReference/<model>/<version>, in ${LONGEST_HUB_ARN} characters or fewer`,
    remedy: 'add the model to the hub, and copy the ARN of the reference',
  });
}

/** Checks the name of a family of instances. */
export function checkInstanceFamily(problems: Problems, path: string, family: string): void {
  if (Token.isUnresolved(family) || INSTANCE_FAMILY.test(family)) return;

  problems.add({
    code: 'InstanceFamilyMalformed',
    path,
    got: `is "${family}"`,
    wanted: 'a family of instances reads ml.<family>',
    remedy: 'write it as "ml.c5", without a size',
  });
}

/** Checks that a script is there, and named from the root of what brings it. */
export function checkScript(
  problems: Problems,
  path: string,
  script: { readonly entryPoint: string; readonly modelDataUrl?: string; readonly sourceArchiveUrl?: string },
): void {
  const { entryPoint, modelDataUrl, sourceArchiveUrl } = script;

  if (!Token.isUnresolved(entryPoint) && !/^[^/]/.test(entryPoint)) {
    problems.add({
      code: 'EntryPointMalformed',
      path: `${path}.entryPoint`,
      got: `is "${entryPoint}"`,
      wanted: 'the script is named from the root of what brings it',
      remedy: 'write it as "inference.py"',
    });
  }
  if (modelDataUrl !== undefined || sourceArchiveUrl !== undefined) return;

  problems.add({
    code: 'ScriptWithoutArchive',
    path: `${path}.modelDataUrl`,
    got: 'is missing',
    wanted: 'nothing brings the script',
    remedy: 'put the script into the folder "code" of the model\'s archive, or give sourceArchiveUrl',
  });
}

/** Checks that the model comes along when the image is known to have none. */
export function checkBringsModel(
  problems: Problems,
  path: string,
  { image, modelDataUrl }: { readonly image: ServingImage; readonly modelDataUrl?: string },
): void {
  if (modelDataUrl !== undefined || !image._withoutModel) return;

  problems.add({
    code: 'AlgorithmWithoutModel',
    path: `${path}.modelDataUrl`,
    got: 'is missing',
    wanted: 'the container of a built-in algorithm has no model of its own',
    remedy: 'name the archive that the training job left',
  });
}

/** Checks that the image is not known to serve one model only. */
export function checkServesMany(problems: Problems, path: string, image: ServingImage): void {
  if (!image._singleModelOnly) return;

  problems.add({
    code: 'ImageServesOneModel',
    path: `${path}.image`,
    got: 'is a built-in algorithm whose container serves one model',
    wanted: 'XGBoost, linear learner, k-nearest neighbours and random cut forest serve several',
    remedy: 'serve each model by an endpoint or an inference component of its own',
  });
}

/** A script that the container fetches over a network that it does not have. */
export function addScriptBeyondIsolation(problems: Problems, path: string): void {
  problems.add({
    code: 'ScriptBeyondIsolation',
    path: `${path}.sourceArchiveUrl`,
    got: 'is given',
    wanted: 'the container fetches this archive by itself, and network isolation leaves it no network',
    remedy: 'put the script into the folder "code" of the model\'s archive, and leave sourceArchiveUrl out',
  });
}

/** An image that SageMaker fetches through subnets that the model does not have. */
export function addRegistryBeyondReach(problems: Problems, path: string): void {
  problems.add({
    code: 'RegistryBeyondReach',
    path: `${path}.image`,
    got: 'lies in a private registry',
    wanted: "SageMaker reaches it through the model's subnets, and this model has none",
    remedy: 'copy the image to ECR and use ServingImage.fromRepository, or serve the model on instances in subnets',
  });
}
