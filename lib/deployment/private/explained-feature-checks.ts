import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { ExplainedFeatures, ExplainedFeatureType } from '../explained-features';
import { checkListLength, checkTextLength } from './length-checks';

const MOST_FEATURES = 256;
const LONGEST_NAME = 64;

/** The languages whose text Clarify takes apart, by their ISO 639 codes; `xx` is a mix. */
const LANGUAGES = [
  ...['af', 'ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'eu', 'fa', 'fi', 'fr', 'ga', 'gu', 'he'],
  ...['hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'kn', 'ky', 'lb', 'lij', 'lt', 'lv', 'mk', 'ml', 'mr', 'nb', 'ne'],
  ...['nl', 'pl', 'pt', 'ro', 'ru', 'sa', 'si', 'sk', 'sl', 'sq', 'sr', 'sv', 'ta', 'te', 'tl', 'tn', 'tr', 'tt'],
  ...['uk', 'ur', 'xx', 'yo', 'zh'],
];

/** Checks what is said of the features of an explained model. */
export function checkFeatures(problems: Problems, path: string, features: ExplainedFeatures): void {
  const { names, types, text } = features;

  checkNames(problems, `${path}.names`, names, MOST_FEATURES);
  checkListLength(problems, `${path}.types`, types, MOST_FEATURES);
  checkTypes(problems, path, features);
  checkEven(problems, path, names, types);
  if (text) checkLanguage(problems, `${path}.text.language`, text.language);
}

/** Checks names that stand in answers. */
export function checkNames(problems: Problems, path: string, names: readonly string[] | undefined, most: number): void {
  checkListLength(problems, path, names, most);
  (names ?? []).forEach((name, i) => checkTextLength(problems, `${path}[${i}]`, name, LONGEST_NAME));
}

/** Types of features are for models that read text. */
function checkTypes(problems: Problems, path: string, { types, text }: ExplainedFeatures): void {
  if (!types || types.length === 0) return;
  const hasText = types.includes(ExplainedFeatureType.TEXT);

  if (!hasText) {
    problems.add({
      code: 'ExplainedTypesWithoutText',
      path: `${path}.types`,
      got: 'names no text',
      wanted: 'SageMaker takes types of features only where one of them is text',
      remedy: text ? 'say which feature is ExplainedFeatureType.TEXT' : 'leave it out',
    });
  } else if (!text) {
    problems.add({
      code: 'ExplainedTextUnknown',
      path: `${path}.text`,
      got: 'is missing',
      wanted: 'a feature is text, which is taken apart by its language',
      remedy: "give text, as { language: 'en', granularity: TextGranularity.SENTENCE }",
    });
  }
}

function checkEven(
  problems: Problems,
  path: string,
  names: readonly string[] | undefined,
  types: readonly ExplainedFeatureType[] | undefined,
): void {
  if (!names || !types || Token.isUnresolved(names) || names.length === types.length) return;

  problems.add({
    code: 'ExplainedFeaturesUneven',
    path: `${path}.types`,
    got: `has ${types.length} entries`,
    wanted: `names has ${names.length}, and both list the same features`,
    remedy: 'give each feature a name and a type',
  });
}

function checkLanguage(problems: Problems, path: string, language: string): void {
  if (Token.isUnresolved(language) || LANGUAGES.includes(language)) return;

  problems.add({
    code: 'ExplainedLanguageUnknown',
    path,
    got: `is "${language}"`,
    wanted: `SageMaker takes ${LANGUAGES.join(', ')}`,
    remedy: 'write one of these codes; "xx" is a mix of languages',
  });
}
