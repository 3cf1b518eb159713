import { Arn, ArnFormat } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ModelCustomizationScope } from '../activity-scopes';
import * as perms from '../data-perms';
import {
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

/** Data sets and evaluators; what models a hub offers is decided by who keeps it. */
const IMPORTED_KINDS = ['DataSet', 'JsonDoc'];

/** Only jobs without instances of their own, which leave network and volume to SageMaker. */
const SERVERLESS = { Null: { 'sagemaker:InstanceTypes': 'true' } };

export function customizeModels({ namePrefix, jobRole, hubArns, importRole }: ModelCustomizationScope): StatementsAt {
  return (place) => {
    const jobs = [sageMakerArn(place, 'training-job', `${namePrefix}*`)];

    return [
      allowPattern(['sagemaker:CreateTrainingJob'], jobs, SERVERLESS),
      allowPattern(['sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'], jobs),
      allowTaggingOnCreation(jobs, ['sagemaker:CreateTrainingJob']),
      allowPassing([jobRole], ['sagemaker.amazonaws.com']),
      ...takeBaseModels(place),
      ...(hubArns ? useHubs(hubArns) : []),
      ...(importRole ? importToBedrock(place, importRole) : []),
      allowOnAll(['sagemaker:ListTrainingJobs']),
    ];
  };
}

/** From the hub that AWS keeps for everybody, and from the bucket of the region behind it. */
function takeBaseModels(place: Place): ExplainedStatement[] {
  const ofAws = { ...place, account: 'aws' };
  const hub = sageMakerArn(ofAws, 'hub', 'SageMakerPublicHub');
  const models = sageMakerArn(ofAws, 'hub-content', 'SageMakerPublicHub/Model/*');
  const artifacts = arnAt(place, {
    service: 's3',
    region: '',
    account: '',
    resource: `jumpstart-cache-prod-${place.region}`,
    resourceName: '*',
  });

  return [allowPattern(perms.READ_HUB, [hub, models]), allowPattern(['s3:GetObject'], [artifacts])];
}

function useHubs(hubArns: string[]): ExplainedStatement[] {
  const imported = hubArns.flatMap((hub) => IMPORTED_KINDS.map((kind) => hubContent(hub, kind)));

  return [
    allowPattern(
      [...perms.READ_HUB, 'sagemaker:DescribeHub'],
      [...hubArns, ...hubArns.map((hub) => hubContent(hub, '*'))],
    ),
    allowPattern(['sagemaker:ImportHubContent'], [...hubArns, ...imported]),
    allowOnAll(['sagemaker:ListHubs']),
  ];
}

function importToBedrock(place: Place, importRole: iam.IRoleRef): ExplainedStatement[] {
  const bedrockArn = (resource: string): string => arnAt(place, { service: 'bedrock', resource, resourceName: '*' });

  return [
    allowOnAll(['bedrock:CreateModelImportJob', 'bedrock:ListImportedModels', 'bedrock:ListModelImportJobs']),
    allowPattern(['bedrock:GetModelImportJob'], [bedrockArn('model-import-job')]),
    allowPattern(perms.USE_IMPORTED_MODELS, [bedrockArn('imported-model')]),
    allowPassing([importRole], ['bedrock.amazonaws.com']),
  ];
}

/** One kind of content in a hub, whose ARN may be a token. */
function hubContent(hubArn: string, kind: string): string {
  const { resourceName: hubName, ...owner } = Arn.split(hubArn, ArnFormat.SLASH_RESOURCE_NAME);

  return Arn.format({ ...owner, resource: 'hub-content', resourceName: `${hubName}/${kind}/*` });
}
