import { Problems, renderProblem } from '../../../lib/core';
import { ExplainedFeatures, ExplainedFeatureType, TextGranularity } from '../../../lib/deployment/explained-features';
import { checkFeatures } from '../../../lib/deployment/private/explained-feature-checks';

const TEXT = { language: 'en', granularity: TextGranularity.SENTENCE };

test.each<ExplainedFeatures>([
  {},
  { names: ['a'.repeat(64)] },
  { names: Array.from({ length: 256 }, (_, i) => `f${i}`) },
  { text: { language: 'lij', granularity: TextGranularity.TOKEN } },
  { names: ['review', 'stars'], types: [ExplainedFeatureType.TEXT, ExplainedFeatureType.NUMERICAL], text: TEXT },
])('this may be said of features: %p', (features) => {
  expect(problemsOf(features)).toEqual([]);
});

test('features have 1 to 256 names of 1 to 64 characters', () => {
  expect(problemsOf({ names: [] })).toEqual([
    'ListLengthOutOfRange: features.names is empty, SageMaker takes 1 to 256 entries; leave the option out, or name an entry',
  ]);
  expect(problemsOf({ names: Array.from({ length: 257 }, (_, i) => `f${i}`) })).toEqual([
    'ListLengthOutOfRange: features.names has 257 entries, SageMaker takes 1 to 256 entries; leave out those that are not needed',
  ]);
  expect(problemsOf({ names: ['age', '', 'a'.repeat(65)] })).toEqual([
    'TextLengthOutOfRange: features.names[1] is empty, SageMaker takes 1 to 64 characters; write something there',
    'TextLengthOutOfRange: features.names[2] has 65 characters, SageMaker takes 1 to 64 characters; shorten it',
  ]);
});

test('an empty list of types is told once', () => {
  expect(problemsOf({ types: [] })).toEqual([
    'ListLengthOutOfRange: features.types is empty, SageMaker takes 1 to 256 entries; leave the option out, or name an entry',
  ]);
});

test.each([
  { text: undefined, remedy: 'leave it out' },
  { text: TEXT, remedy: 'say which feature is ExplainedFeatureType.TEXT' },
])('types are for features of which one is text: $remedy', ({ text, remedy }) => {
  const problems = problemsOf({ types: [ExplainedFeatureType.NUMERICAL], text });

  expect(problems).toEqual([
    `ExplainedTypesWithoutText: features.types names no text, SageMaker takes types of features only where one of them is text; ${remedy}`,
  ]);
});

test('text has a language', () => {
  const problems = problemsOf({ types: [ExplainedFeatureType.TEXT] });

  expect(problems).toEqual([
    "ExplainedTextUnknown: features.text is missing, a feature is text, which is taken apart by its language; give text, as { language: 'en', granularity: TextGranularity.SENTENCE }",
  ]);
});

test('names and types list the same features', () => {
  const problems = problemsOf({ names: ['review', 'stars'], types: [ExplainedFeatureType.TEXT], text: TEXT });

  expect(problems).toEqual([
    'ExplainedFeaturesUneven: features.types has 1 entries, names has 2, and both list the same features; give each feature a name and a type',
  ]);
});

test('a language that Clarify does not know is refused', () => {
  const problems = problemsOf({ text: { language: 'ja', granularity: TextGranularity.TOKEN } });

  expect(problems).toEqual([
    'ExplainedLanguageUnknown: features.text.language is "ja", SageMaker takes af, ar, bg, bn, ca, cs, da, de, el, en, es, et, eu, fa, fi, fr, ga, gu, he, hi, hr, hu, hy, id, is, it, kn, ky, lb, lij, lt, lv, mk, ml, mr, nb, ne, nl, pl, pt, ro, ru, sa, si, sk, sl, sq, sr, sv, ta, te, tl, tn, tr, tt, uk, ur, xx, yo, zh; write one of these codes; "xx" is a mix of languages',
  ]);
});

function problemsOf(features: ExplainedFeatures): string[] {
  const problems = new Problems();

  checkFeatures(problems, 'features', features);

  return problems.all.map(renderProblem);
}
