import { Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ApiExposure } from '../api-exposure';
import { ApiThrottle } from '../api-usage-plan';
import { accessLogOf, keepExecutionLog } from './api-logs';

/** Name of the stage, and so the first part of the path. */
const STAGE = 'live';

/** How fast requests of all callers together may come, where nobody says. */
export const USUAL_THROTTLE: ApiThrottle = { requestsPerSecond: 50, burst: 100 };

/** From where an API is reached, by whom, and how fast. */
export interface ExposedApiProps {
  readonly description: string;
  readonly exposure: ApiExposure;

  /** Who is let in through VPC endpoints, beyond what each caller's own policies say. */
  readonly callers: iam.IPrincipal;

  /** The key that encrypts the logs. */
  readonly encryptionKey: kms.IKeyRef;

  /** @default - a name that is unique in the account */
  readonly apiName?: string;

  /** @default USUAL_THROTTLE */
  readonly throttle?: ApiThrottle;

  /** @default - bodies are text */
  readonly binaryMediaTypes?: string[];
}

/** An API without methods: reached from where it is said alone, over TLS of today, throttled, measured, traced and logged. */
export function exposedApi(scope: Construct, id: string, props: ExposedApiProps): apigateway.RestApi {
  const { exposure, encryptionKey, throttle = USUAL_THROTTLE } = props;

  const restApi = new apigateway.RestApi(scope, id, {
    restApiName: props.apiName ?? Names.uniqueResourceName(scope, { maxLength: 128 }),
    description: props.description,
    binaryMediaTypes: props.binaryMediaTypes,
    cloudWatchRole: false,
    deployOptions: {
      stageName: STAGE,
      ...accessLogOf(scope, encryptionKey),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      metricsEnabled: true,
      tracingEnabled: true,
      throttlingRateLimit: throttle.requestsPerSecond,
      throttlingBurstLimit: throttle.burst,
    },
  });
  for (const statement of exposure._statements(props.callers)) restApi.addToResourcePolicy(statement);
  keepExecutionLog(scope, restApi.deploymentStage, { stageName: STAGE, encryptionKey });

  const resource = restApi.node.defaultChild as apigateway.CfnRestApi;
  resource.endpointConfiguration = exposure._render();
  resource.securityPolicy = apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
  resource.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;
  if (exposure._relaxations.length > 0) resource.addMetadata('governed-ml:relaxations', exposure._relaxations);

  return restApi;
}
