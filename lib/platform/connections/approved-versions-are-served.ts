import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  CapacitySize,
  DataCapture,
  DeploymentStrategy,
  EndpointStage,
  ModelEndpoint,
  Percent,
  ProductionVariant,
  ServedModel,
} from '../../deployment';
import { DeploymentDescription, ProjectDescription, TeamDescription } from '../../description';
import { INetwork } from '../../foundation';
import { ModelPackageGroup } from '../../registry';
import { Activity, ExecutionRole, Persona } from '../../security';
import { PlatformNames } from '../platform-names';

/** The project whose model is served, and what its endpoint stands on. */
export interface ApprovedVersionProps {
  readonly team: TeamDescription;
  readonly project: ProjectDescription;
  readonly stageName: string;
  readonly network: INetwork;
  readonly key: kms.IKey;
  readonly captureBucket: s3.IBucket;
  readonly alarmAction: cloudwatch.IAlarmAction;
  readonly names: PlatformNames;
}

/** Serves the version of the central registry that the description names for this stage; none, no endpoint. */
export function serveApprovedVersion(scope: Construct, props: ApprovedVersionProps): void {
  const { project, stageName, network, key, captureBucket, team, names } = props;
  const { deployment } = project;
  const version = stageName === 'prod' ? deployment?.prodVersion : deployment?.testVersion;
  if (!deployment || version === undefined) return;

  const group = ModelPackageGroup.fromModelPackageGroupArn(
    scope,
    `Model-${project.name}`,
    names.modelPackageGroupArn(team, project.name),
  );
  const capturePrefix = `capture/${project.name}/`;

  new ModelEndpoint(scope, `Endpoint-${project.name}`, {
    endpointName: names.endpoint(team, project.name, stageName),
    variants: [
      ProductionVariant.instances({
        model: ServedModel.approvedPackage(group.modelPackageArn(version)),
        instanceType: deployment.instanceType,
        scaling: { minInstances: deployment.minInstances, maxInstances: deployment.maxInstances },
      }),
    ],
    stage: stageName === 'prod' ? EndpointStage.production() : EndpointStage.nonProduction(),
    executionRole: endpointRole(scope, props, capturePrefix).role,
    subnets: network.subnets,
    securityGroups: [network.securityGroup],
    volumeKey: key,
    strategy: strategyOf(deployment),
    health: { maxModelLatency: Duration.millis(deployment.maxLatencyMs ?? 500) },
    dataCapture: DataCapture.toBucket({
      bucket: captureBucket,
      prefix: capturePrefix,
      key,
      share: Percent.of(deployment.capturePercent ?? 100),
    }),
    alarmActions: [props.alarmAction],
  });
}

/** Without a share, one instance takes traffic first; a single one has no part that could. */
function strategyOf({ canaryPercent, minInstances = 2, bakeMinutes = 15 }: DeploymentDescription): DeploymentStrategy {
  const bake = Duration.minutes(bakeMinutes);
  if (canaryPercent !== undefined) {
    return DeploymentStrategy.canary({ firstStep: CapacitySize.percent(Percent.of(canaryPercent)), bake });
  }

  return minInstances > 1
    ? DeploymentStrategy.canary({ firstStep: CapacitySize.instances(1), bake })
    : DeploymentStrategy.allAtOnce({ bake });
}

function endpointRole(scope: Construct, props: ApprovedVersionProps, capturePrefix: string): ExecutionRole {
  const { team, project, stageName, network, key, captureBucket, names } = props;
  const bucketName = names.artifactBucket(team, project.name);
  const artifacts = s3.Bucket.fromBucketName(scope, `Artifacts-${project.name}`, bucketName);

  return new ExecutionRole(scope, `EndpointRole-${project.name}`, {
    roleName: names.endpointRole(team, project.name, stageName),
    description: `Endpoint of the project ${project.name}, stage ${stageName}`,
    activities: Persona.endpoints({
      data: [
        Activity.readObjects(artifacts, { prefix: names.artifactPrefix(team, project.name) }),
        Activity.useKeyOfAlias(names.artifactKeyAliasArn(team, project.name)),
        Activity.writeObjects(captureBucket, { prefix: capturePrefix }),
        Activity.useKey(key),
      ],
      network: { subnets: network.subnets, securityGroups: [network.securityGroup] },
    }).activities,
  });
}
