import { Activity } from './activity';
import { NetworkScope } from './activity-scopes';
import { DomainIsolation } from './domain-isolation';
import {
  BusinessAnalystScope,
  DataEngineerScope,
  EndpointsScope,
  JobsScope,
  MlEngineerScope,
  PipelinesScope,
  TeamScope,
} from './persona-scopes';

const WITHOUT_NETWORK_AND_KEY = ['CreateCompilationJob', 'CreateInferenceRecommendationsJob', 'UpdateTrainingJob'].map(
  (action) => `sagemaker:${action}`,
);

const PLACED_ELSEWHERE = {
  actions: [...WITHOUT_NETWORK_AND_KEY, 'sagemaker:CreateTransformJob'],
  reason:
    'a transform job runs in the network of its model and an update in that of its job; compiling and recommending take no network, and run as roles that reach the team alone',
};

const ENCRYPTED_ELSEWHERE = {
  actions: WITHOUT_NETWORK_AND_KEY,
  reason:
    'an update keeps the keys of its job; compiling and recommending write to the bucket of the team, which is encrypted with its key',
};

const MODEL_DOCUMENTS = {
  actions: ['CreateModelCard', 'CreateModelCardExportJob', 'CreateModelPackage', 'UpdateModelCard'].map(
    (action) => `sagemaker:${action}`,
  ),
  reason: 'cards and versions are documents, which run in no network',
};

const CONFIGURED_BEFORE = {
  actions: [
    'application-autoscaling:PutScalingPolicy',
    'application-autoscaling:RegisterScalableTarget',
    'cloudwatch:PutMetricAlarm',
    'iam:CreateServiceLinkedRole',
    'kms:CreateGrant',
    'sagemaker:CreateEndpoint',
    'sagemaker:CreateInferenceComponent',
    'sagemaker:UpdateEndpoint',
    'sagemaker:UpdateEndpointWeightsAndCapacities',
    'sagemaker:UpdateInferenceComponent',
    'sagemaker:UpdateInferenceComponentRuntimeConfig',
  ],
  reason: 'the key of an endpoint is that of its configuration, whose creation carries the condition',
};

const CANVAS_PLACED_ELSEWHERE = {
  actions: ['s3:PutObject', 'sagemaker:CreateApp', 'sagemaker:CreateTransformJob'],
  reason:
    'a transform job runs in the network of its model and an app in that of its domain; the bucket admits the organization alone',
};

const CANVAS_ENCRYPTED_ELSEWHERE = {
  actions: ['sagemaker:CreateApp', 'sagemaker:CreateModel'],
  reason: 'a model stores nothing of its own, and an app of Canvas on the encrypted storage of its domain',
};

const CANVAS_PIPELINES = {
  actions: [
    'events:PutRule',
    'events:PutTargets',
    'sagemaker:CreatePipeline',
    'sagemaker:StartPipelineExecution',
    'sagemaker:UpdatePipeline',
  ],
  reason: 'the jobs of a pipeline are created by the same role, under the same conditions',
};

/** What must not lie in one hand: who trains a model or deploys it does not approve it. */
export enum Duty {
  /** Makes models. */
  TRAIN = 'train',

  /** Decides that a version may serve. */
  APPROVE = 'approve',

  /** Makes endpoints serve a version. */
  DEPLOY = 'deploy',
}

/**
 * What a kind of person, or a kind of work, does: a list of activities, narrowed to a team by names, ARNs and conditions.
 *
 * A persona is rendered as a role by `ExecutionRole`, as managed policies by `ActivityPolicies`, and for a group of IAM Identity
 * Center by `PermissionSet`. It is a value: take its activities, and add others to them.
 *
 * What people run in SageMaker without a pipeline is placed in the team's network, under the team's keys, or refused. Nobody
 * who trains or deploys may approve a version, and the approver does nothing else.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/role-manager-personas.html
 */
export class Persona {
  /** Explores the team's data and experiments, writes to the team's bucket, starts the team's pipelines and reads its models. */
  public static dataScientist(scope: TeamScope): Persona {
    return new Persona(
      'data-scientist',
      [Duty.TRAIN],
      [
        ...inTeam(scope),
        Activity.writeObjects(scope.dataBucket),
        Activity.startPipelines(scope.namePrefix),
        Activity.manageExperiments(scope.namePrefix),
        Activity.searchAndVisualizeExperiments(),
      ],
    );
  }

  /** Prepares the team's data: its bucket, the tables of its databases and queries over them. Trains nothing. */
  public static dataEngineer(scope: DataEngineerScope): Persona {
    const { databaseNames, workgroupNames } = scope;

    return new Persona(
      'data-engineer',
      [],
      [
        ...inTeam(scope),
        Activity.writeObjects(scope.dataBucket),
        Activity.manageGlueTables(databaseNames),
        Activity.queryAthenaWorkgroups({ workgroupNames, databaseNames }),
      ],
    );
  }

