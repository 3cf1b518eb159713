import { AccessTable, allowed, by, denied, Row } from '../access-table';
import { Context } from '../control-policies';
import { deploymentRole } from '../platform-roles';
import { encryptedWith, without } from '../reference-grounds';
import { MARINE_DEV, MARINE_PROD, REGION } from '../reference-platform';
import { commonLimits, commonWork, whoMayBecome } from './everybody-in-studio';
import * as on from './studio-grounds';

const ROLE = on.studioRole('ml-engineer');

const MODEL = on.sageMaker('model/marine-life--1');
const ENDPOINT = on.sageMaker('endpoint/marine-life--1');
const CONFIG = on.sageMaker('endpoint-config/marine-life--1');
const COMPONENT = on.sageMaker('inference-component/marine-life--1');
const PIPELINE = on.sageMaker('pipeline/marine-life--mine');
const TRAINING = on.sageMaker('training-job/marine-life--1');
const TRANSFORM = on.sageMaker('transform-job/marine-life--1');
const PROD_MODEL = on.sageMaker('model/acme-ml-1', MARINE_PROD);
const SCALING = `arn:aws:application-autoscaling:${REGION}:${MARINE_DEV}:scalable-target/1`;

const OWN_DOMAIN = on.fromDomain(on.DOMAIN);
const OTHER_DOMAIN = on.fromDomain(on.OTHER_DOMAIN);
const PLACED = {
  'sagemaker:VpcSubnets': on.NETWORK.subnetIds,
  'sagemaker:VpcSecurityGroupIds': on.NETWORK.securityGroupIds,
};
const GOOD_MODEL = { ...PLACED, ...on.TEAM_TAGS };
const GOOD_TRANSFORM = {
  'sagemaker:InstanceTypes': ['ml.m5.xlarge'],
  'sagemaker:VolumeKmsKeyArn': on.TEAM_KEY,
  'sagemaker:OutputKmsKeyArn': on.TEAM_KEY,
};
const GOOD_CONFIG = {
  'sagemaker:InstanceTypes': ['ml.m5.large'],
  'sagemaker:VolumeKmsKeyArn': on.TEAM_KEY,
  ...on.TEAM_TAGS,
};
const GOOD_AUTOML = without(on.GOOD_JOB, 'sagemaker:InstanceTypes');
const ON_HARDWARE_THAT_ENCRYPTS = { 'sagemaker:InstanceTypes': ['ml.r5d.xlarge'] };

/** Builds the team's pipelines, trains by hand too, and tries models in dev. */
export const ML_ENGINEER: AccessTable = {
  about: 'an ML engineer',
  who: on.inStudio(ROLE, 'katherine'),
  rows: [
    ...commonWork('katherine'),
    allowed('writes to the bucket of its team', 's3:PutObject', on.data('code/1.tar.gz'), encryptedWith(on.TEAM_KEY)),
    allowed('hands the role for work by hand to SageMaker', 'iam:PassRole', on.WORK.arn, on.toService('sagemaker')),
    ...jobs(),
    ...pipelines(),
    ...modelsAndEndpoints(),
    ...placementOfJobs(),
    ...keysOfJobs(),
    ...instancesOfJobs(),
    ...serving(),
    ...commonLimits(ROLE, 'katherine'),
    denied('hands the role for work by hand to a function', 'iam:PassRole', on.WORK.arn, on.toService('lambda')),
    denied('hands the role for work by hand to it is not said whom', 'iam:PassRole', on.WORK.arn),
    denied('hands its own role to SageMaker', 'iam:PassRole', ROLE.arn, on.toService('sagemaker')),
    denied('becomes the work that it makes', 'sts:AssumeRole', on.WORK.arn),
    ...whoMayBecome(ROLE),
  ],
};

