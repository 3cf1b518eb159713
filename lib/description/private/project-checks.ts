import { isAbsolute } from 'node:path';
import { Problems, checkArn, checkInstanceType, checkMonitoringSchedule, checkName } from '../../core';
import {
  DeploymentDescription,
  ModelDescription,
  MonitoringDescription,
  ProjectDescription,
  RepositoryDescription,
  RepositoryProvider,
} from '../project-description';
import { TeamDescription } from '../team-description';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';
import { checkUniqueNames } from './unique-names';

/** How a repository is called at its host. */
interface RepositoryForm {
  readonly pattern: RegExp;
  readonly says: string;
  readonly example: string;
}

const REPOSITORY_FORMS: Readonly<Record<RepositoryProvider, RepositoryForm>> = {
  [RepositoryProvider.GITHUB]: {
    pattern: /^[A-Za-z0-9](-?[A-Za-z0-9])*\/[\w.-]{1,100}$/,
    says: 'GitHub names a repository owner/name',
    example: 'acme/abalone',
  },
  [RepositoryProvider.GITLAB]: {
    pattern: /^[\w.-]+(\/[\w.-]+)+$/,
    says: 'GitLab names a repository group/name, with subgroups between them',
    example: 'acme/models/abalone',
  },
  [RepositoryProvider.BITBUCKET]: {
    pattern: /^[\w-]+\/[\w.-]+$/,
    says: 'Bitbucket names a repository workspace/name',
    example: 'acme/abalone',
  },
  [RepositoryProvider.CODECOMMIT]: {
    pattern: /^(?!.*\.git$)[\w.-]{1,100}$/,
    says: 'CodeCommit names a repository with 1 to 100 letters, digits and ._-, and no owner before them',
    example: 'abalone',
  },
};

/** A number of a deployment with the range that it lies in. */
interface NumberRule {
  readonly code: string;
  readonly from: number;
  readonly to?: number;
  readonly wanted: string;
  readonly remedy: string;
}

const VERSION = {
  code: 'ModelVersionMalformed',
  from: 1,
  wanted: 'a model package version is a whole number from 1',
  remedy: "write the version that the project's model package group shows",
};

const DEPLOYMENT_RULES = {
  testVersion: VERSION,
  prodVersion: VERSION,
  minInstances: {
    code: 'InstanceCountMalformed',
    from: 1,
    wanted: 'an endpoint has a whole number of instances, at least 1',
    remedy: 'write 1, or 2 to span two availability zones',
  },
  maxInstances: {
    code: 'InstanceCountMalformed',
    from: 1,
    wanted: 'an endpoint has a whole number of instances, at least 1',
    remedy: 'write at least minInstances',
  },
  canaryPercent: {
    code: 'CanaryPercentOutOfRange',
    from: 1,
    to: 50,
    wanted: 'SageMaker accepts a first share of 1 to 50 %, in whole numbers',
    remedy: 'write 50 to move half of the traffic first, or a smaller share to risk less',
  },
  bakeMinutes: {
    code: 'BakeMinutesOutOfRange',
    from: 3,
    to: 60,
    wanted: 'the first share is watched for 3 to 60 minutes, in whole numbers',
    remedy: 'write a time that the alarms need to notice a fault, as 15',
  },
  maxLatencyMs: {
    code: 'LatencyOutOfRange',
    from: 1,
    wanted: 'a latency is a whole number of milliseconds, at least 1',
    remedy: 'write the latency above which users complain, as 500',
  },
  capturePercent: {
    code: 'CapturePercentOutOfRange',
    from: 0,
    to: 100,
    wanted: 'SageMaker captures 0 to 100 % of the requests, in whole numbers',
    remedy: 'write 100 to capture all, or 0 to capture none',
  },
} as const satisfies Record<string, NumberRule>;

