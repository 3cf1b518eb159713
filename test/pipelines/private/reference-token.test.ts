import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import { ReferenceToken } from '../../../lib/pipelines/private/reference-token';

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