  /** Builds the team's pipelines, trains by hand too, and tries models on endpoints of the same account. */
  public static mlEngineer(scope: MlEngineerScope): Persona {
    const { namePrefix, modelPackageGroupArns, workRoles, network, keys } = scope;

    return new Persona(
      'ml-engineer',
      [Duty.TRAIN, Duty.DEPLOY],
      [
        ...inTeam(scope),
        Activity.writeObjects(scope.dataBucket),
        Activity.manageExperiments(namePrefix),
        Activity.searchAndVisualizeExperiments(),
        Activity.managePipelines({ namePrefix, pipelineRoles: workRoles }),
        Activity.manageMlJobs({ namePrefix, jobRoles: workRoles })
          .under({ network, unconditional: PLACED_ELSEWHERE })
          .under({ keys, unconditional: ENCRYPTED_ELSEWHERE })
          .under({ domain: DomainIsolation.ownDomain() }),
        Activity.manageModels({ namePrefix, modelPackageGroupArns, modelRoles: workRoles }).under({
          network,
          unconditional: MODEL_DOCUMENTS,
        }),
        Activity.manageEndpoints({ namePrefix, keys }).under({ keys, unconditional: CONFIGURED_BEFORE }),
        Activity.invokeEndpoints(namePrefix),
      ],
    );
  }

  /** Runs and repairs the team's pipelines, asks its endpoints, and reads its data and models; writes no data. */
  public static mlOpsEngineer(scope: TeamScope): Persona {
    return new Persona(
      'mlops-engineer',
      [Duty.TRAIN],
      [...inTeam(scope), Activity.startPipelines(scope.namePrefix), Activity.invokeEndpoints(scope.namePrefix)],
    );
  }

  /**
   * Deploys the platform through the roles of `cdk bootstrap`, and sees that it runs; reads no data.
   *
   * @param qualifier the bootstrap's qualifier, as `hnb659fds`
   */
  public static platformEngineer(qualifier: string): Persona {
    return new Persona(
      'platform-engineer',
      [Duty.DEPLOY],
      [Activity.deployThroughBootstrap(qualifier), Activity.observe()],
    );
  }

  /**
   * Approves or rejects versions of models, as the risk officer does, and sees how they do; neither trains nor deploys.
   *
   * @param modelPackageGroupArns ARNs of the groups whose versions are decided on; at least one
   */
  public static modelApprover(modelPackageGroupArns: string[]): Persona {
    return new Persona(
      'model-approver',
      [Duty.APPROVE],
      [Activity.approveModels(modelPackageGroupArns), Activity.observe()],
    );
  }

  /** Reads how everything is configured and who did what; neither data nor logs, and changes nothing. */
  public static auditor(): Persona {
    return new Persona('auditor', [], [Activity.audit()]);
  }

  /** Prepares data and builds models without code, in Canvas, and reads the team's models. */
  public static businessAnalyst(scope: BusinessAnalystScope): Persona {
    const { dataBucket: bucket, executionRole, network, keys } = scope;

    return new Persona(
      'business-analyst',
      [Duty.TRAIN],
      [
        ...inTeam(scope),
        Activity.canvasCoreAccess({ bucket, prefix: 'Canvas/', executionRole })
          .under({ network, unconditional: CANVAS_PLACED_ELSEWHERE })
          .under({ keys, unconditional: CANVAS_ENCRYPTED_ELSEWHERE }),
        Activity.canvasDataPreparation({ executionRole }).under({ network, keys, unconditional: CANVAS_PIPELINES }),
      ],
    );
  }

  /** Training, processing and transform jobs: what they read and write, and the network they are in. */
  public static jobs({ data, repositoryArns, network }: JobsScope): Persona {
    return new Persona('jobs', [Duty.TRAIN], [...data, Activity.pullImages(repositoryArns), ...placed(network)]);
  }

  /** Pipelines: they run jobs as the jobs' role, and register versions as pending. */
  public static pipelines({ jobs, modelPackageGroupArns, data }: PipelinesScope): Persona {
    return new Persona(
      'pipelines',
      [Duty.TRAIN],
      [Activity.runJobs(jobs), Activity.registerModels(modelPackageGroupArns), ...data],
    );
  }

  /** Endpoints: the models that they load, what they capture, and the network they are in. */
  public static endpoints({ data, repositoryArns = [], network }: EndpointsScope): Persona {
    const images = repositoryArns.length > 0 ? [Activity.pullImages(repositoryArns)] : [];

    return new Persona('endpoints', [], [...data, ...images, ...placed(network)]);
  }

  private constructor(
    /** Name of the persona, as `data-scientist`. */
    public readonly name: string,
    /** What it does of what must not lie in one hand. */
    public readonly duties: Duty[],
    /** What it does. */
    public readonly activities: Activity[],
  ) {}
}

/** What everybody in a team does. */
function inTeam({ dataBucket, useOfDataKey, modelPackageGroupArns, inStudio = true }: TeamScope): Activity[] {
  return [
    ...(inStudio ? [Activity.useOwnStudioApps(), Activity.writeLogs(), Activity.publishMetrics()] : []),
    Activity.observe(),
    useOfDataKey,
    ...(modelPackageGroupArns.length > 0 ? [Activity.readModels(modelPackageGroupArns)] : []),
    Activity.readObjects(dataBucket),
  ];
}

/** What everything that runs in a network does. */
function placed(network: NetworkScope): Activity[] {
  return [Activity.attachToNetwork(network), Activity.writeLogs(), Activity.publishMetrics()];
}
