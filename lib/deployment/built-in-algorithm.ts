/**
 * An algorithm of SageMaker's own, whose models its own container serves. `ServingImage.xgboost` serves those of XGBoost.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/algos.html
 */
export enum BuiltInAlgorithm {
  /** Text classification and word vectors. */
  BLAZING_TEXT = 'blazingtext',
  /** Forecasts of many related time series. */
  DEEP_AR = 'forecasting-deepar',
  /** Classification and regression on sparse data, such as clicks. */
  FACTORIZATION_MACHINES = 'factorization-machines',
  /** Classes of whole images, with MXNet. */
  IMAGE_CLASSIFICATION = 'image-classification',
  /** Unusual pairs of users and IP addresses. */
  IP_INSIGHTS = 'ipinsights',
  /** Groups of similar records. */
  K_MEANS = 'kmeans',
  /** Classification and regression by the nearest neighbours. */
  K_NEAREST_NEIGHBORS = 'knn',
  /** Topics of documents, by latent Dirichlet allocation. */
  LATENT_DIRICHLET_ALLOCATION = 'lda',
  /** Linear classification and regression. */
  LINEAR_LEARNER = 'linear-learner',
  /** Topics of documents, by a neural network. */
  NEURAL_TOPIC_MODEL = 'ntm',
  /** Objects in images, with MXNet. */
  OBJECT_DETECTION = 'object-detection',
  /** Vectors of any objects that come in pairs. */
  OBJECT_2_VEC = 'object2vec',
  /** Fewer features, by principal components. */
  PRINCIPAL_COMPONENT_ANALYSIS = 'pca',
  /** Anomalies in records. */
  RANDOM_CUT_FOREST = 'randomcutforest',
  /** Classes of each pixel of an image. */
  SEMANTIC_SEGMENTATION = 'semantic-segmentation',
  /** Sequences from sequences, such as translations. */
  SEQUENCE_TO_SEQUENCE = 'seq2seq',
}
