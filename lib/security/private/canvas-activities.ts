import { CanvasAiScope, CanvasDataScope, CanvasMlOpsScope, CanvasScope } from '../activity-scopes';
import * as perms from '../canvas-perms';
import {
  allow,
  allowOnAll,
  allowPassing,
  allowPattern,
  allowTaggingOnCreation,
  arnAt,
  ExplainedStatement,
  Place,
  sageMakerArn,
  StatementsAt,
} from './activity-statement';
import { whereKeysBegin } from './bucket-activities';
import { runCanvasEmrServerless } from './emr-serverless-activities';
import { registerModels } from './model-activities';
import { OWN_PROFILE } from './studio-activities';

const CANVAS_NAMES =
  'Canvas names what it creates, with its own name in it: the pattern admits one kind of resource of one account and region by that part';
const PRETRAINED_MODELS =
  'these calls go to models that AWS has trained and that have no ARN; IAM accepts only * for them';

/** What the rules, pipelines and jobs of data preparation have in their names and tags. */
const PREPARATION_NAMES = '*canvas-data-prep*';
const PREPARATION_TAG = 'sagemaker:is-canvas-data-prep-job';

export function canvasCoreAccess({ bucket, prefix, executionRole }: CanvasScope): StatementsAt {
  const bucketArn = bucket.bucketRef.bucketArn;

  return (place) => {
    const jobsAndModels = namedByCanvas(place, [
      'automl-job',
      'model',
      'processing-job',
      'training-job',
      'transform-job',
    ]);
    const domainsAndProfiles = [sageMakerArn(place, 'domain', '*'), sageMakerArn(place, 'user-profile', '*')];

    return [
      allowCanvas(perms.CREATE_MODELS, jobsAndModels),
      allowCanvas(perms.FOLLOW_MODELS, jobsAndModels),
      allowTaggingOnCreation(jobsAndModels, perms.CREATE_MODELS),
      allowPassing([executionRole], ['sagemaker.amazonaws.com']),
      allowPattern(
        ['sagemaker:DescribeDomain', 'sagemaker:DescribeUserProfile', 'sagemaker:ListTags'],
        domainsAndProfiles,
      ),
      allowPattern(perms.KEEP_DATA, [`${bucketArn}/${prefix ?? ''}*`]),
      allow(['s3:ListBucket'], [bucketArn], whereKeysBegin(prefix)),
      allow(['s3:GetBucketCORS', 's3:GetBucketLocation'], [bucketArn]),
      allowOnAll(['sagemaker:ListCandidatesForAutoMLJob']),
      openCanvas(place),
    ];
  };
}

export function canvasDataPreparation({ executionRole, emrServerlessRole }: CanvasDataScope): StatementsAt {
  return (place) => {
    const jobs = [sageMakerArn(place, 'processing-job', PREPARATION_NAMES)];
    const pipelines = [sageMakerArn(place, 'pipeline', PREPARATION_NAMES)];

    return [
      allowCanvas(perms.RUN_PREPARATION, jobs),
      allowCanvas(perms.SCHEDULE_PREPARATION, pipelines),
      allowTaggingOnCreation([...jobs, ...pipelines], ['sagemaker:CreatePipeline', 'sagemaker:CreateProcessingJob']),
      ...keepSchedules(place),
      allowPassing([executionRole], ['sagemaker.amazonaws.com', 'events.amazonaws.com']),
      allowOnAll(['sagemaker:ListProcessingJobs']),
      ...(emrServerlessRole ? runCanvasEmrServerless(emrServerlessRole)(place) : []),
    ];
  };
}

export function canvasAiServices({ modelArns = [] }: CanvasAiScope): StatementsAt {
  return () => [
    {
      ...allow([...perms.UNDERSTAND_DOCUMENTS, ...perms.UNDERSTAND_IMAGES, ...perms.UNDERSTAND_TEXT], ['*']),
      wildcardReason: PRETRAINED_MODELS,
    },
    ...(modelArns.length > 0
      ? [allow(perms.GENERATE_TEXT, modelArns), allowOnAll(['bedrock:ListFoundationModels'])]
      : []),
  ];
}

export function canvasMlOps({ modelPackageGroupArns, modelRole }: CanvasMlOpsScope): StatementsAt {
  return (place) => {
    const models = namedByCanvas(place, ['endpoint', 'endpoint-config', 'model']);

    return [
      ...registerModels(modelPackageGroupArns)(place),
      allowOnAll(['sagemaker:ListModelPackageGroups']),
      ...(modelRole
        ? [
            allowCanvas([...perms.CREATE_ENDPOINTS, ...perms.MANAGE_ENDPOINTS], models),
            allowTaggingOnCreation(models, perms.CREATE_ENDPOINTS),
            allowPassing([modelRole], ['sagemaker.amazonaws.com']),
            allowOnAll(['cloudwatch:GetMetricData', 'sagemaker:ListEndpoints']),
          ]
        : []),
    ];
  };
}

export function canvasKendraAccess(indexArns: string[]): StatementsAt {
  return () => [
    allow(['kendra:DescribeIndex', 'kendra:Query', 'kendra:Retrieve'], indexArns),
    allowOnAll(['kendra:ListIndices']),
  ];
}

/** The app of Canvas belongs to a profile; one that has an owner beside belongs to a space. */
function openCanvas(place: Place): ExplainedStatement {
  return allowPattern(perms.OPEN_CANVAS, [sageMakerArn(place, 'app', `${OWN_PROFILE}/canvas/*`)], {
    Null: { 'sagemaker:OwnerUserProfileArn': 'true' },
  });
}

/** Rules of EventBridge start the pipelines of data preparation. */
function keepSchedules(place: Place): ExplainedStatement[] {
  const rules = [arnAt(place, { service: 'events', resource: 'rule', resourceName: '*' })];
  const requestTag = { [`aws:RequestTag/${PREPARATION_TAG}`]: 'true' };
  const resourceTag = { [`aws:ResourceTag/${PREPARATION_TAG}`]: 'true' };

  return [
    allowPattern(['events:PutRule'], rules, { StringEquals: requestTag }),
    allowPattern(['events:TagResource'], rules, { StringEquals: { ...requestTag, ...resourceTag } }),
    allowPattern(['events:DescribeRule', 'events:PutTargets'], rules, { StringEquals: resourceTag }),
  ];
}

function namedByCanvas(place: Place, kinds: string[]): string[] {
  return kinds.flatMap((kind) => [sageMakerArn(place, kind, '*Canvas*'), sageMakerArn(place, kind, '*canvas*')]);
}

function allowCanvas(...statement: Parameters<typeof allow>): ExplainedStatement {
  return { ...allow(...statement), wildcardReason: CANVAS_NAMES };
}
