/**
 * The container that serves what SageMaker Neo compiled.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-container-images.html
 */
export enum NeoRuntime {
  /** XGBoost; its tag is `latest`. */
  XGBOOST = 'xgboost-neo',
  /** SageMaker's image classification; its tag is `latest`. */
  IMAGE_CLASSIFICATION = 'image-classification-neo',
  /** PyTorch; tags read `1.12-cpu-py3`. */
  PYTORCH = 'sagemaker-inference-pytorch',
  /** TensorFlow; tags read `2.9-gpu-py3`. */
  TENSORFLOW = 'sagemaker-inference-tensorflow',
  /** MXNet; tags read `1.8-cpu-py3`. */
  MXNET = 'sagemaker-inference-mxnet',
  /** PyTorch on Inferentia; tags read `1.5.1-inf-py3`. */
  INFERENTIA_PYTORCH = 'sagemaker-neo-pytorch',
  /** TensorFlow on Inferentia; tags read `1.15.0-inf-py3`. */
  INFERENTIA_TENSORFLOW = 'sagemaker-neo-tensorflow',
  /** MXNet on Inferentia; tags read `1.5.1-inf-py3`. */
  INFERENTIA_MXNET = 'sagemaker-neo-mxnet',
}
