import { Token } from 'aws-cdk-lib';
import { check } from '../core';

const REPOSITORY_NAME = /^[a-z0-9]+([._-]+[a-z0-9]+)*$/;

/**
 * A repository of AWS's deep learning containers that serve models.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/master/available_images.md
 */
export class ServingRepository {
  /** PyTorch; tags read `2.6.0-cpu-py312`. */
  public static readonly PYTORCH = new ServingRepository('pytorch-inference');

  /** PyTorch on Graviton processors. */
  public static readonly PYTORCH_GRAVITON = new ServingRepository('pytorch-inference-graviton');

  /** PyTorch on Inferentia and Trainium. */
  public static readonly PYTORCH_NEURONX = new ServingRepository('pytorch-inference-neuronx');

  /** TensorFlow; tags read `2.19.0-cpu`. */
  public static readonly TENSORFLOW = new ServingRepository('tensorflow-inference');

  /** TensorFlow on Graviton processors. */
  public static readonly TENSORFLOW_GRAVITON = new ServingRepository('tensorflow-inference-graviton');

  /** Hugging Face transformers with PyTorch; `ServingImage.huggingFaceInference` knows the tags. */
  public static readonly HUGGING_FACE = new ServingRepository('huggingface-pytorch-inference');

  /** Hugging Face transformers with PyTorch on Inferentia and Trainium. */
  public static readonly HUGGING_FACE_NEURONX = new ServingRepository('huggingface-pytorch-inference-neuronx');

  /** Large language models with Hugging Face's text generation server; tags read `2.6.0-tgi3.2.3-gpu-py311-cu124-ubuntu22.04`. */
  public static readonly HUGGING_FACE_TEXT_GENERATION = new ServingRepository('huggingface-pytorch-tgi-inference');

  /** Large models with the Deep Java Library; tags read `0.30.0-lmi12.0.0-cu124`. */
  public static readonly DJL = new ServingRepository('djl-inference');

  /** Models of several frameworks with NVIDIA Triton; tags read `24.09-py3`, for the processor alone `24.09-py3-cpu`. */
  public static readonly TRITON = new ServingRepository('sagemaker-tritonserver');

  /** AutoGluon; tags read `1.3.0-cpu-py311-ubuntu22.04`. */
  public static readonly AUTOGLUON = new ServingRepository('autogluon-inference');

  /** MXNet. */
  public static readonly MXNET = new ServingRepository('mxnet-inference');

  /** A repository that is newer than this library, by its name, as `vllm`. */
  public static named(repositoryName: string): ServingRepository {
    check(undefined, (problems) => {
      if (Token.isUnresolved(repositoryName) || REPOSITORY_NAME.test(repositoryName)) return;
      problems.add({
        code: 'RepositoryNameMalformed',
        path: 'repositoryName',
        got: `is "${repositoryName}"`,
        wanted:
          'a repository is named by lower-case letters and digits, with dots, hyphens and underscores between them',
        remedy: 'write one as "pytorch-inference", without registry and tag',
      });
    });

    return new ServingRepository(repositoryName);
  }

  private constructor(
    /** Name of the repository, as `pytorch-inference`. */
    public readonly repositoryName: string,
  ) {}
}
