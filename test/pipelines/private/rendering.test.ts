import { Aws, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ReferenceToken } from '../../../lib/pipelines/private/reference-token';
import { joinParts, renderDefinition } from '../../../lib/pipelines/private/rendering';

const GET = { Get: 'Execution.PipelineExecutionId' };
const REFERENCE = new ReferenceToken(() => GET);

test('what holds no reference stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(renderDefinition(value)).toEqual(value);
    }),
    { numRuns: 200, seed: 20201201 },
  );
});

test('entries without a value disappear, at any depth; null stays', () => {
  expect(renderDefinition({ a: undefined, b: [{ c: undefined, d: null }] })).toEqual({ b: [{ d: null }] });
});

test.each([
  { kind: 'string', value: Token.asString(REFERENCE) },
  { kind: 'number', value: Token.asNumber(REFERENCE) },
])('a reference as $kind becomes its expression', ({ value }) => {
  expect(renderDefinition({ list: [value] })).toEqual({ list: [GET] });
});

test.each([
  { text: (id: string) => `${id}/train`, values: [GET, '/train'] },
  { text: (id: string) => `s3://data/${id}`, values: ['s3://data/', GET] },
  { text: (id: string) => `${id}${id}`, values: [GET, GET] },
  { text: (id: string) => `a${id}b${id}c`, values: ['a', GET, 'b', GET, 'c'] },
])('text around references is joined in its order: $values', ({ text, values }) => {
  expect(renderDefinition(text(String(REFERENCE)))).toEqual({ 'Std:Join': { On: '', Values: values } });
});

test.each([
  { text: 's3://data', values: ['s3://data'] },
  { text: String(REFERENCE), values: [GET] },
  { text: `s3://${String(REFERENCE)}/a`, values: ['s3://', GET, '/a'] },
])('a text is a join of $values where the language takes nothing else', ({ text, values }) => {
  expect(joinParts(text)).toEqual({ 'Std:Join': { On: '', Values: values } });
  expect(renderDefinition(joinParts(text))).toEqual(joinParts(text));
});

test('a reference inside the expression of another becomes its expression too', () => {
  const outer = new ReferenceToken(() => ({ 'Std:JsonGet': { PropertyFile: GET, Path: String(REFERENCE) } }));

  expect(renderDefinition(String(outer))).toEqual({ 'Std:JsonGet': { PropertyFile: GET, Path: GET } });
});

test("CloudFormation's tokens stay for CloudFormation: whole, in text, beside a reference, as objects and numbers", () => {
  const stack = new Stack();
  const size = Lazy.number({ produce: () => 30 });
  const resolvable = Lazy.any({ produce: () => ({ Ref: 'AWS::Region' }) });

  const rendered = renderDefinition({
    whole: Aws.REGION,
    text: `s3://data-${Aws.REGION}/raw`,
    both: `s3://data-${Aws.REGION}/${REFERENCE.toString()}`,
    size,
    resolvable,
  });

  expect(stack.resolve(rendered)).toEqual({
    whole: { Ref: 'AWS::Region' },
    text: { 'Fn::Join': ['', ['s3://data-', { Ref: 'AWS::Region' }, '/raw']] },
    both: {
      'Std:Join': { On: '', Values: [{ 'Fn::Join': ['', ['s3://data-', { Ref: 'AWS::Region' }, '/']] }, GET] },
    },
    size: 30,
    resolvable: { Ref: 'AWS::Region' },
  });
});
