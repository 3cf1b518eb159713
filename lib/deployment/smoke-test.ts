import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { check, Permission } from '../core';
import { FunctionEnvironment } from './function-environment';
import { ModelEndpoint } from './model-endpoint';
import * as perms from './perms';
import { AnsweredFunction } from './private/answered-function';
import { checkAnswersAtOnce } from './private/answers-at-once';
import { checkFunctionEnvironment, EndpointFunction } from './private/endpoint-function';
import { checkDurationRange } from './private/range-checks';
import { checkSamples, renderSamples, Sample, targetOf } from './sample';

/** Lambda runs 15 minutes, in which somebody must answer CloudFormation. */
const TIMEOUT = { least: Duration.minutes(1), most: Duration.minutes(14) };
const DEFAULT_TIMEOUT = Duration.minutes(5);

/** How much longer CloudFormation waits. */
const ROOM_FOR_ANSWER = Duration.minutes(1);

/** Which endpoint is tried, with what. */
export interface SmokeTestProps {
  /** The endpoint; one that answers at once. */
  readonly endpoint: ModelEndpoint;

  /** Where the function runs that tries it, and who is told when the test fails. It reaches SageMaker and its runtime. */
  readonly environment: FunctionEnvironment;

  /** What is tried: 1 to 20 samples of up to 100,000 characters together, with their expectations. */
  readonly samples: Sample[];

  /**
   * How long the test may take, with the time that the endpoint needs to come to rest: 1 to 14 minutes.
   *
   * @default Duration.minutes(5)
   */
  readonly timeout?: Duration;
}

/**
 * Tries an endpoint after each deployment of a new configuration, and fails the deployment where an answer is not as expected.
 *
 * In the test stage it keeps a bad model out of the next stage: its stack fails with all that differs, and goes back to the
 * configuration before, which is not tried again. New samples are tried on the configuration that runs.
 */
export class SmokeTest extends Construct {
  constructor(scope: Construct, id: string, props: SmokeTestProps) {
    super(scope, id);

    const { endpoint, environment, samples, timeout = DEFAULT_TIMEOUT } = props;
    check(this, (problems) => {
      checkAnswersAtOnce(problems, 'endpoint', endpoint);
      checkFunctionEnvironment(problems, 'environment', environment);
      checkSamples(problems, 'samples', samples);
      checkDurationRange(problems, 'timeout', timeout, TIMEOUT);
    });

    const description = `Tries ${endpoint.endpointName} after each deployment`;
    const { resource } = new EndpointFunction(this, 'Function', {
      environment,
      description,
      handler: 'run-smoke-test',
      settings: {},
      permissions: this.permissions(endpoint.endpointArn, samples),
      timeout,
    });
    const { serviceToken } = new AnsweredFunction(this, 'Answer', { ...environment, resource, description });

    const test = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::SmokeTest',
      serviceToken,
      serviceTimeout: timeout.plus(ROOM_FOR_ANSWER),
      properties: {
        EndpointName: endpoint.endpointName,
        ConfigurationName: endpoint._resource.endpointConfigName,
        Samples: renderSamples(Stack.of(this), samples),
      },
    });
    // The endpoint is named by a text that does not wait for it.
    test.node.addDependency(endpoint._resource);
  }

  private permissions(endpointArn: string, samples: readonly Sample[]): Permission[] {
    return [
      { actions: perms.DESCRIBE, resources: [endpointArn] },
      ...samples.map((sample) => targetOf(sample)._permission(Stack.of(this), endpointArn)),
    ];
  }
}
