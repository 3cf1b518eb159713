import { Lazy } from 'aws-cdk-lib';
import { ServingRepository } from '../../lib/deployment';

test.each(['vllm', 'pytorch-inference', Lazy.string({ produce: () => 'later' })])(
  'a repository that is newer than this library is named: %s',
  (name) => {
    const repository = ServingRepository.named(name);

    expect(repository.repositoryName).toBe(name);
  },
);

test.each(['', 'vllm:0.11.0', '763104351884.dkr.ecr.eu-west-1.amazonaws.com/vllm', 'vLLM'])(
  '"%s" names no repository',
  (name) => {
    const repository = () => ServingRepository.named(name);

    expect(repository).toThrow(
      `RepositoryNameMalformed: repositoryName is "${name}", a repository is named by lower-case letters and digits, with dots, hyphens and underscores between them; write one as "pytorch-inference", without registry and tag`,
    );
  },
);
