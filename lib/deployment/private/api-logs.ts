import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

const { contextRequestId } = apigateway.AccessLogField;

/** What the access log says of each request: who, from where, how it ended and how long it took, and nothing of its body. */
const ACCESS = {
  requestId: contextRequestId(),
  time: '$context.requestTime',
  status: '$context.status',
  integrationStatus: '$context.integration.integrationStatus',
  error: '$context.error.responseType',
  caller: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  apiKeyId: '$context.identity.apiKeyId',
  sourceIp: '$context.identity.sourceIp',
  vpcEndpoint: '$context.identity.vpceId',
  firewall: '$context.waf.status',
  tls: '$context.tlsVersion',
  milliseconds: '$context.responseLatency',
  integrationMilliseconds: '$context.integration.latency',
  bytes: '$context.responseLength',
};

/** The log of which stage, and its key. */
interface KeptLog {
  readonly stageName: string;
  readonly encryptionKey: kms.IKeyRef;
}

/** An encrypted log, kept for a year. */
function logGroupOf(scope: Construct, id: string, encryptionKey: kms.IKeyRef, logGroupName?: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, { logGroupName, encryptionKey, retention: logs.RetentionDays.ONE_YEAR });
}

/** How a stage writes down each request. */
export function accessLogOf(
  scope: Construct,
  encryptionKey: kms.IKeyRef,
): Pick<apigateway.StageOptions, 'accessLogDestination' | 'accessLogFormat'> {
  return {
    accessLogDestination: new apigateway.LogGroupLogDestination(logGroupOf(scope, 'AccessLog', encryptionKey)),
    accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(ACCESS)),
  };
}

/**
 * The log of errors. API Gateway makes it under this name when there is none, without a key and for ever; so it is made before
 * the stage.
 */
export function keepExecutionLog(scope: Construct, stage: apigateway.Stage, kept: KeptLog): void {
  const name = `API-Gateway-Execution-Logs_${stage.restApi.restApiId}/${kept.stageName}`;

  stage.node.addDependency(logGroupOf(scope, 'ExecutionLog', kept.encryptionKey, name));
}
