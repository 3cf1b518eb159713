/** A framework whose models SageMaker Neo compiles. */
export enum NeoFramework {
  /** TensorFlow. */
  TENSORFLOW = 'TENSORFLOW',
  /** Keras. */
  KERAS = 'KERAS',
  /** Apache MXNet. */
  MXNET = 'MXNET',
  /** Models in the ONNX format. */
  ONNX = 'ONNX',
  /** PyTorch. */
  PYTORCH = 'PYTORCH',
  /** XGBoost. */
  XGBOOST = 'XGBOOST',
  /** TensorFlow Lite. */
  TFLITE = 'TFLITE',
  /** Darknet. */
  DARKNET = 'DARKNET',
  /** Scikit-learn. */
  SKLEARN = 'SKLEARN',
}
