import { ModelPackageCard, ModelPackageCardStatus, PipelineParameter } from '../../lib/pipelines';
import { checkModelPackageCard, renderModelPackageCard } from '../../lib/pipelines/model-package-card';
import { told } from './private/told';

test('a card is a draft until somebody says otherwise', () => {
  const rendered = renderModelPackageCard({ content: '{}' });

  expect(rendered).toEqual({ ModelCardContent: '{}', ModelCardStatus: 'Draft' });
});

test('a card may wait for its review', () => {
  const rendered = renderModelPackageCard({ content: '{}', status: ModelPackageCardStatus.PENDING_REVIEW });

  expect(rendered.ModelCardStatus).toBe('PendingReview');
});

test.each(['{}', '{"model_overview":{"model_creator":"acme"}}', `{"text":"${'x'.repeat(99_989)}"}`])(
  'a JSON object of up to 100,000 characters is a card',
  (content) => {
    const found = toldOf({ content });

    expect(found).toEqual([]);
  },
);

test('a card may hold references', () => {
  const version = PipelineParameter.ofString('Version').asString;

  const found = toldOf({ content: JSON.stringify({ training_details: { training_observations: version } }) });

  expect(found).toEqual([]);
});

test.each(['model of abalones', '[]', 'null'])('%s is no card', (content) => {
  const found = toldOf({ content });

  expect(found).toEqual([
    'ModelCardMalformed: card.content is no JSON object, SageMaker reads a card as JSON, in the schema of model package cards; write it with JSON.stringify(…)',
  ]);
});

test('a card that is too long is refused', () => {
  const found = toldOf({ content: `{"text":"${'x'.repeat(99_990)}"}` });

  expect(found).toEqual(['TextTooLong: card.content has 100001 characters, SageMaker takes up to 100000; shorten it']);
});

function toldOf(card: ModelPackageCard): string[] {
  return told((problems) => checkModelPackageCard(problems, 'card', card));
}