function jobs(): Row[] {
  const tagging = { 'sagemaker:TaggingAction': 'CreateTrainingJob' };
  const own = on.sageMaker('processing-job/marine-life--1');

  return [
    allowed('trains inside the VPC, with the key', ...training({})),
    allowed('trains in one subnet of several', ...training({ 'sagemaker:VpcSubnets': [on.NETWORK.subnetIds[0]] })),
    allowed(
      'leaves the key of a volume to hardware that encrypts its own disks',
      ...training(ON_HARDWARE_THAT_ENCRYPTS, 'sagemaker:VolumeKmsKeyArn'),
    ),
    allowed('processes likewise', 'sagemaker:CreateProcessingJob', own, on.GOOD_JOB),
    allowed('tunes likewise', 'sagemaker:CreateHyperParameterTuningJob', tuning('marine-life--1'), on.GOOD_JOB),
    allowed('lets SageMaker choose an algorithm', 'sagemaker:CreateAutoMLJobV2', autoMl('marine-life--1'), GOOD_AUTOML),
    allowed('transforms with the key', 'sagemaker:CreateTransformJob', TRANSFORM, GOOD_TRANSFORM),
    allowed('tags a job as it starts', 'sagemaker:AddTags', TRAINING, tagging),
    allowed('stops a job of its domain', 'sagemaker:StopTrainingJob', TRAINING, OWN_DOMAIN),
    allowed('keeps the instances of a job of its domain', 'sagemaker:UpdateTrainingJob', TRAINING, OWN_DOMAIN),
    allowed('follows a transform job of its domain', 'sagemaker:DescribeTransformJob', TRANSFORM, OWN_DOMAIN),

    denied('stops a job of another domain', 'sagemaker:StopTrainingJob', TRAINING, OTHER_DOMAIN),
    denied('stops a job of no domain', 'sagemaker:StopTrainingJob', TRAINING),
    denied('keeps the instances of a job of another domain', 'sagemaker:UpdateTrainingJob', TRAINING, OTHER_DOMAIN),
    denied('follows a transform job of another domain', 'sagemaker:DescribeTransformJob', TRANSFORM, OTHER_DOMAIN),
    denied('stops the jobs of pipelines', 'sagemaker:StopTrainingJob', pipelineJob(), OWN_DOMAIN),
    denied('starts a job under the name of a pipeline', 'sagemaker:CreateTrainingJob', pipelineJob(), on.GOOD_JOB),
    denied('starts a job of another team', 'sagemaker:CreateTrainingJob', job('coastal-weather--1'), on.GOOD_JOB),
    denied('moves a job to another domain', 'sagemaker:AddTags', TRAINING, {
      ...OWN_DOMAIN,
      ...on.tagged({ 'sagemaker:domain-arn': on.sageMaker(`domain/${on.OTHER_DOMAIN}`) }),
    }),
    denied('moves a job to another team', 'sagemaker:AddTags', TRAINING, {
      ...OWN_DOMAIN,
      ...on.tagged({ 'governed-ml:team': 'coastal-weather' }),
    }),
  ];
}

function pipelines(): Row[] {
  return [
    allowed('makes a pipeline', 'sagemaker:CreatePipeline', PIPELINE, on.TEAM_TAGS),
    allowed('changes a pipeline', 'sagemaker:UpdatePipeline', PIPELINE),
    allowed('starts a pipeline', 'sagemaker:StartPipelineExecution', PIPELINE),
    allowed('deletes a pipeline', 'sagemaker:DeletePipeline', PIPELINE),

    denied('makes a pipeline of nobody', 'sagemaker:CreatePipeline', PIPELINE),
    denied(
      'makes a pipeline of a team that pays nothing',
      'sagemaker:CreatePipeline',
      PIPELINE,
      without(on.TEAM_TAGS, 'aws:RequestTag/cost-centre'),
    ),
    denied('makes a pipeline of another team', 'sagemaker:CreatePipeline', on.OTHER_PIPELINE, on.TEAM_TAGS),
  ];
}

