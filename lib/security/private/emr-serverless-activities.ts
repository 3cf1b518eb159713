import { ArnFormat } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { StudioEmrServerlessScope } from '../activity-scopes';
import * as perms from '../data-perms';
import {
  allowOnAll,
  allowPassing,
  allowPattern,
  arnAt,
  ExplainedStatement,
  Place,
  StatementsAt,
} from './activity-statement';

/** Applications of EMR Serverless as Studio and Canvas create them: each carries the tag of its maker. */
interface TaggedApplications {
  readonly tagKey: string;
  readonly tagValue: string;

  /** The roles that work in the applications runs as. */
  readonly roles: iam.IRoleRef[];
}

/** Notebooks reach an application by Livy; batches of job runs are a pipeline's. */
export function runStudioEmrServerless({ domainArn, runtimeRoles }: StudioEmrServerlessScope): StatementsAt {
  const ofTheDomain = { tagKey: 'sagemaker:domain-arn', tagValue: domainArn, roles: runtimeRoles };

  return (place) => [
    ...createAndUse(place, ofTheDomain),
    allowPattern(
      [
        'emr-serverless:AccessLivyEndpoints',
        'emr-serverless:DeleteApplication',
        'emr-serverless:GetDashboardForJobRun',
      ],
      [emrServerlessArn(place, 'applications/*')],
      carrying(ofTheDomain),
    ),
  ];
}

export function runCanvasEmrServerless(jobRole: iam.IRoleRef): StatementsAt {
  const ofCanvas = { tagKey: 'sagemaker:is-canvas-resource', tagValue: 'True', roles: [jobRole] };

  return (place) => [
    ...createAndUse(place, ofCanvas),
    allowPattern(['emr-serverless:StartJobRun'], [emrServerlessArn(place, 'applications/*')], {
      StringEquals: { ...requestTag(ofCanvas), ...resourceTag(ofCanvas) },
    }),
    allowPattern(
      [
        'emr-serverless:CancelJobRun',
        'emr-serverless:GetJobRun',
        'emr-serverless:ListJobRuns',
        'emr-serverless:UpdateApplication',
      ],
      [emrServerlessArn(place, 'applications/*')],
      carrying(ofCanvas),
    ),
  ];
}

function createAndUse(place: Place, applications: TaggedApplications): ExplainedStatement[] {
  return [
    allowOnAll(['emr-serverless:CreateApplication'], { StringEquals: requestTag(applications) }),
    allowPattern(['emr-serverless:TagResource'], [emrServerlessArn(place, '*')], {
      StringEquals: { ...requestTag(applications), ...resourceTag(applications) },
    }),
    allowPattern(perms.USE_APPLICATIONS, [emrServerlessArn(place, 'applications/*')], carrying(applications)),
    allowOnAll(['emr-serverless:ListApplications']),
    allowPassing(applications.roles, ['emr-serverless.amazonaws.com']),
  ];
}

function carrying(applications: TaggedApplications): iam.Conditions {
  return { StringEquals: resourceTag(applications) };
}

function requestTag({ tagKey, tagValue }: TaggedApplications): Record<string, string> {
  return { [`aws:RequestTag/${tagKey}`]: tagValue };
}

/** What is tagged while it is created carries the tag already, so that nobody claims an application by tagging it. */
function resourceTag({ tagKey, tagValue }: TaggedApplications): Record<string, string> {
  return { [`aws:ResourceTag/${tagKey}`]: tagValue };
}

/** EMR Serverless begins the resource part of its ARNs with a slash. */
function emrServerlessArn(place: Place, resource: string): string {
  return arnAt(place, {
    service: 'emr-serverless',
    resource: `/${resource}`,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}
