import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AsyncInference } from './async-inference';
import { DataCapture } from './data-capture';
import { DeploymentStrategy } from './deployment-strategy';
import { DeploymentVerifier } from './deployment-verifier';
import { EndpointHealth } from './endpoint-health';
import { EndpointStage } from './endpoint-stage';
import { ModelEndpoint } from './model-endpoint';
import { OnlineExplainability } from './online-explainability';
import { ProductionVariant } from './production-variant';

/** What an endpoint is everywhere, unless a place says otherwise. */
export interface EndpointDescription {
  /** What answers the requests: 1 to 10, all of one kind. */
  readonly variants: ProductionVariant[];

  /**
   * What a healthy endpoint keeps.
   *
   * @default - what `ModelEndpoint` takes
   */
  readonly health?: EndpointHealth;

  /**
   * How a new version takes over.
   *
   * @default - what `ModelEndpoint` takes
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * That answers come with the attributions of their features.
   *
   * @default - they come without
   */
  readonly explainability?: OnlineExplainability;
}

/** What differs at one place. */
export interface EndpointOverrides {
  /**
   * What answers the requests there, as one small instance in test.
   *
   * @default - as described
   */
  readonly variants?: ProductionVariant[];

  /**
   * What a healthy endpoint keeps there.
   *
   * @default - as described
   */
  readonly health?: EndpointHealth;

  /**
   * How a new version takes over there.
   *
   * @default - as described
   */
  readonly strategy?: DeploymentStrategy;
}

/** Where an endpoint stands: an account, a region and what that has. */
export interface EndpointPlace {
  /** Name of the endpoint there: 1 to 63 letters, digits and hyphens. */
  readonly endpointName: string;

  /** What the endpoint is for there. */
  readonly stage: EndpointStage;

  /**
   * The private subnets there.
   *
   * @default - none, which the stage gives a reason for
   */
  readonly subnets?: ec2.ISubnetRef[];

  /**
   * The security groups there.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroupRef[];

  /** The key that encrypts the instances' volumes there. */
  readonly volumeKey: kms.IKeyRef;

  /** Who is told there when the endpoint is unhealthy; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * The role that the models run as there.
   *
   * @default - a derived role
   */
  readonly executionRole?: iam.IRoleRef;

  /**
   * Where requests and responses are kept there.
   *
   * @default - none
   */
  readonly dataCapture?: DataCapture;

  /**
   * That requests are queued, and where they and their answers lie there.
   *
   * @default - they are answered at once
   */
  readonly asynchronous?: AsyncInference;

  /**
   * Who verifies deployments there.
   *
   * @default - nobody
   */
  readonly verifier?: DeploymentVerifier;
}

/**
 * One description of an endpoint for many places: test and production, one region and another.
 *
 * SageMaker's own images and everything else that differs by region are found where the endpoint is defined.
 */
export class EndpointBlueprint {
  constructor(private readonly description: EndpointDescription) {}

  /** The endpoint at a place, with what differs there. */
  public endpointAt(
    scope: Construct,
    id: string,
    place: EndpointPlace,
    overrides: EndpointOverrides = {},
  ): ModelEndpoint {
    const { variants, health, strategy, explainability } = this.description;

    return new ModelEndpoint(scope, id, {
      ...place,
      explainability,
      variants: overrides.variants ?? variants,
      health: overrides.health ?? health,
      strategy: overrides.strategy ?? strategy,
    });
  }
}