function modelsAndEndpoints(): Row[] {
  const card = on.sageMaker('model-card/marine-life--1');

  return [
    allowed('makes a model inside the VPC', 'sagemaker:CreateModel', MODEL, GOOD_MODEL),
    allowed('deletes a model', 'sagemaker:DeleteModel', MODEL),
    allowed('writes a model card', 'sagemaker:CreateModelCard', card),
    allowed('registers a version that waits for approval', 'sagemaker:CreateModelPackage', on.VERSION, on.PENDING),
    allowed('configures an endpoint', 'sagemaker:CreateEndpointConfig', CONFIG, GOOD_CONFIG),
    allowed('serves a model', 'sagemaker:CreateEndpoint', [ENDPOINT, CONFIG], on.TEAM_TAGS),
    allowed('asks an endpoint', 'sagemaker:InvokeEndpoint', ENDPOINT),
    allowed('deletes an endpoint', 'sagemaker:DeleteEndpoint', ENDPOINT),
    allowed('scales an endpoint', 'application-autoscaling:PutScalingPolicy', SCALING, {
      'application-autoscaling:service-namespace': 'sagemaker',
    }),

    denied('tags a version later', 'sagemaker:AddTags', on.VERSION, on.tagged({ reviewed: 'yes' })),
    denied('scales what is none of SageMaker', 'application-autoscaling:PutScalingPolicy', SCALING, {
      'application-autoscaling:service-namespace': 'ecs',
    }),
    denied('makes an alarm of its own', 'cloudwatch:PutMetricAlarm', alarm('mine')),
    denied('makes an alarm of the platform', 'cloudwatch:PutMetricAlarm', alarm('acme-ml-mine')),
    denied('makes a monitor', 'sagemaker:CreateMonitoringSchedule', on.sageMaker('monitoring-schedule/marine-life--1')),
    denied('asks an endpoint of another team', 'sagemaker:InvokeEndpoint', on.sageMaker('endpoint/coastal-weather--1')),
  ];
}

function placementOfJobs(): Row[] {
  const subnets = 'sagemaker:VpcSubnets';
  const groups = 'sagemaker:VpcSecurityGroupIds';
  const [foreignSubnet] = on.OTHER_NETWORK.subnetIds;
  const [foreignGroup] = on.OTHER_NETWORK.securityGroupIds;

  return [
    denied('trains outside the VPC', ...training({}, subnets, groups)),
    denied('trains without subnets', ...training({}, subnets)),
    denied('trains without a security group', ...training({}, groups)),
    denied('trains in an empty list of subnets', ...training({ [subnets]: [] })),
    denied('trains under an empty list of groups', ...training({ [groups]: [] })),
    denied('trains in two empty lists', ...training({ [subnets]: [], [groups]: [] })),
    denied('trains in the subnet of another team', ...training({ [subnets]: [foreignSubnet] })),
    denied('hides a foreign subnet', ...training({ [subnets]: [...on.NETWORK.subnetIds, foreignSubnet] })),
    denied('trains under the group of another team', ...training({ [groups]: [foreignGroup] })),
    denied('hides a foreign group', ...training({ [groups]: [...on.NETWORK.securityGroupIds, foreignGroup] })),
    denied(
      'processes outside the VPC',
      'sagemaker:CreateProcessingJob',
      on.sageMaker('processing-job/marine-life--1'),
      on.jobWith({}, subnets, groups),
    ),
    denied(
      'tunes outside the VPC',
      'sagemaker:CreateHyperParameterTuningJob',
      tuning('marine-life--1'),
      on.jobWith({}, subnets, groups),
    ),
    denied(
      'lets SageMaker choose outside the VPC',
      'sagemaker:CreateAutoMLJobV2',
      autoMl('marine-life--1'),
      without(GOOD_AUTOML, subnets, groups),
    ),
    denied('makes a model outside the VPC', 'sagemaker:CreateModel', MODEL, on.TEAM_TAGS),
    denied('makes a model without a group', 'sagemaker:CreateModel', MODEL, without(GOOD_MODEL, groups)),
    denied('makes a model in an empty list of subnets', 'sagemaker:CreateModel', MODEL, {
      ...GOOD_MODEL,
      [subnets]: [],
    }),
    denied('makes a model in the subnet of another team', 'sagemaker:CreateModel', MODEL, {
      ...GOOD_MODEL,
      [subnets]: [foreignSubnet],
    }),
  ];
}

