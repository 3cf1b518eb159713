import { AccessTable, allowed, denied, Row } from '../access-table';
import { Context } from '../control-policies';
import { encryptedWith, without } from '../reference-grounds';
import { MARINE_DEV, REGION } from '../reference-platform';
import { commonLimits, commonWork, whoMayBecome } from './everybody-in-studio';
import * as on from './studio-grounds';

const ROLE = on.studioRole('business-analyst');

const AUTOML = on.sageMaker('automl-job/Canvas-1');
const TRAINING = on.sageMaker('training-job/canvas-1');
const TRANSFORM = on.sageMaker('transform-job/canvas-1');
const MODEL = on.sageMaker('model/canvas-1');
const PREPARATION = on.sageMaker('processing-job/canvas-data-prep-1');
const SCHEDULE = on.sageMaker('pipeline/canvas-data-prep-1');
const RULE = `arn:aws:events:${REGION}:${MARINE_DEV}:rule/canvas-1`;
const RESULT = on.data('Canvas/joan/1.csv');
const RAW = on.data('abalone/raw/1.csv');

const GOOD_AUTOML = without(on.GOOD_JOB, 'sagemaker:InstanceTypes');
const OF_CANVAS = { 'sagemaker:is-canvas-data-prep-job': 'true' };
const CANVAS_APP = on.sageMaker(`app/${on.DOMAIN}/joan/canvas/default`);
const CANVAS_OF_OTHERS = on.sageMaker(`app/${on.DOMAIN}/ada/canvas/default`);
const GOOD_TRANSFORM = {
  'sagemaker:InstanceTypes': ['ml.m5.xlarge'],
  'sagemaker:VolumeKmsKeyArn': on.TEAM_KEY,
  'sagemaker:OutputKmsKeyArn': on.TEAM_KEY,
};

/** Prepares data and builds models without code, in Canvas. */
export const BUSINESS_ANALYST: AccessTable = {
  about: 'a business analyst',
  who: on.inStudio(ROLE, 'joan'),
  rows: [
    ...commonWork('joan'),
    allowed('opens Canvas', 'sagemaker:CreateApp', CANVAS_APP, { 'sagemaker:InstanceTypes': ['system'] }),
    allowed('closes Canvas', 'sagemaker:DeleteApp', CANVAS_APP),
    allowed('writes what Canvas makes, with the key', 's3:PutObject', RESULT, encryptedWith(on.TEAM_KEY)),
    allowed('reads what Canvas made', 's3:GetObject', RESULT),
    allowed('deletes what Canvas made', 's3:DeleteObject', RESULT),
    allowed('builds a model', 'sagemaker:CreateAutoMLJobV2', AUTOML, GOOD_AUTOML),
    allowed('trains inside the VPC, with the key', ...training({})),
    allowed('predicts with the key', 'sagemaker:CreateTransformJob', TRANSFORM, GOOD_TRANSFORM),
    allowed('stops a build', 'sagemaker:StopAutoMLJob', AUTOML),
    allowed('makes a model inside the VPC', 'sagemaker:CreateModel', MODEL, modelWith({})),
    allowed('prepares data', 'sagemaker:CreateProcessingJob', PREPARATION, on.GOOD_JOB),
    allowed('schedules a preparation', 'sagemaker:CreatePipeline', SCHEDULE, on.TEAM_TAGS),
    allowed('starts a preparation', 'sagemaker:StartPipelineExecution', SCHEDULE),
    allowed('makes the rule of a schedule', 'events:PutRule', RULE, on.tagged(OF_CANVAS)),
    allowed('lets Canvas run jobs as itself', 'iam:PassRole', ROLE.arn, on.toService('sagemaker')),
    allowed('lets schedules run as itself', 'iam:PassRole', ROLE.arn, on.toService('events')),

    ...limitsOfCanvas(),
    ...commonLimits(ROLE, 'joan'),
    ...whoMayBecome(ROLE),
  ],
};

