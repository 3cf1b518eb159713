/** What a feature is. */
export enum ExplainedFeatureType {
  /** A number. */
  NUMERICAL = 'numerical',

  /** One of several values. */
  CATEGORICAL = 'categorical',

  /** Text, of which each unit is explained. */
  TEXT = 'text',
}

/** The unit of text that is explained as a feature of its own. */
export enum TextGranularity {
  /** A word. */
  TOKEN = 'token',

  /** A sentence. */
  SENTENCE = 'sentence',

  /** A paragraph. */
  PARAGRAPH = 'paragraph',
}

/** How text is explained. */
export interface TextExplanation {
  /** Language of the text by its ISO 639 code, as `en`; `xx` for a mix. */
  readonly language: string;

  /** The unit that is explained as a feature of its own. */
  readonly granularity: TextGranularity;
}

/** What is known of the features of an explained model. */
export interface ExplainedFeatures {
  /**
   * Names of the features, in their order: 1 to 256 of 1 to 64 characters. Answers carry them.
   *
   * @default - features have no names
   */
  readonly names?: string[];

  /**
   * What each feature is, in their order: 1 to 256, one of them text. Only with `text`.
   *
   * @default - Clarify infers it from the baseline
   */
  readonly types?: ExplainedFeatureType[];

  /**
   * How text is explained.
   *
   * @default - no feature is text
   */
  readonly text?: TextExplanation;
}
