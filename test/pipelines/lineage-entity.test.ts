import { LineageEntity, StepProperties } from '../../lib/pipelines';
import { stepNamed } from './definitions';
import { told } from './private/told';

test.each([
  ['Action', LineageEntity.action('train')],
  ['Artifact', LineageEntity.artifact('train')],
  ['Context', LineageEntity.context('train')],
])('%s is named as the execution names it', (kind, entity) => {
  const { Name: name, Type: type } = entity._render();

  expect(name).toMatch(/^train-\$\{Token\[/);
  expect(type).toBe(kind);
});

test('something that is there already has its ARN', () => {
  const arn = 'arn:aws:sagemaker:eu-west-1:111111111111:artifact/1a2b3c';

  const rendered = LineageEntity.fromArn(arn)._render();

  expect(rendered).toEqual({ Arn: arn });
});

test('an ARN may be a result of an earlier step', () => {
  const arn = StepProperties._of(stepNamed('Find')).at('OutputParameters').asString;

  const found = told((problems) => LineageEntity.fromArn(arn)._check(problems, 'source'));

  expect(found).toEqual([]);
});

test('an ARN of another service is refused', () => {
  const found = told((problems) => LineageEntity.fromArn('arn:aws:s3:::acme-data')._check(problems, 'source'));

  expect(found).toEqual([
    'ArnMalformed: source is "arn:aws:s3:::acme-data", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  ]);
});
