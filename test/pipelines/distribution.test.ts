import { Distribution, JobCompute, PipelineParameter } from '../../lib/pipelines';
import { renderDefinition } from '../../lib/pipelines/private/rendering';
import { told } from './private/told';

const GPU = JobCompute.onDemand({ instanceType: 'ml.p4d.24xlarge', instanceCount: 2 });
const GROUPS = JobCompute.instanceGroups([
  { groupName: 'load', instanceType: 'ml.c5.xlarge', instanceCount: 2 },
  { groupName: 'train', instanceType: 'ml.p4d.24xlarge', instanceCount: 1 },
]);

test.each([
  {
    name: 'MPI',
    distribution: Distribution.mpi({ processesPerHost: 8, mpirunOptions: '-x NCCL_DEBUG=INFO' }),
    hyperparameters: {
      sagemaker_mpi_enabled: 'true',
      sagemaker_mpi_num_of_processes_per_host: '8',
      sagemaker_mpi_custom_mpi_options: '"-x NCCL_DEBUG=INFO"',
    },
  },
  {
    name: 'torchrun',
    distribution: Distribution.torchDistributed(),
    hyperparameters: {
      sagemaker_torch_distributed_enabled: 'true',
      sagemaker_instance_type: '"ml.p4d.24xlarge"',
    },
  },
  {
    name: 'data parallelism of PyTorch',
    distribution: Distribution.pytorchDistributedDataParallel(),
    hyperparameters: { sagemaker_pytorch_ddp_enabled: 'true', sagemaker_instance_type: '"ml.p4d.24xlarge"' },
  },
  {
    name: 'data parallelism of SageMaker',
    distribution: Distribution.smDistributedDataParallel(),
    hyperparameters: {
      sagemaker_distributed_dataparallel_enabled: 'true',
      sagemaker_distributed_dataparallel_custom_mpi_options: '""',
      sagemaker_instance_type: '"ml.p4d.24xlarge"',
    },
  },
  {
    name: 'parameter servers',
    distribution: Distribution.parameterServer(),
    hyperparameters: { sagemaker_parameter_server_enabled: 'true' },
  },
  {
    name: 'the mirrored strategy',
    distribution: Distribution.multiWorkerMirrored(),
    hyperparameters: { sagemaker_multi_worker_mirrored_strategy_enabled: 'true' },
  },
])('$name is told to the containers in hyperparameters', ({ distribution, hyperparameters }) => {
  expect(toldOf(distribution, GPU)).toEqual([]);
  expect(renderDefinition(distribution._hyperparameters(GPU))).toEqual(hyperparameters);
});

test('one instance group computes together', () => {
  const distribution = Distribution.mpi({ instanceGroup: 'train' });

  expect(toldOf(distribution, GROUPS)).toEqual([]);
  expect(renderDefinition(distribution._hyperparameters(GROUPS))).toEqual({
    sagemaker_mpi_enabled: 'true',
    sagemaker_mpi_custom_mpi_options: '""',
    sagemaker_distribution_instance_groups: '["train"]',
  });
});

test('a single instance group need not be named', () => {
  const group = { groupName: 'train', instanceType: 'ml.p4d.24xlarge', instanceCount: 2 };
  const compute = JobCompute.instanceGroups([group]);
  const distribution = Distribution.smDistributedDataParallel();

  expect(toldOf(distribution, compute)).toEqual([]);
  expect(renderDefinition(distribution._hyperparameters(compute))).toMatchObject({
    sagemaker_distribution_instance_groups: '["train"]',
  });
});

test('an instance type that a run chooses is told when it is known', () => {
  const type = PipelineParameter.ofString('InstanceType');
  const compute = JobCompute.onDemand({ instanceType: type.asString });
  const distribution = Distribution.torchDistributed();

  expect(toldOf(distribution, compute)).toEqual([]);
  expect(renderDefinition(distribution._hyperparameters(compute))).toMatchObject({
    sagemaker_instance_type: { 'Std:Join': { On: '', Values: ['"', { Get: 'Parameters.InstanceType' }, '"'] } },
  });
});

test('several instance groups need one that computes together', () => {
  expect(toldOf(Distribution.mpi(), GROUPS)).toEqual([
    "DistributionGroupMissing: distribution is Distribution.mpi(…) over 2 instance groups, SageMaker shares the work within one instance group; add { instanceGroup: 'load' }, or another",
  ]);
  expect(toldOf(Distribution.parameterServer(), GROUPS)).toEqual([
    'DistributionGroupMissing: distribution is Distribution.parameterServer(…) over 2 instance groups, SageMaker shares the work within one instance group; use Distribution.mpi({ instanceGroup: … })',
  ]);
});

test('the instance group is one of the job', () => {
  const distribution = Distribution.mpi({ instanceGroup: 'gpu' });

  expect(toldOf(distribution, GROUPS)).toEqual([
    'InstanceGroupUnknown: distribution.instanceGroup is "gpu", the job has the instance groups "load", "train"; name one of the groups of JobCompute.instanceGroups(…)',
  ]);
  expect(toldOf(distribution, undefined)).toEqual([
    'InstanceGroupUnknown: distribution.instanceGroup is "gpu", the job has no instance groups; name one of the groups of JobCompute.instanceGroups(…)',
  ]);
});

test.each(['ml.p4d.24xlarge', 'ml.g5.xlarge', 'ml.trn1.2xlarge'])('torchrun runs on %s', (instanceType) => {
  expect(toldOf(Distribution.torchDistributed(), JobCompute.onDemand({ instanceType }))).toEqual([]);
});

test('torchrun needs accelerators, and the library of SageMaker certain ones', () => {
  expect(toldOf(Distribution.torchDistributed(), undefined)).toEqual([
    'DistributionInstanceUnsupported: distribution is Distribution.torchDistributed(…) on ml.m5.xlarge, it runs on graphics processors and Trainium, the families ml.p, ml.g and ml.trn; choose another instance type, or Distribution.mpi(…)',
  ]);
  expect(
    toldOf(Distribution.smDistributedDataParallel(), JobCompute.onDemand({ instanceType: 'ml.g5.xlarge' })),
  ).toEqual([
    'DistributionInstanceUnsupported: distribution is Distribution.smDistributedDataParallel(…) on ml.g5.xlarge, it runs on ml.p3.16xlarge, ml.p3dn.24xlarge, ml.p4d.24xlarge and ml.p4de.24xlarge; choose another instance type, or Distribution.mpi(…)',
  ]);
});

test.each([0, 1.5])('%p processes per instance are refused', (processesPerHost) => {
  expect(toldOf(Distribution.mpi({ processesPerHost }), GPU)).toEqual([
    `NumberOutOfRange: distribution.processesPerHost is ${processesPerHost}, each instance runs a whole number of processes, 1 or more; write the number of accelerators of an instance, or leave it out`,
  ]);
});

function toldOf(distribution: Distribution, compute: JobCompute | undefined): string[] {
  return told((problems) => distribution._check(problems, 'distribution', compute));
}
