import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Problems, repeatedIn } from '../core';

/** What the bodies of requests are. */
interface Content {
  readonly contentTypes: readonly string[];
  readonly isBinary: boolean;
  readonly schema?: apigateway.JsonSchema;
}

const CONTENT_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/i;
const JSON_TYPE = 'application/json';

/** API Gateway's name for every content type that is not listed. */
const ANY_OTHER_TYPE = '$default';

/**
 * What the bodies of the requests to an API are. A request says so in its header `Content-Type`, which is required.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export class RequestContent {
  /**
   * `application/json`, and nothing else: another type is answered with 415.
   *
   * @param schema what a body must look like, in draft 4 of JSON Schema; others are answered with 400. Without a schema the model
   * judges
   */
  public static json(schema?: apigateway.JsonSchema): RequestContent {
    return new RequestContent({ contentTypes: [JSON_TYPE], isBinary: false, schema });
  }

  /**
   * Texts of these types, as `text/csv`, and nothing else: another type is answered with 415.
   *
   * @param contentTypes at least one
   */
  public static text(...contentTypes: string[]): RequestContent {
    return new RequestContent({ contentTypes, isBinary: false });
  }

  /**
   * Bytes of these types, as `application/x-image`. API Gateway hands bytes on without reading them, so that the model judges each
   * request, of other types too.
   *
   * @param contentTypes at least one
   */
  public static binary(...contentTypes: string[]): RequestContent {
    return new RequestContent({ contentTypes, isBinary: true });
  }

  private constructor(private readonly content: Content) {}

  /** @internal */
  public get _schema(): apigateway.JsonSchema | undefined {
    return this.content.schema;
  }

  /** @internal */
  public get _binaryTypes(): string[] | undefined {
    return this.content.isBinary ? [...this.content.contentTypes] : undefined;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { contentTypes, schema } = this.content;

    checkContentTypes(problems, `${path}.contentTypes`, contentTypes);
    if (schema?.schema === undefined || schema.schema === apigateway.JsonSchemaVersion.DRAFT4) return;
    problems.add({
      code: 'RequestSchemaNotDraft4',
      path: `${path}.schema.schema`,
      got: `is "${schema.schema}"`,
      wanted: 'API Gateway validates by draft 4 of JSON Schema',
      remedy: 'leave it out, and use the keywords of draft 4',
    });
  }

  /**
   * The model that each type is validated by. A type that is not listed must not go past it.
   *
   * @internal
   */
  public _validatedBy(model: apigateway.IModel): Record<string, apigateway.IModel> {
    return { [JSON_TYPE]: model, [ANY_OTHER_TYPE]: model };
  }

  /**
   * How bodies are handed on. Texts are handed on by a template each; without a template for it, a text is refused.
   *
   * @internal
   */
  public _render(): Pick<apigateway.IntegrationOptions, 'passthroughBehavior' | 'requestTemplates'> {
    const { contentTypes, isBinary } = this.content;
    if (isBinary) return { passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_TEMPLATES };

    return {
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: Object.fromEntries(contentTypes.map((contentType) => [contentType, '$input.body'])),
    };
  }
}

function checkContentTypes(problems: Problems, path: string, contentTypes: readonly string[]): void {
  if (contentTypes.length === 0) {
    problems.add({
      code: 'ApiWithoutContentType',
      path,
      got: 'is empty',
      wanted: 'a request has a body of some type',
      remedy: "name a type, such as 'text/csv'",
    });
  }
  contentTypes.forEach((contentType, i) => {
    if (Token.isUnresolved(contentType) || CONTENT_TYPE.test(contentType)) return;
    problems.add({
      code: 'ApiContentTypeMalformed',
      path: `${path}[${i}]`,
      got: `is "${contentType}"`,
      wanted: 'a content type is a type, a slash and a subtype, without parameters',
      remedy: "write one as 'text/csv'",
    });
  });
  for (const contentType of repeatedIn([...contentTypes])) {
    problems.add({
      code: 'ApiContentTypeRepeated',
      path,
      got: `names "${contentType}" twice`,
      wanted: 'a type is named once',
      remedy: 'leave one out',
    });
  }
}
