import { ArnFormat, Size, Stack, Token } from 'aws-cdk-lib';
import { Permission, Problems } from '../core';
import { checkRelease } from './private/emr-release';
import { gibibytesOf } from './private/gibibytes';
import { namePattern } from './private/name-patterns';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { STEP_TAG, tagged, tagging } from './private/step-tag';
import { checkWhole, ValueRange } from './private/value-checks';

const APPLICATION_ID = /^[0-9a-z]{1,64}$/;

const CPU_COUNT: ValueRange = {
  least: 1,
  most: Infinity,
  wanted: 'an application has a whole number of virtual processors, 1 or more',
  remedy: 'write 16',
};

/** The most that an application of EMR Serverless may use at once. */
export interface EmrServerlessCapacity {
  /** Virtual processors: 1 or more. */
  readonly vcpus: number;

  /** Memory, in whole gibibytes: 1 or more. */
  readonly memory: Size;

  /**
   * Disk space, in whole gibibytes: 1 or more.
   *
   * @default - as much as the workers ask for
   */
  readonly disk?: Size;
}

/** The application that a step creates. */
export interface TemporaryApplicationOptions {
  /** Release of EMR, as `emr-7.9.0`. */
  readonly releaseLabel: string;

  /**
   * Whether the workers run on Graviton processors.
   *
   * @default false
   */
  readonly arm64?: boolean;

  /**
   * The most that the application may use at once.
   *
   * @default - up to the account's quota
   */
  readonly maximumCapacity?: EmrServerlessCapacity;
}

/** What a kind of application renders to and needs. */
interface ApplicationKind {
  readonly check: (problems: Problems, path: string) => void;
  readonly applicationId?: string;
  readonly config?: (context: StepContext, stepName: string, engine: string) => DefinitionExpression;
}

/**
 * The application of EMR Serverless that a step runs its job in: one that exists, or one that the step creates.
 *
 * @see https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/emr-serverless.html
 */
export class EmrServerlessApplication {
  /** An application that exists, by id, as `00abcdefghijkl01`. Its network is its own. */
  public static existing(applicationId: string): EmrServerlessApplication {
    return new EmrServerlessApplication({
      check: (problems, path) => checkApplicationId(problems, `${path}.applicationId`, applicationId),
      applicationId,
    });
  }

  /** An application that the step creates, in the subnets and security groups of the environment, with its volume key. */
  public static temporary(options: TemporaryApplicationOptions): EmrServerlessApplication {
    return new EmrServerlessApplication({
      check: (problems, path) => checkTemporary(problems, path, options),
      config: (context, stepName, engine) => ({
        ...renderTemporary(context, engine, options),
        tags: { [STEP_TAG]: stepName },
      }),
    });
  }

  private constructor(private readonly kind: ApplicationKind) {}

  /** @internal */
  public get _applicationId(): string | undefined {
    return this.kind.applicationId;
  }

  /**
   * Tags of a run in the application: runs do not take over those of their application.
   *
   * @internal
   */
  public _runTags(stepName: string): Record<string, string> | undefined {
    return this._applicationId === undefined ? { [STEP_TAG]: stepName } : undefined;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.kind.check(problems, path);
  }

  /** @internal */
  public _render(context: StepContext, stepName: string, engine: string): DefinitionExpression {
    return { ApplicationId: this._applicationId, ApplicationConfig: this.kind.config?.(context, stepName, engine) };
  }

  /** @internal */
  public _permissions({ stack }: StepContext, stepName: string): Permission[] {
    const { applicationId } = this.kind;

    return applicationId === undefined ? useTemporary(stack, stepName) : useExisting(stack, applicationId);
  }
}

function checkApplicationId(problems: Problems, path: string, applicationId: string): void {
  if (Token.isUnresolved(applicationId) || APPLICATION_ID.test(applicationId)) return;

  problems.add({
    code: 'EmrApplicationIdMalformed',
    path,
    got: `is "${applicationId}"`,
    wanted: 'EMR Serverless names applications by 1 to 64 digits and lower-case letters',
    remedy: "copy the id from the application's page in the EMR console",
  });
}

function checkTemporary(problems: Problems, path: string, options: TemporaryApplicationOptions): void {
  const { releaseLabel, maximumCapacity } = options;

  checkRelease(problems, `${path}.releaseLabel`, releaseLabel);
  checkWhole(problems, `${path}.maximumCapacity.vcpus`, maximumCapacity?.vcpus, CPU_COUNT);
  checkSize(problems, `${path}.maximumCapacity.memory`, maximumCapacity?.memory);
  checkSize(problems, `${path}.maximumCapacity.disk`, maximumCapacity?.disk);
}

function checkSize(problems: Problems, path: string, size: Size | undefined): void {
  if (size === undefined || size.isUnresolved()) return;

  checkWhole(problems, path, gibibytesOf(size), {
    least: 1,
    most: Infinity,
    wanted: 'EMR Serverless counts in whole gibibytes, 1 or more',
    remedy: 'use Size.gibibytes(64)',
  });
}

function renderTemporary(
  { environment }: StepContext,
  engine: string,
  { releaseLabel, arm64, maximumCapacity }: TemporaryApplicationOptions,
): DefinitionExpression {
  return {
    releaseLabel,
    type: engine,
    architecture: arm64 ? 'ARM64' : 'X86_64',
    maximumCapacity: maximumCapacity && {
      cpu: `${maximumCapacity.vcpus} vCPU`,
      memory: `${gibibytesOf(maximumCapacity.memory)} GB`,
      disk: maximumCapacity.disk && `${gibibytesOf(maximumCapacity.disk)} GB`,
    },
    networkConfiguration: {
      subnetIds: environment.subnets.map((subnet) => subnet.subnetRef.subnetId),
      securityGroupIds: environment.securityGroups.map((group) => group.securityGroupRef.securityGroupId),
    },
    diskEncryptionConfiguration: { encryptionKeyArn: environment.volumeKey.keyRef.keyArn },
  };
}

function useExisting(stack: Stack, applicationId: string): Permission[] {
  const application = applicationArn(stack, namePattern(applicationId));

  return [
    { actions: ['emr-serverless:StartJobRun'], resources: [application] },
    { actions: ['emr-serverless:CancelJobRun', 'emr-serverless:GetJobRun'], resources: [`${application}/jobruns/*`] },
  ];
}

function useTemporary(stack: Stack, stepName: string): Permission[] {
  const applications = applicationArn(stack, '*');

  return [
    // IAM knows no resource of this action, and no application yet when the tags of a new one are asked for.
    { actions: ['emr-serverless:CreateApplication'], resources: ['*'], conditions: tagging(stepName) },
    { actions: ['emr-serverless:TagResource'], resources: [serverlessArn(stack, '*')], conditions: tagging(stepName) },
    {
      actions: [
        'emr-serverless:DeleteApplication',
        'emr-serverless:GetApplication',
        'emr-serverless:StartApplication',
        'emr-serverless:StartJobRun',
        'emr-serverless:StopApplication',
      ],
      resources: [applications],
      conditions: tagged(stepName),
    },
    {
      actions: ['emr-serverless:CancelJobRun', 'emr-serverless:GetJobRun'],
      resources: [`${applications}/jobruns/*`],
      conditions: tagged(stepName),
    },
  ];
}

function applicationArn(stack: Stack, applicationId: string): string {
  return serverlessArn(stack, `applications/${applicationId}`);
}

/** EMR Serverless begins the resource part of its ARNs with a slash. */
function serverlessArn(stack: Stack, resource: string): string {
  return stack.formatArn({
    service: 'emr-serverless',
    resource: `/${resource}`,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}
