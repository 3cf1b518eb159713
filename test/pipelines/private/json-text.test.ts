import { Lazy } from 'aws-cdk-lib';
import { checkJsonText } from '../../../lib/pipelines/private/json-text';
import { told } from './told';

const LIMITS = { least: 3, most: 10, example: '{"a": 1}' };

test.each([undefined, '123', '{"a": 1}', '"12345678"', Lazy.string({ produce: () => 'later' })])(
  '%s passes',
  (text) => {
    const found = told((problems) => checkJsonText(problems, 'options', text, LIMITS));

    expect(found).toEqual([]);
  },
);

test.each([
  ['12', 'is "12"'],
  ['{a}', 'is "{a}"'],
  ['"123456789"', 'has 11 characters'],
])('%s is refused', (text, got) => {
  const found = told((problems) => checkJsonText(problems, 'options', text, LIMITS));

  expect(found).toEqual([
    `JsonTextMalformed: options ${got}, SageMaker reads JSON of 3 to 10 characters; write it as {"a": 1}`,
  ]);
});
