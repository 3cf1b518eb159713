import {
  FORECASTING_IMAGES,
  ImageRegistry,
  TABULAR_ALGORITHM_IMAGES,
  TEXT_AND_IMAGE_ALGORITHM_IMAGES,
  TOPIC_IMAGES,
} from '../../core';
import { BuiltInAlgorithm } from '../built-in-algorithm';

/** What is known of the container of an algorithm. */
export interface AlgorithmFacts {
  readonly registry: ImageRegistry;
  /** Whether one container serves many models. */
  readonly multiModel?: boolean;
}

const TABULAR: AlgorithmFacts = { registry: TABULAR_ALGORITHM_IMAGES };
const TEXT_AND_IMAGE: AlgorithmFacts = { registry: TEXT_AND_IMAGE_ALGORITHM_IMAGES };

export const BUILT_IN_ALGORITHMS: Readonly<Record<BuiltInAlgorithm, AlgorithmFacts>> = {
  [BuiltInAlgorithm.BLAZING_TEXT]: TEXT_AND_IMAGE,
  [BuiltInAlgorithm.DEEP_AR]: { registry: FORECASTING_IMAGES },
  [BuiltInAlgorithm.FACTORIZATION_MACHINES]: TABULAR,
  [BuiltInAlgorithm.IMAGE_CLASSIFICATION]: TEXT_AND_IMAGE,
  [BuiltInAlgorithm.IP_INSIGHTS]: TABULAR,
  [BuiltInAlgorithm.K_MEANS]: TABULAR,
  [BuiltInAlgorithm.K_NEAREST_NEIGHBORS]: { ...TABULAR, multiModel: true },
  [BuiltInAlgorithm.LATENT_DIRICHLET_ALLOCATION]: { registry: TOPIC_IMAGES },
  [BuiltInAlgorithm.LINEAR_LEARNER]: { ...TABULAR, multiModel: true },
  [BuiltInAlgorithm.NEURAL_TOPIC_MODEL]: TABULAR,
  [BuiltInAlgorithm.OBJECT_DETECTION]: TEXT_AND_IMAGE,
  [BuiltInAlgorithm.OBJECT_2_VEC]: TABULAR,
  [BuiltInAlgorithm.PRINCIPAL_COMPONENT_ANALYSIS]: TABULAR,
  [BuiltInAlgorithm.RANDOM_CUT_FOREST]: { ...TABULAR, multiModel: true },
  [BuiltInAlgorithm.SEMANTIC_SEGMENTATION]: TEXT_AND_IMAGE,
  [BuiltInAlgorithm.SEQUENCE_TO_SEQUENCE]: TEXT_AND_IMAGE,
};
