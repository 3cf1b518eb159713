import { checkModelPackageStage, renderModelPackageStage } from '../../lib/pipelines/model-package-stage';
import { told } from './private/told';

test('a version stands somewhere in its life', () => {
  const rendered = renderModelPackageStage({ stage: 'Development', status: 'PendingApproval', description: 'new' });

  expect(rendered).toEqual({ Stage: 'Development', StageStatus: 'PendingApproval', StageDescription: 'new' });
});

test('a stage that SageMaker refuses, or that a pipeline may not pass, is refused', () => {
  const stage = { stage: 'In production', status: 'Approved', description: 'x'.repeat(1_025) };

  const found = told((problems) => checkModelPackageStage(problems, 'stage', stage));

  expect(found).toEqual([
    'NameMalformed: stage.stage is "In production", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
    'PipelineApprovesItsModel: stage.status is "Approved", a pipeline registers a model that somebody else approves; leave it to the registry, with another status or none',
    'TextTooLong: stage.description has 1025 characters, SageMaker takes up to 1024; shorten it',
  ]);
});
