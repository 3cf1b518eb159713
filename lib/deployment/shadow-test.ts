import { Duration, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, claimName, hasLocalStorage, instanceTypeOf, sageMakerArn } from '../core';
import { DataCapture } from './data-capture';
import { modelNameOf } from './private/endpoint-model';
import { ShadowTestRole } from './private/shadow-test-role';
import { checkShadowTest } from './private/shadow-test-checks';
import { ShadowTestProps, ShadowTestSchedule } from './shadow-test-options';

/**
 * Shows a new model real requests before it answers any: SageMaker copies them, and nobody sees its answers.
 *
 * While the test runs, SageMaker has the endpoint run a configuration of its own. When the test ends, it puts the endpoint back to
 * what it ran before. So deploy nothing to the endpoint in between: the two would undo each other. A deployment verifier of the
 * endpoint would see another configuration than was deployed, so that the two exclude each other for that time. Whether
 * the model is promoted is left to a person: give it to the endpoint, and let it take over by the endpoint's strategy.
 *
 * For a shadow that stays for longer than 30 days, or that is deployed with its endpoint, use the endpoint's `shadowVariant`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests.html
 */
export class ShadowTest extends Resource {
  /** Name of the test. */
  public readonly shadowTestName: string;

  /** ARN of the test. */
  public readonly shadowTestArn: string;

  constructor(scope: Construct, id: string, props: ShadowTestProps) {
    super(scope, id, { physicalName: props.shadowTestName });

    check(this, (problems) => checkShadowTest(problems, props));

    this.shadowTestName = props.shadowTestName;
    this.shadowTestArn = sageMakerArn(Stack.of(this), 'inference-experiment', props.shadowTestName);

    const { endpoint, shadow } = props;
    const variants = this.variantsOf(props);
    const volumeKey = volumeKeyOf(props, variants);
    const role = props.executionRole ?? this.roleOf(props, variants, volumeKey);
    const experiment = new sagemaker.CfnInferenceExperiment(this, 'Resource', {
      name: claimName(this, 'inference experiment', `${this.env.account}/${this.env.region}`, this.physicalName),
      type: 'ShadowMode',
      endpointName: endpoint.endpointName,
      roleArn: role.roleRef.roleArn,
      description: props.description,
      modelVariants: variants.map(renderVariant),
      shadowModeConfig: {
        sourceModelVariantName: variants[0].variantName,
        shadowModelVariants: [
          { shadowModelVariantName: variants[1].variantName, samplingPercentage: props.sampling?.amount ?? 100 },
        ],
      },
      schedule: props.schedule && renderSchedule(props.schedule),
      dataStorageConfig: props.capture && renderStorage(props.capture),
      kmsKey: volumeKey?.keyRef.keyArn,
      ...props.state?._render(),
    });
    experiment.node.addDependency(endpoint._resource, role);

    endpoint._allowBefore(experiment, shadow.model._permissions(Stack.of(endpoint)));
    props.capture?._expire();
  }

  /** What answers the requests, and what gets copies of them. */
  private variantsOf({ endpoint, shadow, productionInstances }: ShadowTestProps): TestedVariant[] {
    const [variant] = endpoint.variants;
    const [instanceType] = variant._instanceTypes;
    const instances = productionInstances ?? variant._instances;

    return [
      { variantName: variant._name, modelName: endpoint._modelNames[variant._name][0], instanceType, instances },
      {
        variantName: shadow.variantName ?? 'Shadow',
        modelName: modelNameOf(this, 'Model', shadow.model, endpoint._surroundings),
        instanceType: instanceTypeOf(shadow.instanceType ?? instanceType),
        instances: shadow.instances ?? instances,
      },
    ];
  }

  private roleOf(props: ShadowTestProps, variants: TestedVariant[], volumeKey?: kms.IKeyRef): iam.IRole {
    return new ShadowTestRole(this, 'Role', {
      shadowTestName: props.shadowTestName,
      endpoint: props.endpoint,
      modelNames: variants.map(({ modelName }) => modelName),
      capture: props.capture,
      volumeKey,
    }).role;
  }
}

interface TestedVariant {
  readonly variantName: string;
  readonly modelName: string;
  readonly instanceType: string;
  readonly instances: number;
}

function renderVariant(variant: TestedVariant): sagemaker.CfnInferenceExperiment.ModelVariantConfigProperty {
  const { variantName, modelName, instanceType, instances } = variant;

  return {
    variantName,
    modelName,
    infrastructureConfig: {
      infrastructureType: 'RealTimeInference',
      realTimeInferenceConfig: { instanceType, instanceCount: instances },
    },
  };
}

function renderSchedule({
  startsAt,
  duration = Duration.days(7),
}: ShadowTestSchedule): sagemaker.CfnInferenceExperiment.InferenceExperimentScheduleProperty {
  if (Token.isUnresolved(startsAt)) return { startTime: startsAt };
  const start = Date.parse(startsAt);

  return { startTime: secondsOf(start), endTime: secondsOf(start + duration.toMilliseconds()) };
}

function secondsOf(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function renderStorage(capture: DataCapture): sagemaker.CfnInferenceExperiment.DataStorageConfigProperty {
  const { destinationS3Uri, kmsKeyId, captureContentTypeHeader } = capture._render();

  return { destination: destinationS3Uri, kmsKey: kmsKeyId, contentType: captureContentTypeHeader };
}

function volumeKeyOf({ volumeKey }: ShadowTestProps, variants: readonly TestedVariant[]): kms.IKeyRef | undefined {
  return variants.some(({ instanceType }) => hasLocalStorage(instanceType)) ? undefined : volumeKey;
}
