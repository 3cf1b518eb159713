import { Token } from 'aws-cdk-lib';
import { check, checkName } from '../core';
import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression } from './private/reference-token';

/** A parameter that takes text. */
export interface StringParameterOptions {
  /**
   * The value of a run that gives none.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: string;

  /**
   * The values that a run may give.
   *
   * @default - any text
   */
  readonly allowedValues?: string[];
}

/** A parameter that takes a number. */
export interface NumberParameterOptions {
  /**
   * The value of a run that gives none.
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
    check(undefined, (problems) => {
      checkName(problems, 'parameterName', parameterName, 'parameter');
      if (defaultValue === undefined || Token.isUnresolved(defaultValue)) return;
      if (!allowedValues || allowedValues.includes(defaultValue)) return;
      problems.add({
        code: 'ParameterDefaultNotAllowed',
        path: `${parameterName}.defaultValue`,
        got: `is "${defaultValue}"`,
        wanted: `the allowed values are ${allowedValues.map((value) => `"${value}"`).join(', ')}`,
        remedy: 'choose one of them, or allow the default',
      });
    });

    return new PipelineParameter(parameterName, {
      Type: 'String',
      DefaultValue: defaultValue,
      EnumValues: allowedValues,
    });
  }

  /** A parameter that takes a whole number; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofInteger(parameterName: string, options: NumberParameterOptions = {}): PipelineParameter {
    const { defaultValue } = options;
    check(undefined, (problems) => {
      checkName(problems, 'parameterName', parameterName, 'parameter');
      if (defaultValue === undefined || Number.isInteger(defaultValue)) return;
      problems.add({
        code: 'ParameterDefaultNotWhole',
        path: `${parameterName}.defaultValue`,
        got: `is ${defaultValue}`,
        wanted: 'an integer parameter takes whole numbers',
        remedy: 'round it, or use PipelineParameter.ofFloat',
      });
    });

    return new PipelineParameter(parameterName, { Type: 'Integer', DefaultValue: defaultValue });
  }

  /** A parameter that takes a number; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofFloat(parameterName: string, options: NumberParameterOptions = {}): PipelineParameter {
    check(undefined, (problems) => checkName(problems, 'parameterName', parameterName, 'parameter'));

    return new PipelineParameter(parameterName, { Type: 'Float', DefaultValue: options.defaultValue });
  }

  /** A parameter that takes true or false; its name is 1 to 256 letters, digits, hyphens and underscores. */
  public static ofBoolean(parameterName: string, options: BooleanParameterOptions = {}): PipelineParameter {
    check(undefined, (problems) => checkName(problems, 'parameterName', parameterName, 'parameter'));

    return new PipelineParameter(parameterName, { Type: 'Boolean', DefaultValue: options.defaultValue });
  }

  private constructor(
    /** Name of the parameter. */
    public readonly parameterName: string,
    private readonly declaration: DefinitionExpression,
  ) {
    super();
  }

  /** @internal */
  public _declare(): DefinitionExpression {
    return { Name: this.parameterName, ...this.declaration };
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Get: `Parameters.${this.parameterName}` };
  }
}
