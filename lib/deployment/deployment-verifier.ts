import { Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check } from '../core';
import { FunctionEnvironment } from './function-environment';
import * as perms from './perms';
import { checkFunctionEnvironment, EndpointFunction } from './private/endpoint-function';
import { measured } from './private/measured';
import { raiseAlarm } from './private/raise-alarm';

/** Where a verifier runs, and whom it tells. */
export interface DeploymentVerifierProps {
  /** Where its function runs, and who is told of an endpoint that was rolled back. */
  readonly environment: FunctionEnvironment;
}

/** An endpoint that is verified, and what it should run. */
interface VerifiedEndpoint {
  readonly endpointName: string;
  readonly endpointArn: string;
  readonly configurationName: string;
  readonly resource: CfnEndpoint;
}

/**
 * Looks after each deployment whether endpoints run what was deployed.
 *
 * SageMaker may roll an endpoint back and report it as in service. One verifier serves all endpoints of a stack, up to about 50:
 * hand it to each as `verifier`. When the state of one changes, a function compares its configuration with the deployed one;
 * an alarm for each endpoint says when they differ.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 */
export class DeploymentVerifier extends Construct {
  private readonly verification: EndpointFunction;
  private readonly alarmActions: cloudwatch.IAlarmAction[];
  private readonly endpointArns: string[] = [];

  constructor(scope: Construct, id: string, props: DeploymentVerifierProps) {
    super(scope, id);

    check(this, (problems) => checkFunctionEnvironment(problems, 'environment', props.environment));

    this.verification = new EndpointFunction(this, 'Function', {
      environment: props.environment,
      description: 'Verifies that endpoints run what was deployed',
      handler: 'verify-deployment',
      settings: {},
      permissions: [],
      concurrency: 2,
    });
    this.alarmActions = props.environment.alarmActions;
  }

  /** @internal */
  public _watch(scope: Construct, endpoint: VerifiedEndpoint): cloudwatch.Alarm {
    const { endpointName, endpointArn, configurationName, resource } = endpoint;
    if (this.endpointArns.length === 0) this.allowDescribing();
    this.endpointArns.push(endpointArn);

    const rule = this.verification.onEvent(
      scope,
      'StateChange',
      {
        source: ['aws.sagemaker'],
        detailType: ['SageMaker Endpoint State Change', 'SageMaker Endpoint Deployment State Change'],
        detail: { EndpointName: [endpointName] },
      },
      events.RuleTargetInput.fromObject({ endpointName, configurationName }),
    );
    // The rule knows what to expect before the endpoint changes.
    resource.node.addDependency(rule);

    return raiseAlarm(scope, 'NotAsDeployedAlarm', {
      description: `${endpointName} does not run what was deployed: it was rolled back, or changed by hand`,
      metric: measured('NotAsDeployed', { EndpointName: endpointName }),
      threshold: 0,
      actions: this.alarmActions,
    });
  }

  private allowDescribing(): void {
    new iam.ManagedPolicy(this, 'DescribeEndpoints', {
      roles: [this.verification.role],
      statements: [
        new iam.PolicyStatement({
          actions: perms.DESCRIBE,
          resources: Lazy.list({ produce: () => [...this.endpointArns] }),
        }),
      ],
    });
  }
}
