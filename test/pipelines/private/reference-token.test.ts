import { Aws, Lazy, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { referencesIn, ReferenceToken, wholeReference } from '../../../lib/pipelines/private/reference-token';

const TOKEN = new ReferenceToken(() => ({ Get: 'Parameters.Limit' }));

test('a reference is found again behind its string and its number', () => {
  expect(Tokenization.reverseString(String(TOKEN)).firstToken).toBe(TOKEN);
  expect(Tokenization.reverseNumber(Token.asNumber(TOKEN))).toBe(TOKEN);
});

test('nothing but a pipeline resolves a reference', () => {
  const resolution = () => new Stack().resolve({ value: TOKEN });

  expect(resolution).toThrow(
    'ReferenceOutsidePipeline: {"Get":"Parameters.Limit"} is used outside a pipeline definition, its value exists only while the pipeline runs; use it in the arguments of a step',
  );
});

test('a reference that is the whole of a value is told from one with text around it', () => {
  expect(wholeReference(String(TOKEN))).toBe(TOKEN);
  expect(wholeReference(Token.asNumber(TOKEN))).toBe(TOKEN);
  expect(wholeReference(`${String(TOKEN)}/train`)).toBeUndefined();
});

test.each(['', 'text', 6, NaN, Aws.REGION, Lazy.number({ produce: () => 6 })])('%p is no reference', (value) => {
  expect(wholeReference(value)).toBeUndefined();
});

test('the references in a text are found, the values of a deployment are not', () => {
  const other = new ReferenceToken(() => ({ Get: 'Parameters.Other' }));

  expect(referencesIn(`s3://${Aws.REGION}/${String(TOKEN)}/${String(other)}`)).toEqual([TOKEN, other]);
  expect(referencesIn('text')).toEqual([]);
});
