import { Token } from 'aws-cdk-lib';
import { instanceTypeOf, Problems } from '../core';
import { JobCompute } from './job-compute';
import { checkInstanceGroup, instanceGroupsOf, instanceTypesOf } from './private/job-settings';
import { DefinitionExpression } from './private/reference-token';
import { asText } from './private/text-value';
import { checkWhole, ValueRange } from './private/value-checks';

/** Which of several instance groups computes together. */
export interface DistributionOptions {
  /**
   * The instance group that computes together, where the job's compute has groups.
   *
   * @default - all instances; of a single group its instances
   */
  readonly instanceGroup?: string;
}

/** How MPI starts the processes. */
export interface MpiOptions extends DistributionOptions {
  /**
   * Processes per instance: 1 or more.
   *
   * @default - as many as MPI finds slots for
   */
  readonly processesPerHost?: number;

  /**
   * Further options of `mpirun`, as `-x NCCL_DEBUG=INFO`.
   *
   * @default - none
   */
  readonly mpirunOptions?: string;
}

/** How SageMaker's data parallelism library starts the processes. */
export interface DataParallelOptions extends DistributionOptions {
  /**
   * Further options of `mpirun`, as `-x NCCL_DEBUG=INFO`.
   *
   * @default - none
   */
  readonly mpirunOptions?: string;
}

/** What differs between the ways to share the work. */
interface DistributionContent {
  /** The factory, as messages name it. */
  readonly kind: string;
  readonly settings: DefinitionExpression;
  /** Whether the container is told the instance type. */
  readonly tellsInstanceType?: boolean;
  /** Whether it can be limited to an instance group. */
  readonly takesGroup?: boolean;
  readonly instanceGroup?: string;
  readonly processesPerHost?: number;
  readonly runsOn?: InstanceLimit;
}

/** The instance types that something runs on, and how messages tell them. */
interface InstanceLimit {
  readonly types: RegExp;
  readonly words: string;
}

const ANYWHERE: InstanceLimit = { types: /^/, words: 'on all' };

const ACCELERATED: InstanceLimit = {
  types: /^ml\.(p\d|g\d|trn\d)/,
  words: 'on graphics processors and Trainium, the families ml.p, ml.g and ml.trn',
};

const DATA_PARALLEL: InstanceLimit = {
  types: /^ml\.(p3\.16xlarge|p3dn\.24xlarge|p4de?\.24xlarge)$/,
  words: 'on ml.p3.16xlarge, ml.p3dn.24xlarge, ml.p4d.24xlarge and ml.p4de.24xlarge',
};

const PROCESSES: ValueRange = {
  least: 1,
  most: Infinity,
  wanted: 'each instance runs a whole number of processes, 1 or more',
  remedy: 'write the number of accelerators of an instance, or leave it out',
};

/**
 * How the instances of a training job share the work. It is told to the framework containers of SageMaker in the hyperparameters
 * that their toolkit reads; other images ignore it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/distributed-training.html
 */
export class Distribution {
  /** Processes that talk by MPI, as Horovod's do. */
  public static mpi(options: MpiOptions = {}): Distribution {
    const { instanceGroup, processesPerHost, mpirunOptions = '' } = options;

    return new Distribution({
      kind: 'mpi',
      takesGroup: true,
      instanceGroup,
      processesPerHost,
      settings: {
        sagemaker_mpi_enabled: 'true',
        sagemaker_mpi_num_of_processes_per_host: processesPerHost === undefined ? undefined : asText(processesPerHost),
        sagemaker_mpi_custom_mpi_options: JSON.stringify(mpirunOptions),
      },
    });
  }

  /** PyTorch's own launcher, `torchrun`, on graphics processors or Trainium. */
  public static torchDistributed(): Distribution {
    return new Distribution({
      kind: 'torchDistributed',
      tellsInstanceType: true,
      runsOn: ACCELERATED,
      settings: { sagemaker_torch_distributed_enabled: 'true' },
    });
  }

  /** PyTorch's distributed data parallelism, started by MPI. */
  public static pytorchDistributedDataParallel(): Distribution {
    return new Distribution({
      kind: 'pytorchDistributedDataParallel',
      tellsInstanceType: true,
      settings: { sagemaker_pytorch_ddp_enabled: 'true' },
    });
  }

