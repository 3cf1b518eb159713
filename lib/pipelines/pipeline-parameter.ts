import { Token } from 'aws-cdk-lib';
import { check, checkName, Problems, repeatedIn } from '../core';
import { PipelineReference } from './pipeline-reference';
import { quoted } from './private/quoted-names';
import { DefinitionExpression, referencesIn, wholeReference } from './private/reference-token';
import { ValueType } from './value-type';

/** A parameter that takes text. */
export interface StringParameterOptions {
  /**
   * The value of a run that gives none.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: string;

  /**
   * The values that a run may give: at least one, each once.
   *
   * @default - any text
   */
  readonly allowedValues?: string[];
}

/** A parameter that takes a number. */
export interface NumberParameterOptions {
  /**
   * The value of a run that gives none: a finite number, for an integer parameter a whole one.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: number;
}

/** A parameter that takes true or false. */
export interface BooleanParameterOptions {
  /**
   * The value of a run that gives none.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: boolean;
}

/**
 * A parameter of a pipeline: what a run may change.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html
 */
export class PipelineParameter extends PipelineReference {
  /** A parameter that takes text; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofString(parameterName: string, options: StringParameterOptions = {}): PipelineParameter {
    const { defaultValue, allowedValues } = options;

    return PipelineParameter.checked(parameterName, ValueType.STRING, { defaultValue, allowedValues }, (problems) => {
      if (defaultValue !== undefined) checkKnownBefore(problems, `${parameterName}.defaultValue`, defaultValue);
      if (allowedValues) checkAllowedValues(problems, parameterName, allowedValues, defaultValue);
    });
  }

  /** A parameter that takes a whole number; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofInteger(parameterName: string, options: NumberParameterOptions = {}): PipelineParameter {
    const { defaultValue } = options;

    return PipelineParameter.checked(parameterName, ValueType.INTEGER, { defaultValue }, (problems) => {
      if (defaultValue === undefined) return;
      checkKnownBefore(problems, `${parameterName}.defaultValue`, defaultValue);
      if (Number.isInteger(defaultValue)) return;
      problems.add({
        code: 'ParameterDefaultNotWhole',
        path: `${parameterName}.defaultValue`,
        got: `is ${defaultValue}`,
        wanted: 'an integer parameter takes whole numbers',
        remedy: 'round it, or use PipelineParameter.ofFloat',
      });
    });
  }

  /** A parameter that takes a number; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofFloat(parameterName: string, options: NumberParameterOptions = {}): PipelineParameter {
    const { defaultValue } = options;

    return PipelineParameter.checked(parameterName, ValueType.FLOAT, { defaultValue }, (problems) => {
      if (defaultValue === undefined) return;
      checkKnownBefore(problems, `${parameterName}.defaultValue`, defaultValue);
      if (Number.isFinite(defaultValue)) return;
      problems.add({
        code: 'ParameterDefaultNotFinite',
        path: `${parameterName}.defaultValue`,
        got: `is ${defaultValue}`,
        wanted: 'a definition has no way to write it',
        remedy: 'choose a finite number',
      });
    });
  }

  /** A parameter that takes true or false; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofBoolean(parameterName: string, options: BooleanParameterOptions = {}): PipelineParameter {
    const { defaultValue } = options;

    return PipelineParameter.checked(parameterName, ValueType.BOOLEAN, { defaultValue });
  }

  private static checked(
    parameterName: string,
    type: ValueType,
    declaration: Declaration,
    checkDeclaration?: (problems: Problems) => void,
  ): PipelineParameter {
    check(undefined, (problems) => {
      checkName(problems, 'parameterName', parameterName, 'parameter');
      checkDeclaration?.(problems);
    });

    return new PipelineParameter(parameterName, type, declaration);
  }

  private constructor(
    /** Name of the parameter. */
    public readonly parameterName: string,
    private readonly type: ValueType,
    private readonly declaration: Declaration,
  ) {
    super();
  }

  /** @internal */
  public override get _valueType(): ValueType {
    return this.type;
  }

  /** @internal */
  public _declare(): DefinitionExpression {
    const { defaultValue, allowedValues } = this.declaration;

    return { Name: this.parameterName, Type: this.type, DefaultValue: defaultValue, EnumValues: allowedValues };
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Get: `Parameters.${this.parameterName}` };
  }
}

/** What a parameter declares beside its name and type. */
interface Declaration {
  readonly defaultValue?: string | number | boolean;
  readonly allowedValues?: string[];
}

function checkAllowedValues(
  problems: Problems,
  parameterName: string,
  allowedValues: string[],
  defaultValue?: string,
): void {
  const path = `${parameterName}.allowedValues`;

  if (allowedValues.length === 0) {
    problems.add({
      code: 'ParameterWithoutAllowedValues',
      path,
      got: 'is empty',
      wanted: 'no run could give a value',
      remedy: 'list the values, or leave it out',
    });
    return;
  }
  allowedValues.forEach((value, i) => checkKnownBefore(problems, `${path}[${i}]`, value));
  for (const value of repeatedIn(allowedValues)) {
    problems.add({
      code: 'ParameterValueRepeated',
      path,
      got: `has "${value}" more than once`,
      wanted: 'each value is listed once',
      remedy: 'remove all but one',
    });
  }
  if (defaultValue === undefined || allowedValues.includes(defaultValue)) return;
  if ([defaultValue, ...allowedValues].some((value) => Token.isUnresolved(value))) return;
  problems.add({
    code: 'ParameterDefaultNotAllowed',
    path: `${parameterName}.defaultValue`,
    got: `is "${defaultValue}"`,
    wanted: `the allowed values are ${quoted(allowedValues)}`,
    remedy: 'choose one of them, or allow the default',
  });
}

/** SageMaker reads a declaration before the run that would give a reference its value. */
function checkKnownBefore(problems: Problems, path: string, value: string | number): void {
  const holdsReference = typeof value === 'string' ? referencesIn(value).length > 0 : wholeReference(value);
  if (!holdsReference) return;

  problems.add({
    code: 'ParameterDeclaredByReference',
    path,
    got: 'holds a reference',
    wanted: 'a parameter is declared before the pipeline runs',
    remedy: 'write the value itself',
  });
}
