import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  EmrCluster,
  EmrNodeType,
  EmrStep,
  PipelineParameter,
  RunningClusterOptions,
  TemporaryClusterOptions,
} from '../../lib/pipelines';
import { permissionsOf, pipelineIn, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';

const SERVICE_ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-emr';
const INSTANCE_ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-emr-instances';
const RUNTIME_ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-spark';
const CLUSTERS = 'arn:aws:elasticmapreduce:eu-west-1:111111111111:cluster';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a step works on a cluster that runs', () => {
  const rendered = renderedIn(stack, [workOn(running())]);

  expect(rendered.Arguments).toMatchObject({ ClusterId: 'j-1ABCDEFG2HIJK' });
  expect(rendered.Arguments).not.toHaveProperty('ClusterConfig');
});

test('work on a cluster that runs may have a role of its own', () => {
  const rendered = renderedIn(stack, [workOn(running({ runtimeRole: roleFrom(RUNTIME_ROLE_ARN) }))]);

  expect(rendered.Arguments).toMatchObject({ ExecutionRoleArn: RUNTIME_ROLE_ARN });
});

test('a step creates a cluster in the network and with the encryption that it is given', () => {
  const rendered = renderedIn(stack, [workOn(temporary())]);

  expect(rendered.Arguments.ClusterConfig).toEqual({
    ReleaseLabel: 'emr-7.9.0',
    Applications: [{ Name: 'Spark' }],
    Instances: {
      InstanceGroups: [{ InstanceRole: 'MASTER', InstanceType: 'm5.xlarge', InstanceCount: 1, Market: 'ON_DEMAND' }],
      Ec2SubnetId: 'subnet-1',
      AdditionalMasterSecurityGroups: ['sg-1'],
      AdditionalSlaveSecurityGroups: ['sg-1'],
    },
    ServiceRole: SERVICE_ROLE_ARN,
    JobFlowRole: 'acme-emr-instances',
    SecurityConfiguration: 'acme-encrypted',
    Tags: [{ Key: 'governed-ml:pipeline-step', Value: 'Prepare' }],
  });
});

test('a cluster takes all that it can be given', () => {
  const cluster = temporary({
    instanceGroups: [
      { nodeType: EmrNodeType.PRIMARY, instanceType: 'm5.xlarge' },
      { nodeType: EmrNodeType.CORE, instanceType: 'r5.2xlarge', instanceCount: 2 },
      { nodeType: EmrNodeType.TASK, instanceType: 'r5.2xlarge', instanceCount: 8, spot: true },
    ],
    instanceProfileName: 'acme-instances',
    applications: ['Spark', 'Hive'],
    configurations: [{ classification: 'spark-defaults', properties: { 'spark.executor.memory': '4g' } }],
    bootstrapS3Uris: ['s3://acme-code/install.sh'],
    logS3Uri: 's3://acme-logs/emr/',
    tags: { team: 'marine-life' },
  });

  const rendered = renderedIn(stack, [workOn(cluster)]);

  expect(rendered.Arguments.ClusterConfig).toMatchObject({
    Applications: [{ Name: 'Spark' }, { Name: 'Hive' }],
    Instances: {
      InstanceGroups: [
        { InstanceRole: 'MASTER', InstanceCount: 1 },
        { InstanceRole: 'CORE', InstanceCount: 2, Market: 'ON_DEMAND' },
        { InstanceRole: 'TASK', InstanceCount: 8, Market: 'SPOT' },
      ],
    },
    JobFlowRole: 'acme-instances',
    Configurations: [{ Classification: 'spark-defaults', Properties: { 'spark.executor.memory': '4g' } }],
    BootstrapActions: [{ Name: 'bootstrap-1', ScriptBootstrapAction: { Path: 's3://acme-code/install.sh' } }],
    LogUri: 's3://acme-logs/emr/',
    LogEncryptionKmsKeyId: VOLUME_KEY_ARN,
    Tags: [
      { Key: 'team', Value: 'marine-life' },
      { Key: 'governed-ml:pipeline-step', Value: 'Prepare' },
    ],
  });
});

test('the pipeline works on this cluster and no other, and watches it', () => {
  expect(permissionsOf(stack, workOn(running()))).toEqual([
    { actions: ['elasticmapreduce:AddJobFlowSteps'], resources: [`${CLUSTERS}/j-1ABCDEFG2HIJK`] },
    {
      actions: ['elasticmapreduce:CancelSteps', 'elasticmapreduce:DescribeStep'],
      resources: [`${CLUSTERS}/j-1ABCDEFG2HIJK`],
    },
    watching('SageMakerPipelineExecutionEMRStepStatusUpdateRule'),
  ]);
});

test('the pipeline adds work with the given role only', () => {
  const [add] = permissionsOf(stack, workOn(running({ runtimeRole: roleFrom(RUNTIME_ROLE_ARN) }))) as unknown[];

  expect(add).toMatchObject({ conditions: { ArnEquals: { 'elasticmapreduce:ExecutionRoleArn': RUNTIME_ROLE_ARN } } });
});

test('the pipeline may work on any cluster where the run chooses it', () => {
  const cluster = EmrCluster.running(PipelineParameter.ofString('Cluster').asString);

  const [add] = permissionsOf(stack, workOn(cluster)) as unknown[];

  expect(add).toMatchObject({ resources: [`${CLUSTERS}/*`] });
});