  /**
   * SageMaker's own data parallelism library.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/data-parallel.html
   */
  public static smDistributedDataParallel(options: DataParallelOptions = {}): Distribution {
    const { instanceGroup, mpirunOptions = '' } = options;

    return new Distribution({
      kind: 'smDistributedDataParallel',
      tellsInstanceType: true,
      takesGroup: true,
      instanceGroup,
      runsOn: DATA_PARALLEL,
      settings: {
        sagemaker_distributed_dataparallel_enabled: 'true',
        sagemaker_distributed_dataparallel_custom_mpi_options: JSON.stringify(mpirunOptions),
      },
    });
  }

  /** Parameter servers, as TensorFlow and MXNet know them. */
  public static parameterServer(): Distribution {
    return new Distribution({
      kind: 'parameterServer',
      settings: { sagemaker_parameter_server_enabled: 'true' },
    });
  }

  /** TensorFlow's mirrored strategy over several instances. */
  public static multiWorkerMirrored(): Distribution {
    return new Distribution({
      kind: 'multiWorkerMirrored',
      settings: { sagemaker_multi_worker_mirrored_strategy_enabled: 'true' },
    });
  }

  private constructor(private readonly content: DistributionContent) {}

  /** @internal */
  public _check(problems: Problems, path: string, compute: JobCompute | undefined): void {
    checkWhole(problems, `${path}.processesPerHost`, this.content.processesPerHost, PROCESSES);
    this.checkGroup(problems, path, compute);
    this.checkInstances(problems, path, compute);
  }

  /** @internal */
  public _hyperparameters(compute: JobCompute | undefined): DefinitionExpression {
    const group = this.groupOf(compute);
    const groups = compute?._options.groups;

    return {
      ...this.content.settings,
      sagemaker_instance_type:
        this.content.tellsInstanceType && !groups
          ? JSON.stringify(instanceTypeOf(instanceTypesOf(compute)[0]))
          : undefined,
      sagemaker_distribution_instance_groups: group === undefined ? undefined : JSON.stringify([group]),
    };
  }

  /** The group that computes together: the one that is named, or the only one. */
  private groupOf(compute: JobCompute | undefined): string | undefined {
    if (!this.content.takesGroup) return undefined;
    const { groups = [] } = compute?._options ?? {};

    return this.content.instanceGroup ?? (groups.length === 1 ? groups[0].groupName : undefined);
  }

  private checkGroup(problems: Problems, path: string, compute: JobCompute | undefined): void {
    const { kind, takesGroup, instanceGroup } = this.content;
    const known = instanceGroupsOf(compute);

    if (instanceGroup === undefined && known.length > 1) {
      problems.add({
        code: 'DistributionGroupMissing',
        path,
        got: `is Distribution.${kind}(…) over ${known.length} instance groups`,
        wanted: 'SageMaker shares the work within one instance group',
        remedy: takesGroup
          ? `add { instanceGroup: '${known[0]}' }, or another`
          : 'use Distribution.mpi({ instanceGroup: … })',
      });
    }
    if (instanceGroup === undefined) return;
    checkInstanceGroup(problems, `${path}.instanceGroup`, { name: instanceGroup, verb: 'is' }, compute);
  }

  private checkInstances(problems: Problems, path: string, compute: JobCompute | undefined): void {
    const { kind, runsOn = ANYWHERE, instanceGroup } = this.content;
    const groups = compute?._options.groups?.filter(
      (group) => instanceGroup === undefined || group.groupName === instanceGroup,
    );
    const types = groups?.map((group) => group.instanceType) ?? instanceTypesOf(compute);

    for (const type of types.filter((each) => !Token.isUnresolved(each))) {
      if (runsOn.types.test(instanceTypeOf(type))) continue;
      problems.add({
        code: 'DistributionInstanceUnsupported',
        path,
        got: `is Distribution.${kind}(…) on ${type}`,
        wanted: `it runs ${runsOn.words}`,
        remedy: 'choose another instance type, or Distribution.mpi(…)',
      });
    }
  }
}
