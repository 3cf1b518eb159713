import { Token } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../core';
import { checkTextLength } from './private/length-checks';

const LONGEST_EXPRESSION = 64;
const PLACEHOLDER = '$features';

/** Where the features stand in a line of JSON. */
export interface JsonLinesInput {
  /** The JMESPath expression that finds the list of features in a record, as `data.features`: 1 to 64 characters. */
  readonly featuresAttribute: string;

  /** How a record is made of a list of features, as `{"data":{"features":$features}}`: 1 to 64 characters with `$features`. */
  readonly contentTemplate: string;
}

/**
 * How requests to an explained model are written down.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-precheck.html
 */
export class ExplainedInput {
  /** A record is a line of values between commas. */
  public static csv(): ExplainedInput {
    return new ExplainedInput();
  }

  /** A record is a line of JSON that holds a list of features. */
  public static jsonLines(input: JsonLinesInput): ExplainedInput {
    return new ExplainedInput(input);
  }

  private constructor(private readonly input?: JsonLinesInput) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    if (!this.input) return;
    const { featuresAttribute, contentTemplate } = this.input;

    checkTextLength(problems, `${path}.featuresAttribute`, featuresAttribute, LONGEST_EXPRESSION);
    checkTextLength(problems, `${path}.contentTemplate`, contentTemplate, LONGEST_EXPRESSION);
    if (Token.isUnresolved(contentTemplate) || contentTemplate.includes(PLACEHOLDER)) return;
    problems.add({
      code: 'ContentTemplateWithoutFeatures',
      path: `${path}.contentTemplate`,
      got: `is "${contentTemplate}"`,
      wanted: `SageMaker writes the features of a record where ${PLACEHOLDER} stands`,
      remedy: 'write a template as \'{"features":$features}\'',
    });
  }

  /** @internal */
  public _render(): CfnEndpointConfig.ClarifyInferenceConfigProperty {
    return { ...this.input };
  }
}