function limitsOfCanvas(): Row[] {
  const raw = on.tagged({ 'governed-ml:team': 'coastal-weather' });
  const subnets = 'sagemaker:VpcSubnets';
  const groups = 'sagemaker:VpcSecurityGroupIds';
  const volume = 'sagemaker:VolumeKmsKeyArn';
  const [foreignSubnet] = on.OTHER_NETWORK.subnetIds;
  const ofOthers = on.ownedBy('ada');

  return [
    denied('opens Canvas as somebody else', 'sagemaker:CreateApp', CANVAS_OF_OTHERS),
    denied('closes the Canvas of somebody else', 'sagemaker:DeleteApp', CANVAS_OF_OTHERS),
    denied('opens Canvas in a space of somebody else', 'sagemaker:CreateApp', CANVAS_APP, ofOthers),
    denied('changes raw data', 's3:PutObject', RAW, encryptedWith(on.TEAM_KEY)),
    denied('writes what Canvas makes without a key', 's3:PutObject', RESULT),
    denied('builds outside the VPC', 'sagemaker:CreateAutoMLJobV2', AUTOML, without(GOOD_AUTOML, subnets, groups)),
    denied('builds without a key', 'sagemaker:CreateAutoMLJobV2', AUTOML, without(GOOD_AUTOML, volume)),
    denied('trains outside the VPC', ...training({}, subnets, groups)),
    denied('trains without a security group', ...training({}, groups)),
    denied('trains in an empty list of subnets', ...training({ [subnets]: [] })),
    denied('trains in the subnet of another team', ...training({ [subnets]: [foreignSubnet] })),
    denied('hides a foreign subnet', ...training({ [subnets]: [...on.NETWORK.subnetIds, foreignSubnet] })),
    denied('trains without a key for its volume', ...training({}, volume)),
    denied('trains without a key for its output', ...training({}, 'sagemaker:OutputKmsKeyArn')),
    denied('trains with the key of another team', ...training({ [volume]: on.OTHER_TEAM_KEY })),
    denied('lets containers talk in the clear', ...training({}, 'sagemaker:InterContainerTrafficEncryption')),
    denied('trains on an accelerator', ...training({ 'sagemaker:InstanceTypes': ['ml.p3.2xlarge'] })),
    denied('predicts without a key', 'sagemaker:CreateTransformJob', TRANSFORM, without(GOOD_TRANSFORM, volume)),
    denied('makes a model outside the VPC', 'sagemaker:CreateModel', MODEL, on.TEAM_TAGS),
    denied('makes a model in an empty list of subnets', 'sagemaker:CreateModel', MODEL, modelWith({ [subnets]: [] })),
    denied('makes a model of nobody', 'sagemaker:CreateModel', MODEL, gone(modelWith({}))),
    denied(
      'trains beside Canvas',
      'sagemaker:CreateTrainingJob',
      on.sageMaker('training-job/marine-life--1'),
      on.GOOD_JOB,
    ),
    denied('stops the jobs of others', 'sagemaker:StopTrainingJob', on.sageMaker('training-job/marine-life--1')),
    denied('starts the pipeline of its team', 'sagemaker:StartPipelineExecution', on.TEAM_PIPELINE),
    denied('changes the pipeline of its team', 'sagemaker:UpdatePipeline', on.TEAM_PIPELINE),
    denied('serves a model', 'sagemaker:CreateEndpoint', on.sageMaker('endpoint/canvas-1'), on.TEAM_TAGS),
    denied('registers a version', 'sagemaker:CreateModelPackage', on.VERSION, on.PENDING),
    denied('makes a rule that is not of Canvas', 'events:PutRule', RULE, raw),
    denied('diverts a rule that is not of Canvas', 'events:PutTargets', RULE),
    denied('hands its own role to a container', 'iam:PassRole', ROLE.arn, on.toService('ecs-tasks')),
    denied('hands its own role to it is not said whom', 'iam:PassRole', ROLE.arn),
    denied('hands the role for work by hand on', 'iam:PassRole', on.WORK.arn, on.toService('sagemaker')),
  ];
}

/** A training job of Canvas that is as it should be but for some of its condition keys. */
function training(changes: Context, ...missing: string[]): [string, string, Context] {
  return ['sagemaker:CreateTrainingJob', TRAINING, on.jobWith(changes, ...missing)];
}

function modelWith(changes: Context): Context {
  return {
    'sagemaker:VpcSubnets': on.NETWORK.subnetIds,
    'sagemaker:VpcSecurityGroupIds': on.NETWORK.securityGroupIds,
    ...on.TEAM_TAGS,
    ...changes,
  };
}

function gone(context: Context): Context {
  return without(context, ...Object.keys(on.TEAM_TAGS));
}
