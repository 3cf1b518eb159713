import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, DerivedRole, Permission, Problems } from '../core';
import { JobEnvironment } from './job-environment';
import * as perms from './perms';
import { jobPermissions, PROCESSING_JOB, TRAINING_JOB } from './private/job-permissions';
import { instanceTypesOf } from './private/job-settings';
import { executionArns, pipelineArns } from './private/pipeline-arns';

const CONTROLLER_NAMESPACE = 'ack-system';
const CONTROLLER_ACCOUNT = 'ack-sagemaker-controller';

const NAMED_IN_THE_CLUSTER =
  'executions, and jobs that are made in the cluster, get their names there; the pattern admits those of the named pipelines and of the prefix alone';

/** A host and a path, as they stand in the ARN of the provider. */
const ISSUER = /^[a-z0-9.-]+(\/[A-Za-z0-9._-]+)*$/;

/** DNS names: Kubernetes names a namespace by a label, a service account by a subdomain. */
const NAMES = {
  serviceAccountNamespace: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  serviceAccount: /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
};

/** The training and processing jobs that are made in the cluster. */
export interface KubernetesJobs {
  /** Beginning of the jobs' names, as `kubeflow-`: 1 to 32 letters, digits and hyphens. */
  readonly namePrefix: string;

  /** What the jobs run in; a job outside this network, without this key or as another role is refused. */
  readonly environment: JobEnvironment;

  /**
   * Instance types that need other permissions than volumes with a key, because their disks are their own.
   *
   * @default - types without disks of their own
   */
  readonly instanceTypes?: string[];
}

/** Who in which cluster may start what. */
export interface KubernetesControllerRoleProps {
  /** The OpenID Connect provider of the cluster, which IAM trusts. */
  readonly openIdConnectProvider: iam.IOIDCProviderRef;

  /** Issuer of the provider without `https://`, as `oidc.eks.eu-west-1.amazonaws.com/id/0A1B…`. */
  readonly issuer: string;

  /**
   * Namespace of the service account.
   *
   * @default ack-system
   */
  readonly serviceAccountNamespace?: string;

  /**
   * Name of the service account.
   *
   * @default ack-sagemaker-controller
   */
  readonly serviceAccount?: string;

  /** The pipelines that are started from the cluster. */
  readonly pipelines: sagemaker.IPipeline[];

  /**
   * The jobs that are made in the cluster, as Kubeflow's SageMaker components do.
   *
   * @default - none; the cluster starts pipelines only
   */
  readonly jobs?: KubernetesJobs;

  /**
   * Limit that no policy of the role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * The role by which a Kubernetes cluster starts pipelines: IAM roles for service accounts, for the SageMaker controller (ACK) or for
 * Kubeflow Pipelines.
 *
 * One service account of one cluster assumes it, and nobody else. Annotate the account with `eks.amazonaws.com/role-arn` and the ARN
 * of `role`. It starts the named pipelines, and watches, changes and stops their executions; pipelines themselves it can neither read
 * nor change.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @see https://aws-controllers-k8s.github.io/community/docs/user-docs/irsa/
 */
export class KubernetesControllerRole extends Construct {
  /** The role. */
  public readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: KubernetesControllerRoleProps) {
    super(scope, id);

    const { serviceAccountNamespace = CONTROLLER_NAMESPACE, serviceAccount = CONTROLLER_ACCOUNT } = props;
    check(this, (problems) => checkController(problems, props, { serviceAccountNamespace, serviceAccount }));

    const { openIdConnectProvider, issuer } = props;
    this.role = new DerivedRole(this, 'Role', {
      description: 'SageMaker pipelines and jobs that a Kubernetes cluster starts',
      assumedBy: new iam.WebIdentityPrincipal(openIdConnectProvider.oidcProviderRef.oidcProviderArn, {
        StringEquals: {
          [`${issuer}:aud`]: 'sts.amazonaws.com',
          [`${issuer}:sub`]: `system:serviceaccount:${serviceAccountNamespace}:${serviceAccount}`,
        },
      }),
      permissions: [...props.pipelines.flatMap(runPipeline), ...this.jobPermissions(props.jobs)],
      wildcardReason: NAMED_IN_THE_CLUSTER,
      permissionsBoundary: props.permissionsBoundary,
    }).role;
  }

  private jobPermissions(jobs?: KubernetesJobs): Permission[] {
    if (!jobs) return [];
    const { environment, namePrefix, instanceTypes = instanceTypesOf() } = jobs;
    const context = { stack: Stack.of(this), environment };

    return [PROCESSING_JOB, TRAINING_JOB].flatMap((kind) =>
      jobPermissions(context, kind, instanceTypes, `${namePrefix}*`),
    );
  }
}

function runPipeline(pipeline: sagemaker.IPipeline): Permission[] {
  return [
    { actions: perms.START, resources: pipelineArns(pipeline) },
    {
      actions: [...perms.WATCH_EXECUTIONS, ...perms.UPDATE_EXECUTIONS, ...perms.STOP_EXECUTIONS],
      resources: executionArns(pipeline),
    },
  ];
}

function checkController(
  problems: Problems,
  { openIdConnectProvider, issuer, pipelines, jobs }: KubernetesControllerRoleProps,
  account: Record<keyof typeof NAMES, string>,
): void {
  const { oidcProviderArn } = openIdConnectProvider.oidcProviderRef;

  if (Token.isUnresolved(issuer) || !ISSUER.test(issuer)) {
    problems.add({
      code: 'IssuerMalformed',
      path: 'issuer',
      got: Token.isUnresolved(issuer) ? 'is known at deployment only' : `is "${issuer}"`,
      wanted: 'it becomes the name of a condition key, so it is a host and a path, without a scheme',
      remedy: 'write it as "oidc.eks.eu-west-1.amazonaws.com/id/…"',
    });
  } else if (!Token.isUnresolved(oidcProviderArn) && !oidcProviderArn.endsWith(`:oidc-provider/${issuer}`)) {
    problems.add({
      code: 'IssuerOfAnotherProvider',
      path: 'issuer',
      got: `is "${issuer}", the provider is ${oidcProviderArn}`,
      wanted: 'the conditions of the trust are about the tokens of this provider',
      remedy: 'write what stands behind oidc-provider/ in its ARN',
    });
  }
  for (const [path, value] of Object.entries(account)) {
    if (Token.isUnresolved(value) || NAMES[path as keyof typeof NAMES].test(value)) continue;
    problems.add({
      code: 'KubernetesNameMalformed',
      path,
      got: `is "${value}"`,
      wanted:
        'Kubernetes has no such name; a name is lower-case letters, digits and hyphens, that of an account also dots',
      remedy: 'write the name as the cluster has it',
    });
  }
  if (jobs) checkName(problems, 'jobs.namePrefix', jobs.namePrefix.replace(/-$/, ''), 'project');
  if (pipelines.length > 0 || jobs) return;
  problems.add({
    code: 'ControllerWithoutWork',
    path: 'pipelines',
    got: 'is empty',
    wanted: 'a role that may start nothing is of no use to the cluster',
    remedy: 'name a pipeline, or jobs',
  });
}
