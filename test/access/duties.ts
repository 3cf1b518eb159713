import { Duty } from '../../lib/security';
import { Context } from './control-policies';
import { deploymentRole, Role } from './platform-roles';
import { goodJob, networkOf } from './reference-grounds';
import { COASTAL_DEV, MARINE_DEV, MARINE_PROD, MARINE_TEST, REGION, SHARED_SERVICES } from './reference-platform';
import { SynthesisedPlatform } from './synthesised-platform';

/** A request of which the permission alone makes somebody one who trains, approves or deploys. */
interface Attempt {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

/** A team's account, and what the guardrails there want to be said of a deployment. */
interface Stage {
  readonly account: string;
  readonly team: string;
  readonly name: string;
  readonly costCentre: string;
}

const STAGES: readonly Stage[] = [
  { account: MARINE_DEV, team: 'marine-life', name: 'dev', costCentre: 'CC-1042' },
  { account: MARINE_TEST, team: 'marine-life', name: 'test', costCentre: 'CC-1042' },
  { account: MARINE_PROD, team: 'marine-life', name: 'prod', costCentre: 'CC-1042' },
  { account: COASTAL_DEV, team: 'coastal-weather', name: 'dev', costCentre: 'CC-2077' },
];

/**
 * What a role does of what must not lie in one hand, by simulation of everything that amounts to it.
 *
 * Nobody trains or deploys from one account into another: jobs and endpoints have no policies of their own.
 */
export async function dutiesOf(platform: SynthesisedPlatform, role: Role): Promise<Duty[]> {
  const stages = STAGES.filter(({ account }) => account === role.account);
  const duties: Duty[] = [];

  if (await mayAny(platform, role, trainings(platform, role.account))) duties.push(Duty.TRAIN);
  if (await mayAny(platform, role, approvals())) duties.push(Duty.APPROVE);
  if (
    await mayAny(
      platform,
      role,
      stages.flatMap((stage) => [...deployments(stage), ...deploymentsThroughOthers(stage)]),
    )
  ) {
    duties.push(Duty.DEPLOY);
  }
  return duties;
}

/** Whether a role changes what serves in production, itself. */
export async function deploysInProduction(platform: SynthesisedPlatform, role: Role): Promise<boolean> {
  return mayAny(platform, role, STAGES.filter(({ name }) => name === 'prod').flatMap(deployments));
}

async function mayAny(platform: SynthesisedPlatform, who: Role, attempts: readonly Attempt[]): Promise<boolean> {
  for (const attempt of attempts) {
    const { decision } = await platform.decide({ who, ...attempt });
    if (decision === 'allowed') return true;
  }
  return false;
}

/** Jobs have names of their own, or those that pipelines and Canvas give them. */
function trainings(platform: SynthesisedPlatform, account: string): Attempt[] {
  const stage = STAGES.find((each) => each.account === account);
  if (!stage) return [];

  const key = platform.key(account, `alias/acme-ml/${stage.team}/${stage.name}`);
  const job = { ...goodJob(networkOf(platform, account), key), 'sagemaker:NetworkIsolation': 'true' };
  const names = ['pipelines-1-train', `${stage.team}--1`, 'canvas-1'];
  const pipelines = [`${stage.team}--abalone`, 'canvas-data-prep-1'];

  return [
    ...names.map((name) => ({
      action: 'sagemaker:CreateTrainingJob',
      resource: sageMaker(account, `training-job/${name}`),
      context: job,
    })),
    ...pipelines.map((name) => ({
      action: 'sagemaker:StartPipelineExecution',
      resource: sageMaker(account, `pipeline/${name}`),
    })),
  ];
}

function approvals(): Attempt[] {
  const context = { 'sagemaker:ModelApprovalStatus': 'Approved' };

  return ['marine-life', 'coastal-weather'].flatMap((team) =>
    ['UpdateModelPackage', 'CreateModelPackage'].map((action) => ({
      action: `sagemaker:${action}`,
      resource: sageMaker(SHARED_SERVICES, `model-package/${team}--abalone/1`),
      context,
    })),
  );
}

function deployments({ account, team, name, costCentre }: Stage): Attempt[] {
  const tags = {
    'governed-ml:platform': 'acme-ml',
    'governed-ml:team': team,
    'governed-ml:stage': name,
    'cost-centre': costCentre,
  };
  const tagged = {
    'aws:TagKeys': Object.keys(tags),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
  const endpoint = sageMaker(account, `endpoint/${team}--abalone-${name}`);
  const component = sageMaker(account, `inference-component/${team}--abalone-${name}`);

  return [
    { action: 'sagemaker:CreateEndpoint', resource: endpoint, context: tagged },
    { action: 'sagemaker:CreateInferenceComponent', resource: component },
    ...['UpdateEndpoint', 'UpdateEndpointWeightsAndCapacities', 'DeleteEndpoint'].map((action) => ({
      action: `sagemaker:${action}`,
      resource: endpoint,
    })),
  ];
}

/** Whoever becomes a role that deploys, or has CloudFormation deploy, deploys. */
function deploymentsThroughOthers({ account }: Stage): Attempt[] {
  return [
    {
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${account}:role/cdk-hnb659fds-deploy-role-${account}-${REGION}`,
    },
    {
      action: 'iam:PassRole',
      resource: deploymentRole(account, REGION).arn,
      context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    },
  ];
}

function sageMaker(account: string, resource: string): string {
  return `arn:aws:sagemaker:${REGION}:${account}:${resource}`;
}
