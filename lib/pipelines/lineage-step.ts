import { nearest, Permission, Problems, sageMakerArn } from '../core';
import { LineageAction, LineageArtifact, LineageContext, LineageEntity } from './lineage-entity';
import { PipelineStep, StepOptions, StepProperties } from './pipeline-step';
import { checkDistinct } from './private/distinct-names';
import {
  checkAction,
  checkArtifact,
  checkContext,
  renderAction,
  renderArtifact,
  renderContext,
} from './private/lineage-entities';
import { LineageKind, nameInExecution } from './private/lineage-names';
import { namePattern, spellings } from './private/name-patterns';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { tagOnCreation } from './private/step-permission';
import { unlessEmpty } from './private/unless-empty';

/** What the ARN of an entity may be of that only a run knows. */
const ASSOCIABLE = ['action', 'artifact', 'context', 'experiment', 'experiment-trial-component'];

/** How two lineage entities belong together. */
export enum LineageAssociationType {
  /** The source had a part in the destination; data in a training run. */
  CONTRIBUTED_TO = 'ContributedTo',
  /** The two belong together. */
  ASSOCIATED_WITH = 'AssociatedWith',
  /** The source was changed from the destination; a cleaned data set from the raw one. */
  DERIVED_FROM = 'DerivedFrom',
  /** The source made the destination; a training run a model. */
  PRODUCED = 'Produced',
  /** The two are one thing in two places. */
  SAME_AS = 'SameAs',
}

/** That two lineage entities belong together. */
export interface LineageAssociation {
  /** Where the association begins. */
  readonly source: LineageEntity;

  /** Where it ends. */
  readonly destination: LineageEntity;

  /**
   * How the two belong together.
   *
   * @default - not told
   */
  readonly associationType?: LineageAssociationType;
}

/** What a step records; at least one thing. */
export interface LineageStepProps extends StepOptions {
  /**
   * What was done.
   *
   * @default - none
   */
  readonly actions?: LineageAction[];

  /**
   * What was used or made.
   *
   * @default - none
   */
  readonly artifacts?: LineageArtifact[];

  /**
   * What actions and artifacts belong together in.
   *
   * @default - none
   */
  readonly contexts?: LineageContext[];

  /**
   * What of these, and of what is there already, belongs together.
   *
   * @default - none
   */
  readonly associations?: LineageAssociation[];
}

/**
 * A step that records where a model comes from, beyond what SageMaker records of jobs by itself: data of another system, a
 * decision, a release.
 *
 * SageMaker takes the name of an action, an artifact or a context once in account and region. Each gets the execution's id
 * behind its name, so that every execution records its own. Something that is there already takes part by its ARN.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-manual-creation.html
 */
export class LineageStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: LineageStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the step. */
  public get properties(): StepProperties {
    return StepProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Lineage';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { _path: path } = this;
    const { actions = [], artifacts = [], contexts = [], associations = [] } = this.props;

    actions.forEach((action, i) => checkAction(problems, `${path}.actions[${i}]`, action));
    artifacts.forEach((artifact, i) => checkArtifact(problems, `${path}.artifacts[${i}]`, artifact));
    contexts.forEach((context, i) => checkContext(problems, `${path}.contexts[${i}]`, context));
    checkDistinct(problems, path, { prop: 'actions', noun: 'an action', names: this.names.Action });
    checkDistinct(problems, path, { prop: 'artifacts', noun: 'an artifact', names: this.names.Artifact });
    checkDistinct(problems, path, { prop: 'contexts', noun: 'a context', names: this.names.Context });
    associations.forEach(({ source, destination }, i) => {
      this.checkEnd(problems, `${path}.associations[${i}].source`, source);
      this.checkEnd(problems, `${path}.associations[${i}].destination`, destination);
    });
    if (actions.length + artifacts.length + contexts.length + associations.length > 0) return;
    problems.add({
      code: 'LineageStepEmpty',
      path,
      got: 'has no actions, artifacts, contexts and associations',
      wanted: 'a lineage step records at least one of them',
      remedy: 'add one, or remove the step',
    });
  }

  /** @internal */
  public _renderBody(): DefinitionExpression {
    const { actions, artifacts, contexts, associations } = this.props;

    return {
      Arguments: {
        Actions: unlessEmpty(actions?.map(renderAction)),
        Artifacts: unlessEmpty(artifacts?.map(renderArtifact)),
        Contexts: unlessEmpty(contexts?.map(renderContext)),
        Associations: unlessEmpty(associations?.map(renderAssociation)),
      },
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    const ends = (this.props.associations ?? []).flatMap(({ source, destination }) => [source, destination]);

    return [
      ...(['Action', 'Artifact', 'Context'] as const).flatMap((kind) => this.recording(context, kind)),
      ...(ends.length === 0
        ? []
        : [
            {
              actions: ['sagemaker:AddAssociation'],
              resources: [...new Set(ends.flatMap((end) => arnsOf(context, end)))],
            },
          ]),
    ];
  }

  private get names(): Record<LineageKind, string[]> {
    const { actions = [], artifacts = [], contexts = [] } = this.props;

    return {
      Action: actions.map((action) => action.actionName),
      Artifact: artifacts.map((artifact) => artifact.artifactName),
      Context: contexts.map((context) => context.contextName),
    };
  }

  private recording(context: StepContext, kind: LineageKind): Permission[] {
    const resources = [...new Set(this.names[kind].flatMap((name) => recordedArns(context, kind, name)))];
    if (resources.length === 0) return [];

    return [{ actions: [`sagemaker:Create${kind}`], resources }, tagOnCreation(`Create${kind}`, resources)];
  }

  private checkEnd(problems: Problems, path: string, end: LineageEntity): void {
    const { kind, name } = end._end;

    end._check(problems, path);
    if (kind === undefined || name === undefined || this.names[kind].includes(name)) return;
    const [candidate] = nearest(name, this.names[kind]);
    problems.add({
      code: 'LineageEntityUnknown',
      path,
      got: `is the ${kind.toLowerCase()} "${name}"`,
      wanted: 'an association names what the same step records',
      remedy: candidate
        ? `add it to the step, or did you mean "${candidate}"`
        : 'add it to the step, or use LineageEntity.fromArn(…)',
    });
  }
}

function renderAssociation({ source, destination, associationType }: LineageAssociation): DefinitionExpression {
  return { Source: source._render(), Destination: destination._render(), AssociationType: associationType };
}

/** SageMaker chooses the last part of an artifact's ARN; those of actions and contexts end in the name. */
function recordedArns({ stack }: StepContext, kind: LineageKind, name: string): string[] {
  const names = kind === 'Artifact' ? ['*'] : spellings(nameInExecution(name));

  return names.map((each) => sageMakerArn(stack, kind.toLowerCase(), each));
}

function arnsOf(context: StepContext, { _end: { kind, name = '', arn = '' } }: LineageEntity): string[] {
  if (kind !== undefined) return recordedArns(context, kind, name);

  const pattern = namePattern(arn);
  return pattern.startsWith('*') ? ASSOCIABLE.map((each) => sageMakerArn(context.stack, each, '*')) : [pattern];
}
