import * as iam from 'aws-cdk-lib/aws-iam';
import { Permission, Problems } from '../core';
import { JobStepOptions, PipelineStep, StepProperties } from './pipeline-step';
import { parseMembers } from './private/json-members';
import { DefinitionExpression } from './private/reference-token';
import { StepRelaxation } from './private/step-relaxation';

const STEP_TYPE = /^[A-Za-z]{1,64}$/;

/** Members that a step writes by itself. */
const OWN_MEMBERS = [
  'Arguments',
  'CacheConfig',
  'DependsOn',
  'Description',
  'DisplayName',
  'Name',
  'RetryPolicies',
  'Type',
];

/** A step in SageMaker's own words. */
export interface CustomStepProps extends JobStepOptions {
  /** Type of the step, as definitions name it, such as `Cleanup`. */
  readonly stepType: string;

  /**
   * Why no class of this library will do. The reason ends up in the metadata of the pipeline, because network, keys and limits
   * of such a step are the author's, and nothing but its references is checked.
   */
  readonly reason: string;

  /**
   * The arguments of the step, as the JSON text of an object. References stand in it `asString` and `asNumber`:
   * `JSON.stringify({ ModelName: train.properties.trainingJobName.asString })`.
   *
   * @default - none
   */
  readonly argumentsJson?: string;

  /**
   * What stands beside the arguments, as the JSON text of an object, such as a Lambda step's `FunctionArn`.
   *
   * @default - nothing
   */
  readonly membersJson?: string;

  /**
   * What the pipeline's role must be allowed to run the step; statements that allow.
   *
   * @default - nothing
   */
  readonly permissions?: iam.PolicyStatement[];
}

/**
 * A step that this library has no class for: a type, arguments or members that are newer than it.
 *
 * Prefer the class of a step: it checks what SageMaker would refuse, and keeps the job in the environment's network with its keys.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html
 */
export class CustomStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: CustomStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the step; nothing checks the paths of a type that this library does not know. */
  public get properties(): StepProperties {
    return StepProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return this.props.stepType;
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { stepType, reason, argumentsJson, membersJson, permissions = [] } = this.props;
    const path = this._path;

    checkType(problems, `${path}.stepType`, stepType);
    checkReason(problems, `${path}.reason`, reason);
    parseMembers(argumentsJson, (told) => problems.add({ path: `${path}.argumentsJson`, ...told }));
    const members = parseMembers(membersJson, (told) => problems.add({ path: `${path}.membersJson`, ...told }));
    checkMembers(problems, `${path}.membersJson`, Object.keys(members));
    permissions.forEach((statement, i) => checkAllows(problems, `${path}.permissions[${i}]`, statement));
  }

  /** @internal */
  public _renderBody(): DefinitionExpression {
    const { argumentsJson, membersJson } = this.props;

    return { ...parseMembers(membersJson), Arguments: parseMembers(argumentsJson) };
  }

  /** @internal */
  public _permissions(): Permission[] {
    return (this.props.permissions ?? []).map((statement) => {
      const { actions, resources } = statement;
      const conditions = statement.conditions as iam.Conditions;

      return { actions, resources, conditions: Object.keys(conditions).length > 0 ? conditions : undefined };
    });
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    return [...super._relaxations, { setting: 'customStep', reason: this.props.reason }];
  }
}

function checkType(problems: Problems, path: string, stepType: string): void {
  if (!STEP_TYPE.test(stepType)) {
    problems.add({
      code: 'StepTypeMalformed',
      path,
      got: `is "${stepType}"`,
      wanted: 'a step type is a word of 1 to 64 letters',
      remedy: 'copy it from the definition language, as "Cleanup"',
    });
  }
  if (stepType !== 'Condition') return;
  problems.add({
    code: 'CustomStepWithBranches',
    path,
    got: 'is "Condition"',
    wanted: 'steps in the branches of a custom step would not be checked',
    remedy: 'use ConditionStep',
  });
}

function checkReason(problems: Problems, path: string, reason: string): void {
  if (reason.trim() !== '') return;

  problems.add({
    code: 'CustomStepWithoutReason',
    path,
    got: 'is empty',
    wanted: 'a step leaves the checks of this library for a stated reason only',
    remedy: 'say which class would be used, and what it lacks',
  });
}

function checkMembers(problems: Problems, path: string, names: readonly string[]): void {
  for (const name of names.filter((candidate) => OWN_MEMBERS.includes(candidate))) {
    problems.add({
      code: 'CustomStepMemberTaken',
      path: `${path}.${name}`,
      got: 'is given',
      wanted: 'the step writes it by itself',
      remedy: name === 'Arguments' ? 'use argumentsJson' : 'use the prop of the step instead',
    });
  }
}

function checkAllows(problems: Problems, path: string, statement: iam.PolicyStatement): void {
  if (statement.effect === iam.Effect.ALLOW && statement.actions.length > 0 && statement.resources.length > 0) return;

  problems.add({
    code: 'CustomStepPermissionMalformed',
    path,
    got: 'does not allow actions on resources',
    wanted: "the pipeline's role is allowed what a step needs, and nothing else",
    remedy: 'give effect Allow, actions and resources',
  });
}
