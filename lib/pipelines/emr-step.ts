import { Permission, Problems } from '../core';
import { EmrCluster } from './emr-cluster';
import { JobStepOptions, PipelineStep, StepProperties, StepProperty } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { asText } from './private/text-value';

/** What runs on an EMR cluster. */
export interface EmrStepProps extends JobStepOptions {
  /** The cluster: one that runs already, or one that the step creates and terminates. */
  readonly cluster: EmrCluster;

  /** The JAR that is run: an object in S3, or `command-runner.jar` for a command of the cluster such as `spark-submit`. */
  readonly jar: string;

  /**
   * The class in the JAR that is run.
   *
   * @default - the one that the JAR's manifest names
   */
  readonly mainClass?: string;

  /**
   * Arguments of the JAR, as `['spark-submit', 's3://acme-code/prepare.py']`.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Java properties that are set while the step runs.
   *
   * @default - none
   */
  readonly javaProperties?: Record<string, string>;
}

/**
 * A step that runs a JAR, or a Spark application, on an EMR cluster.
 *
 * SageMaker watches the cluster by EventBridge rules of its own, whose names begin with `SageMakerPipelineExecutionEMR`;
 * without them the step never ends.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-emr
 */
export class EmrStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: EmrStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the work. */
  public get properties(): EmrStepProperties {
    return EmrStepProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'EMR';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    this.props.cluster._check(problems, `${this._path}.cluster`);
    if (this.props.jar.trim() !== '') return;
    problems.add({
      code: 'EmrStepWithoutJar',
      path: `${this._path}.jar`,
      got: 'is empty',
      wanted: 'EMR runs a JAR',
      remedy: "name one, or 'command-runner.jar'",
    });
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { cluster, jar, mainClass, arguments: jarArguments, javaProperties } = this.props;

    return {
      Arguments: {
        ...cluster._render(context, this.stepName),
        StepConfig: {
          HadoopJarStep: {
            Jar: jar,
            MainClass: mainClass,
            Args: jarArguments?.map(asText),
            Properties:
              javaProperties &&
              Object.entries(javaProperties).map(([key, value]) => ({ Key: key, Value: asText(value) })),
          },
        },
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return this.props.cluster._permissions(context, this.stepName);
  }
}

/** The results of work on an EMR cluster. */
export class EmrStepProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): EmrStepProperties {
    return new EmrStepProperties(step);
  }

  /** Id of the cluster. */
  public get clusterId(): StepProperty {
    return this.at('ClusterId');
  }

  /** Id of the work on the cluster, as `s-1ABCDEFG2HIJK`. */
  public get emrStepId(): StepProperty {
    return this.at('Id');
  }
}
