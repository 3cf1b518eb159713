import { Token } from 'aws-cdk-lib';
import { check, Problems } from '../core';
import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression, referencesIn } from './private/reference-token';
import { joinParts } from './private/rendering';

/**
 * A value inside a JSON file in S3 that no step declares as its property file, such as one that a function or a Spark job wrote.
 *
 * The pipeline's role reads the file: a derived role is allowed to, with the key of the environment's outputs. Steps after which the file exists are those whose results
 * stand in its address; name others with `dependsOn`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html
 */
export class S3JsonValue extends PipelineReference {
  /**
   * A value in a file.
   *
   * @param s3Uri the file, as `s3://bucket/report.json`; references in it are parameters, execution variables or results of steps
   * @param jsonPath path of the value in the file, as `metrics.mse`
   */
  public static of(s3Uri: string, jsonPath: string): S3JsonValue {
    check(undefined, (problems) => checkAddress(problems, s3Uri));

    return new S3JsonValue(s3Uri, jsonPath);
  }

  private constructor(
    private readonly s3Uri: string,
    private readonly jsonPath: string,
  ) {
    super();
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { 'Std:JsonGet': { S3Uri: joinParts(this.s3Uri), Path: this.jsonPath } };
  }
}

function checkAddress(problems: Problems, s3Uri: string): void {
  if (!Token.isUnresolved(s3Uri) && !s3Uri.startsWith('s3://')) {
    problems.add({
      code: 'S3UriMalformed',
      path: 's3Uri',
      got: `is "${s3Uri}"`,
      wanted: 'the address of a file in S3 reads s3://<bucket>/<key>',
      remedy: 'write it in full',
    });
  }
  if (referencesIn(s3Uri).every((reference) => 'Get' in reference.expression())) return;
  problems.add({
    code: 'S3UriReferenceUnsupported',
    path: 's3Uri',
    got: 'holds a join or a value of a file',
    wanted: 'SageMaker finds the file by texts, parameters, execution variables and results of steps',
    remedy: 'write the references into the text themselves',
  });
}