const DEFAULT_MIN_INSTANCES = 2;
const FEWEST_IN_PRODUCTION = 2;
const BRANCH = /^(?!\/)(?!.*(\/\/|\.\.|@\{))[^\s~^:?*[\\]+(?<![/.])$/;

/** Checks the projects of a team. */
export function checkProjects(problems: DescriptionProblems, teamPath: string, team: Draft<TeamDescription>): void {
  const path = `${teamPath}.projects`;
  checkUniqueNames(problems, path, team.projects, 'a project name is unique in its team, upper and lower case alike');

  eachKnown(team.projects, (project, i) => {
    whenKnown(project.name, (name) => checkName(problems, `${path}[${i}].name`, name, 'project'));
    checkRepository(problems, `${path}[${i}].repository`, project.repository ?? {});
    checkModel(problems, `${path}[${i}].model`, project.model ?? {});
    checkDeployment(problems, `${path}[${i}].deployment`, project.deployment ?? {});
    checkServedStages(problems, `${path}[${i}].deployment`, project.deployment ?? {}, teamPath, team);
    checkMonitoring(problems, `${path}[${i}]`, project);
  });
}

function checkRepository(
  problems: Problems,
  path: string,
  { provider, name, branch, connectionArn }: Draft<RepositoryDescription>,
): void {
  whenKnown(name, (given) => {
    const form = provider && REPOSITORY_FORMS[provider];
    if (!form || form.pattern.test(given)) return;
    problems.add({
      code: 'RepositoryNameMalformed',
      path: `${path}.name`,
      got: `is "${given}"`,
      wanted: form.says,
      remedy: `write a name such as "${form.example}"`,
    });
  });
  whenKnown(branch, (given) => {
    if (BRANCH.test(given)) return;
    problems.add({
      code: 'BranchMalformed',
      path: `${path}.branch`,
      got: `is "${given}"`,
      wanted: 'git knows no such branch name',
      remedy: 'write the name alone, as "main" or "release/1.0"',
    });
  });
  whenKnown(connectionArn, (arn) => {
    const service = arn.includes(':codestar-connections:') ? 'codestar-connections' : 'codeconnections';
    checkArn(problems, `${path}.connectionArn`, arn, service);
  });
}

function checkModel(problems: Problems, path: string, model: Draft<ModelDescription>): void {
  whenKnown(model.code, (code) => {
    if (code.trim() !== '' && !isAbsolute(code)) return;
    problems.add({
      code: 'CodePathMalformed',
      path: `${path}.code`,
      got: code.trim() === '' ? 'is empty' : `is "${code}"`,
      wanted: "a folder of code is named relative to the description's file, so that every machine finds it",
      remedy: 'write a path such as "abalone"',
    });
  });
  whenKnown(model.trainingDataPrefix, (prefix) => {
    if (/^([^/\s:]+\/)+$/.test(prefix)) return;
    problems.add({
      code: 'DataPrefixMalformed',
      path: `${path}.trainingDataPrefix`,
      got: `is "${prefix}"`,
      wanted: "a prefix lies below the team's data bucket: folders, each followed by a slash",
      remedy: 'write a prefix such as "abalone/raw/", without the bucket',
    });
  });
  whenKnown(model.maxMse, (maxMse) => {
    if (maxMse > 0) return;
    problems.add({
      code: 'MaxMseNotPositive',
      path: `${path}.maxMse`,
      got: `is ${maxMse}`,
      wanted: 'a mean squared error is compared with a number above 0',
      remedy: 'write the largest error with which a model is still useful, as 6',
    });
  });
  whenKnown(model.processingInstanceType, (type) =>
    checkInstanceType(problems, `${path}.processingInstanceType`, type, 'processing'),
  );
  whenKnown(model.trainingInstanceType, (type) =>
    checkInstanceType(problems, `${path}.trainingInstanceType`, type, 'training'),
  );
}

function checkDeployment(problems: Problems, path: string, deployment: Draft<DeploymentDescription>): void {
  for (const key of Object.keys(DEPLOYMENT_RULES) as (keyof typeof DEPLOYMENT_RULES)[]) {
    whenKnown(deployment[key], (value) => checkNumber(problems, `${path}.${key}`, value, DEPLOYMENT_RULES[key]));
  }
  whenKnown(deployment.instanceType, (type) => checkInstanceType(problems, `${path}.instanceType`, type, 'hosting'));

  const { prodVersion, minInstances, maxInstances, canaryPercent } = deployment;
  whenKnown(minInstances, (fewest) => {
    if (prodVersion === undefined || fewest < 1 || fewest >= FEWEST_IN_PRODUCTION) return;
    problems.add({
      code: 'TooFewInstancesInProduction',
      path: `${path}.minInstances`,
      got: `is ${fewest}`,
      wanted: `an endpoint in production has at least ${FEWEST_IN_PRODUCTION} instances, so that it survives the loss of an availability zone`,
      remedy: `write ${FEWEST_IN_PRODUCTION} or more, or remove prodVersion`,
    });
  });
  whenKnown(canaryPercent, (percent) =>
    whenKnown(minInstances ?? DEFAULT_MIN_INSTANCES, (fewest) => {
      if (percent < 1 || !Number.isInteger(percent) || fewest < 1 || percent * fewest >= 100) return;
      problems.add({
        code: 'CanaryBelowOneInstance',
        path: `${path}.canaryPercent`,
        got: `is ${percent}`,
        wanted: `that is less than one of ${fewest} instances`,
        remedy: `write ${Math.ceil(100 / fewest)} or more, or leave it out to begin with one instance`,
      });
    }),
  );
  whenKnown(maxInstances, (most) =>
    whenKnown(minInstances ?? DEFAULT_MIN_INSTANCES, (fewest) => {
      if (most < 1 || most >= fewest) return;
      problems.add({
        code: 'MostInstancesBelowFewest',
        path: `${path}.maxInstances`,
        got: `is ${most}`,
        wanted: `it is at least minInstances, which is ${fewest}${minInstances === undefined ? ' by default' : ''}`,
        remedy: `write ${fewest} or more, or lower minInstances`,
      });
    }),
  );
}

function checkNumber(problems: Problems, path: string, value: number, rule: NumberRule): void {
  if (Number.isInteger(value) && value >= rule.from && value <= (rule.to ?? Infinity)) return;

  problems.add({ code: rule.code, path, got: `is ${value}`, wanted: rule.wanted, remedy: rule.remedy });
}

function checkServedStages(
  problems: Problems,
  path: string,
  deployment: Draft<DeploymentDescription>,
  teamPath: string,
  team: Draft<TeamDescription>,
): void {
  if (!team.stages) return;

  for (const stage of ['test', 'prod'] as const) {
    const version = deployment[`${stage}Version`];
    if (version === undefined || team.stages[stage]) continue;
    problems.add({
      code: 'StageUnknown',
      path: `${path}.${stage}Version`,
      got: `needs ${teamPath}.stages.${stage}`,
      wanted: 'the team has no such stage',
      remedy: `add ${teamPath}.stages.${stage}, or remove ${stage}Version`,
    });
  }
}

function checkMonitoring(
  problems: Problems,
  path: string,
  { monitoring, deployment }: Draft<ProjectDescription>,
): void {
  if (!monitoring) return;

  checkMonitors(problems, `${path}.monitoring.monitors`, monitoring);
  whenKnown(monitoring.schedule, (schedule) =>
    checkMonitoringSchedule(problems, `${path}.monitoring.schedule`, schedule),
  );
  if (!deployment) {
    problems.add({
      code: 'MonitoringWithoutDeployment',
      path: `${path}.deployment`,
      got: 'is missing',
      wanted: 'monitors watch a deployed model',
      remedy: `add ${path}.deployment, or remove ${path}.monitoring`,
    });
  }
  if (deployment?.capturePercent === 0) {
    problems.add({
      code: 'MonitoringWithoutCapture',
      path: `${path}.deployment.capturePercent`,
      got: 'is 0',
      wanted: 'monitors read captured requests',
      remedy: `capture some, as 100, or remove ${path}.monitoring`,
    });
  }
}

function checkMonitors(problems: Problems, path: string, { monitors }: Draft<MonitoringDescription>): void {
  whenKnown(monitors, (list) => {
    if (list.length > 0) return;
    problems.add({
      code: 'MonitorsEmpty',
      path,
      got: 'is empty',
      wanted: 'monitoring watches at least one thing',
      remedy: 'add data-quality, or remove monitoring',
    });
  });
  eachKnown(monitors, (monitor, i) => {
    const first = monitors?.indexOf(monitor) ?? i;
    if (first === i) return;
    problems.add({
      code: 'MonitorRepeated',
      path: `${path}[${i}]`,
      got: `is "${monitor}", which ${path}[${first}] is too`,
      wanted: 'each monitor stands once',
      remedy: 'remove one of the two',
    });
  });
}
