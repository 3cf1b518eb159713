import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  CallbackStep,
  CustomStep,
  EmrCluster,
  EmrNodeType,
  EmrServerlessApplication,
  EmrServerlessJob,
  EmrServerlessStep,
  EmrStep,
  ExecutionVariable,
  FailStep,
  Join,
  LambdaStep,
  PipelineParameter,
  RetryException,
  StepOutput,
  ValueType,
} from '../../lib/pipelines';
import { Examples, stepNamed } from './definitions';

const ACCOUNT = '111111111111';
const CODE = 's3://acme-code/prepare.py';

const existing = EmrServerlessApplication.existing('00abcdefghijkl01');
const spark = EmrServerlessJob.spark({ entryPoint: CODE });
const configurations = [{ classification: 'spark-defaults', properties: { 'spark.executor.memory': '4g' } }];
const throttled = [
  {
    exceptions: [RetryException.SERVICE_FAULT, RetryException.THROTTLING],
    interval: Duration.seconds(30),
    backoffRate: 1.5,
    expireAfter: Duration.hours(4),
  },
];
const outputs: StepOutput[] = [
  { outputName: 'text' },
  { outputName: 'count', valueType: ValueType.INTEGER },
  { outputName: 'share', valueType: ValueType.FLOAT },
  { outputName: 'approved', valueType: ValueType.BOOLEAN },
];