function keysOfJobs(): Row[] {
  const volume = 'sagemaker:VolumeKmsKeyArn';
  const output = 'sagemaker:OutputKmsKeyArn';
  const traffic = 'sagemaker:InterContainerTrafficEncryption';

  return [
    denied('trains without a key for its volume', ...training({}, volume)),
    denied('trains without a key for its output', ...training({}, output)),
    denied('trains without any key', ...training({}, volume, output)),
    denied('trains with the key of another team', ...training({ [volume]: on.OTHER_TEAM_KEY })),
    denied('writes output with the key of another team', ...training({ [output]: on.OTHER_TEAM_KEY })),
    denied('writes output without a key, on hardware that encrypts', ...training(ON_HARDWARE_THAT_ENCRYPTS, output)),
    denied(
      'hides an unencrypted volume behind hardware that encrypts',
      ...training({ 'sagemaker:InstanceTypes': ['ml.r5d.xlarge', 'ml.m5.xlarge'] }, volume),
    ),
    denied('leaves both key and instance unsaid', ...training({}, volume, 'sagemaker:InstanceTypes')),
    denied('leaves the key unsaid for no instance', ...training({ 'sagemaker:InstanceTypes': [] }, volume)),
    denied('lets containers talk in the clear', ...training({ [traffic]: 'false' })),
    denied('says nothing of how containers talk', ...training({}, traffic)),
    denied(
      'transforms without a key',
      'sagemaker:CreateTransformJob',
      TRANSFORM,
      without(GOOD_TRANSFORM, volume, output),
    ),
    denied('transforms with another key', 'sagemaker:CreateTransformJob', TRANSFORM, {
      ...GOOD_TRANSFORM,
      [output]: on.OTHER_TEAM_KEY,
    }),
    denied('serves without a key', 'sagemaker:CreateEndpointConfig', CONFIG, without(GOOD_CONFIG, volume)),
    denied('serves with another key', 'sagemaker:CreateEndpointConfig', CONFIG, {
      ...GOOD_CONFIG,
      [volume]: on.REGISTRY_KEY,
    }),
  ];
}

function instancesOfJobs(): Row[] {
  const types = 'sagemaker:InstanceTypes';
  const onP = { [types]: ['ml.p4d.24xlarge'] };

  return [
    denied('trains on an accelerator', ...training(onP)),
    denied('trains on an accelerator that encrypts its own disks', ...training(onP, 'sagemaker:VolumeKmsKeyArn')),
    denied('hides an accelerator', ...training({ [types]: ['ml.m5.xlarge', 'ml.g5.xlarge'] })),
    denied('moves a job to an accelerator', 'sagemaker:UpdateTrainingJob', TRAINING, { ...OWN_DOMAIN, ...onP }),
    denied('transforms on an accelerator', 'sagemaker:CreateTransformJob', TRANSFORM, { ...GOOD_TRANSFORM, ...onP }),
    denied('serves on an accelerator', 'sagemaker:CreateEndpointConfig', CONFIG, { ...GOOD_CONFIG, ...onP }),
  ];
}

function serving(): Row[] {
  const deployer = deploymentRole(MARINE_PROD, REGION);
  const prodNetwork = { ...GOOD_MODEL, 'aws:RequestTag/governed-ml:stage': 'prod' };

  return [
    denied('serves a model of nobody', 'sagemaker:CreateEndpoint', [ENDPOINT, CONFIG]),
    denied('configures an endpoint of nobody', 'sagemaker:CreateEndpointConfig', CONFIG, gone(GOOD_CONFIG)),
    denied('serves a component of another team', 'sagemaker:CreateInferenceComponent', [
      COMPONENT.replace('marine-life', 'coastal-weather'),
      ENDPOINT,
    ]),
    by(
      deployer,
      allowed('makes an isolated model in prod', 'sagemaker:CreateModel', PROD_MODEL, {
        ...prodNetwork,
        'sagemaker:NetworkIsolation': 'true',
      }),
    ),
    by(
      deployer,
      denied('makes a model in prod that is not isolated', 'sagemaker:CreateModel', PROD_MODEL, {
        ...prodNetwork,
        'sagemaker:NetworkIsolation': 'false',
      }),
    ),
    by(
      deployer,
      denied('makes a model in prod that tells no isolation', 'sagemaker:CreateModel', PROD_MODEL, prodNetwork),
    ),
  ];
}

/** A training job that is as it should be but for some of its condition keys. */
function training(changes: Context, ...missing: string[]): [string, string, Context] {
  return ['sagemaker:CreateTrainingJob', TRAINING, on.jobWith(changes, ...missing)];
}

function gone(context: Context): Context {
  return without(context, ...Object.keys(on.TEAM_TAGS));
}

function job(name: string): string {
  return on.sageMaker(`training-job/${name}`);
}

function pipelineJob(): string {
  return job('pipelines-1-train');
}

function tuning(name: string): string {
  return on.sageMaker(`hyper-parameter-tuning-job/${name}`);
}

function autoMl(name: string): string {
  return on.sageMaker(`automl-job/${name}`);
}

function alarm(name: string): string {
  return `arn:aws:cloudwatch:${REGION}:${MARINE_DEV}:alarm:${name}`;
}
