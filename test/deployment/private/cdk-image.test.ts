import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerImage } from '@aws-cdk/aws-sagemaker-alpha';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { bindCdkImage } from '../../../lib/deployment/private/cdk-image';
import { stackIn } from '../endpoints';

const REPOSITORY_ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/abalone';

test('an image of a repository tells address and repository', () => {
  const stack = stackIn();
  const repository = ecr.Repository.fromRepositoryArn(stack, 'Repository', REPOSITORY_ARN);

  const { uri, repositoryArn } = bindCdkImage(stack, ContainerImage.fromEcrRepository(repository, '1.4.2'));

  expect(stack.resolve(uri)).toEqual({
    'Fn::Join': ['', ['111111111111.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/abalone:1.4.2']],
  });
  expect(repositoryArn).toBe(REPOSITORY_ARN);
});

test('deep learning containers may be bound side by side', () => {
  const stack = stackIn();
  const images = ['2.6.0-cpu-py312', '2.5.0-cpu-py312'].map((tag) => ContainerImage.fromDlc('pytorch-inference', tag));

  const addresses = images.map((image) => bindCdkImage(stack, image).uri);

  expect(addresses.map((uri) => JSON.stringify(stack.resolve(uri)))).toEqual([
    expect.stringContaining('pytorch-inference:2.6.0-cpu-py312'),
    expect.stringContaining('pytorch-inference:2.5.0-cpu-py312'),
  ]);
});

test('an image that is built is published, and no policy of anybody is changed', () => {
  const stack = stackIn();
  const directory = mkdtempSync(join(tmpdir(), 'cdk-image-'));
  writeFileSync(join(directory, 'Dockerfile'), 'FROM scratch\n');

  const { uri, repositoryArn } = bindCdkImage(stack, ContainerImage.fromAsset(directory));

  expect(JSON.stringify(stack.resolve(uri))).toContain('cdk-hnb659fds-container-assets-111111111111-eu-west-1');
  expect(JSON.stringify(stack.resolve(repositoryArn))).toContain('repository/cdk-hnb659fds-container-assets');
  expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
});