test('the pipeline creates, watches and terminates clusters that have the tag of the step, and passes on their roles', () => {
  const asked = { StringEquals: { 'elasticmapreduce:RequestTag/governed-ml:pipeline-step': 'Prepare' } };

  const permissions = permissionsOf(stack, workOn(temporary()));

  expect(permissions).toEqual([
    { actions: ['elasticmapreduce:RunJobFlow'], resources: ['*'], conditions: asked },
    { actions: ['elasticmapreduce:AddTags'], resources: [`${CLUSTERS}/*`], conditions: asked },
    {
      actions: [
        'elasticmapreduce:DescribeCluster',
        'elasticmapreduce:DescribeStep',
        'elasticmapreduce:ListSteps',
        'elasticmapreduce:TerminateJobFlows',
      ],
      resources: [`${CLUSTERS}/*`],
      conditions: { StringEquals: { 'elasticmapreduce:ResourceTag/governed-ml:pipeline-step': 'Prepare' } },
    },
    watching('SageMakerPipelineExecutionEMRClusterStatusUpdateRule'),
    passing(SERVICE_ROLE_ARN, 'elasticmapreduce.amazonaws.com'),
    passing(INSTANCE_ROLE_ARN, 'ec2.amazonaws.com'),
  ]);
});

test('the tag of the step is not to be chosen', () => {
  const pipeline = () => pipelineIn(stack, [workOn(temporary({ tags: { 'governed-ml:pipeline-step': 'Other' } }))]);

  expect(pipeline).toThrow(
    'TagReserved: steps.Prepare.cluster.tags has "governed-ml:pipeline-step", that tag holds the step\'s name, by which the pipeline\'s role knows the cluster; leave it out',
  );
});

test('what is no id of a cluster is refused', () => {
  const pipeline = () => pipelineIn(stack, [workOn(EmrCluster.running('acme-cluster'))]);

  expect(pipeline).toThrow(
    'EmrClusterIdMalformed: steps.Prepare.cluster.clusterId is "acme-cluster", EMR names clusters as j-1ABCDEFG2HIJK; copy the id from the cluster\'s page in the EMR console',
  );
});

test('what is no release is refused', () => {
  const pipeline = () => pipelineIn(stack, [workOn(temporary({ releaseLabel: '7.9.0' }))]);

  expect(pipeline).toThrow(
    'EmrReleaseMalformed: steps.Prepare.cluster.releaseLabel is "7.9.0", EMR names releases as emr-7.9.0; write one in that form',
  );
});

test.each([
  { nodeTypes: [], primary: 0, core: 0 },
  { nodeTypes: [EmrNodeType.CORE], primary: 0, core: 1 },
  { nodeTypes: [EmrNodeType.PRIMARY, EmrNodeType.PRIMARY], primary: 2, core: 0 },
  { nodeTypes: [EmrNodeType.PRIMARY, EmrNodeType.CORE, EmrNodeType.CORE], primary: 1, core: 2 },
])('a cluster of $primary primary and $core core groups is refused', ({ nodeTypes, primary, core }) => {
  const instanceGroups = nodeTypes.map((nodeType) => ({ nodeType, instanceType: 'm5.xlarge' }));

  const pipeline = () => pipelineIn(stack, [workOn(temporary({ instanceGroups }))]);

  expect(pipeline).toThrow(
    `EmrInstanceGroupsOutOfRange: steps.Prepare.cluster.instanceGroups has ${primary} primary and ${core} core groups, a cluster has one primary group and at most one core group; put instances of other types into task groups`,
  );
});

test('all problems of a cluster are told', () => {
  const cluster = temporary({
    instanceGroups: [{ nodeType: EmrNodeType.PRIMARY, instanceType: 'm5.xlarge', instanceCount: 0 }],
    bootstrapS3Uris: ['install.sh'],
    logS3Uri: 'logs',
  });

  const pipeline = () => pipelineIn(stack, [workOn(cluster)]);

  expect(pipeline).toThrow(
    [
      '3 problems:',
      '  InstanceCountOutOfRange: steps.Prepare.cluster.instanceGroups[0].instanceCount is 0, an instance group has a whole number of instances, 1 or more; write 1',
      '  S3UriMalformed: steps.Prepare.cluster.bootstrapS3Uris[0] is "install.sh", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
      '  S3UriMalformed: steps.Prepare.cluster.logS3Uri is "logs", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
    ].join('\n'),
  );
});

function running(options?: RunningClusterOptions): EmrCluster {
  return EmrCluster.running('j-1ABCDEFG2HIJK', options);
}

function temporary(wished: Partial<TemporaryClusterOptions> = {}): EmrCluster {
  return EmrCluster.temporary({
    releaseLabel: 'emr-7.9.0',
    instanceGroups: [{ nodeType: EmrNodeType.PRIMARY, instanceType: 'm5.xlarge' }],
    serviceRole: roleFrom(SERVICE_ROLE_ARN),
    instanceRole: roleFrom(INSTANCE_ROLE_ARN),
    securityConfigurationName: 'acme-encrypted',
    ...wished,
  });
}

function workOn(cluster: EmrCluster): EmrStep {
  return new EmrStep('Prepare', { cluster, jar: 'command-runner.jar' });
}

function roleFrom(roleArn: string): iam.IRole {
  return iam.Role.fromRoleArn(stack, `Role${stack.node.children.length}`, roleArn);
}

function watching(ruleName: string): unknown {
  return {
    actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
    resources: [`arn:aws:events:eu-west-1:111111111111:rule/${ruleName}`],
  };
}

function passing(roleArn: string, service: string): unknown {
  return {
    actions: ['iam:PassRole'],
    resources: [roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  };
}