/** The steps that ask something outside of SageMaker, or end the pipeline, with the fewest props and with all that they take. */
export const EVERY_CALL_STEP: Examples = {
  'Lambda/smallest': (stack) => ({ steps: [new LambdaStep('Tell', { handler: handlerIn(stack) })] }),

  'Lambda/fullest': (stack) => {
    const prepare = stepNamed('Prepare');
    const tell = new LambdaStep('Tell', {
      handler: handlerIn(stack),
      arguments: { text: 'abalone', data: prepare.output('result').asString },
      outputs,
      displayName: 'Tell',
      description: 'Says where the data lies',
      cacheFor: Duration.hours(12),
    });
    const repeat = new FailStep('Repeat', {
      message: Join.of(', ', ...outputs.map(({ outputName }) => tell.output(outputName).asString)).asString,
    });

    return { steps: [prepare, tell, repeat] };
  },

  'Callback/smallest': (stack) => ({ steps: [new CallbackStep('Ask', { queue: queueIn(stack) })] }),

  'Callback/fullest': (stack) => {
    const ask = new CallbackStep('Ask', {
      queue: queueIn(stack),
      queueKey: kms.Key.fromKeyArn(stack, 'QueueKey', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/queue`),
      arguments: { text: 'abalone', run: ExecutionVariable.pipelineExecutionArn().asString },
      outputs,
      displayName: 'Ask',
      description: 'Asks the risk officer',
      cacheFor: Duration.days(1),
    });
    const tell = new LambdaStep('Tell', {
      handler: handlerIn(stack),
      arguments: { approved: ask.output('approved').asString },
    });

    return { steps: [ask, tell] };
  },

  'Fail/smallest': () => ({ steps: [new FailStep('End', { message: 'not good enough' })] }),

  'Fail/fullest': () => {
    const most = PipelineParameter.ofFloat('Most', { defaultValue: 6 });
    const message = `more than ${most.asString} in ${ExecutionVariable.pipelineName().asString}`;
    const end = new FailStep('End', { message, displayName: 'End', description: 'Says why' });

    return { steps: [end], parameters: [most] };
  },

  'EMR/smallest': () => ({
    steps: [new EmrStep('Prepare', { cluster: EmrCluster.running('j-1ABCDEFG2HIJK'), jar: 'command-runner.jar' })],
  }),

  'EMR/running': (stack) => ({
    steps: [
      new EmrStep('Prepare', {
        cluster: EmrCluster.running('j-1ABCDEFG2HIJK', { runtimeRole: roleIn(stack, 'runtime') }),
        jar: 'command-runner.jar',
      }),
    ],
  }),

  'EMR/fullest': (stack) => {
    const prepare = new EmrStep('Prepare', {
      cluster: clusterIn(stack),
      jar: 's3://acme-code/prepare.jar',
      mainClass: 'com.acme.Prepare',
      arguments: ['--run', ExecutionVariable.pipelineExecutionId().asString],
      javaProperties: { 'acme.day': ExecutionVariable.currentDateTime().asString },
      displayName: 'Prepare',
      description: 'Joins what the devices sent',
      cacheFor: Duration.days(30),
      retryPolicies: throttled,
    });
    const { clusterId, emrStepId } = prepare.properties;
    const report = new LambdaStep('Report', {
      handler: handlerIn(stack),
      arguments: { cluster: clusterId.asString, step: emrStepId.asString },
    });

    return { steps: [prepare, report] };
  },

  'EMRServerless/smallest': (stack) => ({
    steps: [
      new EmrServerlessStep('Prepare', { application: existing, job: spark, executionRole: roleIn(stack, 'runtime') }),
    ],
  }),

  'EMRServerless/existing': (stack) => ({
    steps: [
      new EmrServerlessStep('Query', {
        application: existing,
        job: EmrServerlessJob.hive({
          query: 's3://acme-code/query.sql',
          initQueryFile: 's3://acme-code/tables.sql',
          parameters: '--hiveconf hive.exec.scratchdir=s3://acme-data/scratch',
        }),
        executionRole: roleIn(stack, 'runtime'),
        logS3Uri: 's3://acme-logs/emr',
      }),
    ],
  }),

  'EMRServerless/fullest': (stack) => {
    const prepare = temporaryApplicationIn(stack);
    const { applicationId, jobRunId } = prepare.properties;
    const report = new LambdaStep('Report', {
      handler: handlerIn(stack),
      arguments: { application: applicationId.asString, run: jobRunId.asString },
    });

    return { steps: [prepare, report] };
  },

  'Custom/smallest': () => ({
    steps: [
      new CustomStep('End', {
        stepType: 'Fail',
        reason: 'shows the escape hatch',
        argumentsJson: '{"ErrorMessage":"not good enough"}',
      }),
    ],
  }),

  'Custom/fullest': (stack) => {
    const handler = handlerIn(stack);
    const prepare = stepNamed('Prepare');
    const { functionArn } = handler.functionRef;
    const tell = new CustomStep('Tell', {
      stepType: 'Lambda',
      reason: 'LambdaStep takes no nested arguments',
      argumentsJson: JSON.stringify({ data: [prepare.output('result').asString] }),
      membersJson: JSON.stringify({
        FunctionArn: functionArn,
        OutputParameters: [{ OutputName: 'text', OutputType: 'String' }],
      }),
      permissions: [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })],
      displayName: 'Tell',
      description: 'Says where the data lies',
      cacheFor: Duration.hours(1),
    });
    const instances = [{ InstanceRole: 'MASTER', InstanceType: 'm5.xlarge', InstanceCount: 1 }];
    const count = new CustomStep('Count', {
      stepType: 'EMR',
      reason: 'EmrCluster names the roles of its cluster',
      argumentsJson: JSON.stringify({
        ClusterConfig: { Instances: { InstanceGroups: instances } },
        StepConfig: { HadoopJarStep: { Jar: 'command-runner.jar' } },
      }),
      retryPolicies: throttled,
    });
    const repeat = new FailStep('Repeat', { message: tell.properties.at("OutputParameters['text']").asString });

    return { steps: [prepare, tell, count, repeat] };
  },
};

function handlerIn(stack: Stack): lambda.IFunction {
  return lambda.Function.fromFunctionArn(stack, 'Tell', `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:tell`);
}

function queueIn(stack: Stack): sqs.IQueue {
  return sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:eu-west-1:${ACCOUNT}:acme-questions`);
}

function roleIn(stack: Stack, name: string): iam.IRole {
  return iam.Role.fromRoleArn(stack, name, `arn:aws:iam::${ACCOUNT}:role/acme-emr-${name}`);
}

function clusterIn(stack: Stack): EmrCluster {
  return EmrCluster.temporary({
    releaseLabel: 'emr-7.9.0',
    instanceGroups: [
      { nodeType: EmrNodeType.PRIMARY, instanceType: 'm5.xlarge' },
      { nodeType: EmrNodeType.CORE, instanceType: 'm5.2xlarge', instanceCount: 2 },
      { nodeType: EmrNodeType.TASK, instanceType: 'm5.2xlarge', instanceCount: 4, spot: true },
    ],
    serviceRole: roleIn(stack, 'service'),
    instanceRole: roleIn(stack, 'instances'),
    instanceProfileName: 'acme-emr-instances',
    securityConfigurationName: 'acme-encrypted',
    applications: ['Spark', 'Hadoop'],
    configurations,
    bootstrapS3Uris: ['s3://acme-code/install.sh'],
    logS3Uri: 's3://acme-logs/emr/',
    tags: { 'for-use-with-amazon-emr-managed-policies': 'true' },
  });
}

function temporaryApplicationIn(stack: Stack): EmrServerlessStep {
  return new EmrServerlessStep('Prepare', {
    application: EmrServerlessApplication.temporary({
      releaseLabel: 'emr-7.9.0',
      arm64: true,
      maximumCapacity: { vcpus: 16, memory: Size.gibibytes(64), disk: Size.gibibytes(200) },
    }),
    job: EmrServerlessJob.spark({
      entryPoint: CODE,
      arguments: ['--run', ExecutionVariable.pipelineExecutionId().asString],
      submitParameters: '--conf spark.executor.cores=4',
    }),
    executionRole: roleIn(stack, 'runtime'),
    jobName: 'prepare-abalone',
    maxRuntime: Duration.hours(2),
    configurations,
    logS3Uri: 's3://acme-logs/emr',
    displayName: 'Prepare',
    description: 'Joins what the devices sent',
    cacheFor: Duration.days(30),
    retryPolicies: throttled,
  });
}
