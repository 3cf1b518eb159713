import { Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  EmrServerlessApplication,
  EmrServerlessJob,
  EmrServerlessStep,
  TemporaryApplicationOptions,
} from '../../lib/pipelines';
import { permissionsOf, pipelineIn, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';

const ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-spark';
const APPLICATIONS = 'arn:aws:emr-serverless:eu-west-1:111111111111:/applications';

const PASSING = {
  actions: ['iam:PassRole'],
  resources: [ROLE_ARN],
  conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
};

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a job runs in an application that exists', () => {
  const rendered = renderedIn(stack, [runIn(EmrServerlessApplication.existing('00abcdefghijkl01'))]);

  expect(rendered.Arguments).toMatchObject({
    ApplicationId: '00abcdefghijkl01',
    JobConfig: { applicationId: '00abcdefghijkl01' },
  });
  expect(rendered.Arguments).not.toHaveProperty('ApplicationConfig');
});

test("a step creates an application in the environment's network, with its key", () => {
  const rendered = renderedIn(stack, [runIn(temporary())]);

  expect(rendered.Arguments).not.toHaveProperty('ApplicationId');
  expect(rendered.Arguments.ApplicationConfig).toEqual({
    releaseLabel: 'emr-7.9.0',
    type: 'SPARK',
    architecture: 'X86_64',
    networkConfiguration: { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] },
    diskEncryptionConfiguration: { encryptionKeyArn: VOLUME_KEY_ARN },
    tags: { 'governed-ml:pipeline-step': 'Prepare' },
  });
});

test('a run has the tag of the step in an application that the step creates', () => {
  const rendered = renderedIn(stack, [runIn(temporary())]);

  expect(rendered.Arguments).toMatchObject({ JobConfig: { tags: { 'governed-ml:pipeline-step': 'Prepare' } } });
});

test('a run has no tag in an application that exists', () => {
  const rendered = renderedIn(stack, [runIn(EmrServerlessApplication.existing('00abcdefghijkl01'))]);

  expect(rendered.Arguments.JobConfig).not.toHaveProperty('tags');
});

test('an application has limits', () => {
  const maximumCapacity = { vcpus: 16, memory: Size.gibibytes(64), disk: Size.gibibytes(200) };

  const rendered = renderedIn(stack, [runIn(temporary({ arm64: true, maximumCapacity }))]);

  expect(rendered.Arguments.ApplicationConfig).toMatchObject({
    architecture: 'ARM64',
    maximumCapacity: { cpu: '16 vCPU', memory: '64 GB', disk: '200 GB' },
  });
});

test('the pipeline runs jobs in this application and no other', () => {
  const application = EmrServerlessApplication.existing('00abcdefghijkl01');

  expect(permissionsOf(stack, runIn(application))).toEqual([
    { actions: ['emr-serverless:StartJobRun'], resources: [`${APPLICATIONS}/00abcdefghijkl01`] },
    {
      actions: ['emr-serverless:CancelJobRun', 'emr-serverless:GetJobRun'],
      resources: [`${APPLICATIONS}/00abcdefghijkl01/jobruns/*`],
    },
    PASSING,
  ]);
});

test('the pipeline creates, uses and deletes applications that have the tag of the step', () => {
  const asked = { StringEquals: { 'aws:RequestTag/governed-ml:pipeline-step': 'Prepare' } };

  const permissions = permissionsOf(stack, runIn(temporary()));

  expect(permissions).toEqual([
    { actions: ['emr-serverless:CreateApplication'], resources: ['*'], conditions: asked },
    {
      actions: ['emr-serverless:TagResource'],
      resources: ['arn:aws:emr-serverless:eu-west-1:111111111111:/*'],
      conditions: asked,
    },
    {
      actions: [
        'emr-serverless:DeleteApplication',
        'emr-serverless:GetApplication',
        'emr-serverless:StartApplication',
        'emr-serverless:StartJobRun',
        'emr-serverless:StopApplication',
      ],
      resources: [`${APPLICATIONS}/*`],
      conditions: { StringEquals: { 'aws:ResourceTag/governed-ml:pipeline-step': 'Prepare' } },
    },
    {
      actions: ['emr-serverless:CancelJobRun', 'emr-serverless:GetJobRun'],
      resources: [`${APPLICATIONS}/*/jobruns/*`],
      conditions: { StringEquals: { 'aws:ResourceTag/governed-ml:pipeline-step': 'Prepare' } },
    },
    PASSING,
  ]);
});

test('what is no id of an application is refused', () => {
  const pipeline = () => pipelineIn(stack, [runIn(EmrServerlessApplication.existing('Acme'))]);

  expect(pipeline).toThrow(
    'EmrApplicationIdMalformed: steps.Prepare.application.applicationId is "Acme", EMR Serverless names applications by 1 to 64 digits and lower-case letters; copy the id from the application\'s page in the EMR console',
  );
});

test('all problems of an application are told', () => {
  const maximumCapacity = { vcpus: 0.5, memory: Size.mebibytes(512), disk: Size.gibibytes(0) };

  const pipeline = () => pipelineIn(stack, [runIn(temporary({ releaseLabel: 'emr 7', maximumCapacity }))]);

  expect(pipeline).toThrow(
    [
      '4 problems:',
      '  EmrReleaseMalformed: steps.Prepare.application.releaseLabel is "emr 7", EMR names releases as emr-7.9.0; write one in that form',
      '  NumberOutOfRange: steps.Prepare.application.maximumCapacity.vcpus is 0.5, an application has a whole number of virtual processors, 1 or more; write 16',
      '  NumberOutOfRange: steps.Prepare.application.maximumCapacity.memory is 0.5, EMR Serverless counts in whole gibibytes, 1 or more; use Size.gibibytes(64)',
      '  NumberOutOfRange: steps.Prepare.application.maximumCapacity.disk is 0, EMR Serverless counts in whole gibibytes, 1 or more; use Size.gibibytes(64)',
    ].join('\n'),
  );
});

function temporary(wished: Partial<TemporaryApplicationOptions> = {}): EmrServerlessApplication {
  return EmrServerlessApplication.temporary({ releaseLabel: 'emr-7.9.0', ...wished });
}

function runIn(application: EmrServerlessApplication): EmrServerlessStep {
  return new EmrServerlessStep('Prepare', {
    application,
    job: EmrServerlessJob.spark({ entryPoint: 's3://acme-code/prepare.py' }),
    executionRole: iam.Role.fromRoleArn(stack, 'SparkRole', ROLE_ARN),
  });
}
