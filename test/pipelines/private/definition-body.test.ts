import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Problems, renderProblem } from '../../../lib/core';
import { DefinitionBody } from '../../../lib/pipelines/private/definition-body';
import { RenderedDefinition } from '../../../lib/pipelines/private/rendered-definition';

const HERE = { account: '111111111111', region: 'eu-west-1' };

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team', { env: HERE });
});

test('a definition stands in the template', () => {
  const definition = definitionOf(100_000);

  const property = bodyIn(stack, definition).render();

  expect(stack.resolve(property)).toEqual({ PipelineDefinitionBody: JSON.stringify(definition) });
});

test('a long definition lies in S3, as it is, under a key that is a hash', () => {
  const definition = definitionOf(100_001);

  const property = bodyIn(stack, definition).render();

  expect(property).toEqual({
    PipelineDefinitionS3Location: {
      Bucket: expect.any(String),
      Key: expect.stringMatching(/^[0-9a-f]{64}\.json$/),
    },
  });
  const [file] = readdirSync(app.outdir).filter((name) => name.startsWith('asset.'));
  expect(JSON.parse(readFileSync(join(app.outdir, file), 'utf8'))).toEqual(definition);
});

test('the same text has the same key, and another text another', () => {
  const keys = ['a', 'a', 'b'].map((letter) => {
    const other = new Stack(new App(), 'Team', { env: HERE });
    return JSON.stringify(other.resolve(bodyIn(other, definitionOf(200_000, letter)).render()));
  });

  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('what a stack knows of its place does not keep a definition out of S3', () => {
  const definition = definitionOf(100_001, 'a', [Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID, Aws.URL_SUFFIX]);

  bodyIn(stack, definition).render();

  const [file] = readdirSync(app.outdir).filter((name) => name.startsWith('asset.'));
  const { Metadata: values } = JSON.parse(readFileSync(join(app.outdir, file), 'utf8')) as { Metadata: unknown };
  expect(values).toEqual(['aws', 'eu-west-1', '111111111111', 'amazonaws.com']);
});

test.each([Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID, Aws.URL_SUFFIX])(
  'in a stack for any place a long definition with %s stays in the template',
  (value) => {
    const anywhere = new Stack(app, 'Anywhere');

    const property = bodyIn(anywhere, definitionOf(100_001, 'a', [value])).render();

    expect(property).toEqual({ PipelineDefinitionBody: expect.any(String) });
  },
);

test('a long definition with what is known at deployment only stays in the template', () => {
  const key = new kms.Key(stack, 'Key');

  const property = bodyIn(stack, definitionOf(100_001, 'a', [key.keyArn])).render();

  expect(JSON.stringify(stack.resolve(property))).toContain(JSON.stringify(stack.resolve(key.keyArn)));
});

test('a definition that fits into neither place is refused, and told what keeps it in the template', () => {
  const keys = ['B', 'A'].map((id) => new kms.Key(stack, id));
  const body = bodyIn(
    stack,
    definitionOf(
      900_000,
      'a',
      [...keys, ...keys].map((key) => key.keyArn),
    ),
  );

  const problems = problemsOf(body);

  const names = keys.map((key) => `${stack.getLogicalId(key.node.defaultChild as kms.CfnKey)}.Arn`).sort();
  expect(problems).toEqual([
    expect.stringMatching(
      new RegExp(
        `^DefinitionTooLongForTemplate: steps render to 9\\d{5} characters with values that are known at deployment only: ${names.join(', ')}, such a definition stands in the template, which has room for 800000; give names and ARNs that are known at synth, so that it can lie in S3, or split the pipeline in two$`,
      ),
    ),
  ]);
});

test('of many values that keep a definition in the template, five are named', () => {
  const keys = Array.from({ length: 7 }, (_, i) => new kms.Key(stack, `Key${i}`).keyArn);

  const [problem] = problemsOf(bodyIn(stack, definitionOf(900_000, 'a', keys)));

  expect(problem).toContain('.Arn and 2 more, such');
});

test('a definition may be as long as SageMaker takes it, and no longer', () => {
  const problems = [1_048_576, 1_048_577].map((length) => problemsOf(bodyIn(stack, definitionOf(length))));

  expect(problems).toEqual([
    [],
    [
      'DefinitionTooLong: steps render to 1048577 characters, SageMaker accepts up to 1048576; split the pipeline in two',
    ],
  ]);
});

function bodyIn(scope: Stack, definition: RenderedDefinition): DefinitionBody {
  return new DefinitionBody(scope, { _rendered: definition, toJson: () => scope.toJsonString(definition) });
}

/** A definition whose text is so long. */
function definitionOf(length: number, letter = 'a', values: string[] = []): RenderedDefinition {
  const definition = (text: string) => ({ Version: '2020-12-01', Metadata: values, Name: text, Steps: [] });

  return definition(letter.repeat(length - JSON.stringify(definition('')).length));
}

function problemsOf(body: DefinitionBody): string[] {
  const problems = new Problems();
  body.check(problems);

  return problems.all.map(renderProblem);
}
