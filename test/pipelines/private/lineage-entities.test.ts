import { LineageAction, LineageActionStatus, LineageArtifact, LineageContext } from '../../../lib/pipelines';
import {
  checkAction,
  checkArtifact,
  checkContext,
  renderAction,
  renderArtifact,
  renderContext,
} from '../../../lib/pipelines/private/lineage-entities';
import { told } from './told';

const action: LineageAction = { actionName: 'review', actionType: 'Review', sourceUri: 'https://acme.example/42' };
const artifact: LineageArtifact = { artifactName: 'survey', artifactType: 'DataSet', sourceUri: 's3://acme/survey' };
const context: LineageContext = { contextName: 'spring', contextType: 'Release', sourceUri: 'https://acme.example' };

test('an action is complete until somebody says otherwise', () => {
  const rendered = renderAction(action);

  expect(rendered).toMatchObject({
    ActionType: 'Review',
    Source: { SourceUri: 'https://acme.example/42' },
    Status: 'Completed',
  });
});

test('an action says all that it may', () => {
  const rendered = renderAction({
    ...action,
    sourceType: 'Ticket',
    status: LineageActionStatus.FAILED,
    description: 'the risk officer declined',
    properties: { officer: 'ada' },
  });

  expect(rendered).toMatchObject({
    Source: { SourceType: 'Ticket' },
    Status: 'Failed',
    Description: 'the risk officer declined',
    Properties: { officer: 'ada' },
  });
});

test('an artifact is known by the ETag of its object', () => {
  const rendered = renderArtifact({ ...artifact, s3ETag: '1a2b', properties: { rows: '4177' } });

  expect(rendered).toMatchObject({
    ArtifactType: 'DataSet',
    Source: { SourceUri: 's3://acme/survey', SourceTypes: [{ SourceIdType: 'S3ETag', Value: '1a2b' }] },
    Properties: { rows: '4177' },
  });
});

test('a context says all that it may', () => {
  const rendered = renderContext({ ...context, sourceType: 'Page', description: 'spring release' });

  expect(rendered).toMatchObject({
    ContextType: 'Release',
    Source: { SourceUri: 'https://acme.example', SourceType: 'Page' },
    Description: 'spring release',
  });
});

test('a name leaves room for the id of the execution', () => {
  const longest = 'x'.repeat(107);

  const found = [
    ...told((problems) => checkAction(problems, 'action', { ...action, actionName: longest })),
    ...told((problems) => checkAction(problems, 'action', { ...action, actionName: `${longest}x` })),
  ];

  expect(found).toEqual([
    `NameMalformed: action.actionName is "${longest}x", a name is 1 to 107 letters, digits and hyphens between them; choose a name of that form`,
  ]);
});

test('texts that are too long are refused', () => {
  const found = told((problems) =>
    checkContext(problems, 'context', {
      contextName: 'spring',
      contextType: 'x'.repeat(257),
      sourceUri: 'x'.repeat(2_049),
      sourceType: 'x'.repeat(257),
      description: 'x'.repeat(3_073),
      properties: { note: 'x'.repeat(2_501) },
    }),
  );

  expect(found).toEqual([
    'TextTooLong: context.contextType has 257 characters, SageMaker takes up to 256; shorten it',
    'TextTooLong: context.sourceUri has 2049 characters, SageMaker takes up to 2048; shorten it',
    'TextTooLong: context.sourceType has 257 characters, SageMaker takes up to 256; shorten it',
    'TextTooLong: context.description has 3073 characters, SageMaker takes up to 3072; shorten it',
    'TextTooLong: context.properties.note has 2501 characters, SageMaker takes up to 2500; shorten it',
  ]);
});

test('a property of an artifact may be longer than others', () => {
  const found = [4_096, 4_097].flatMap((length) =>
    told((problems) => checkArtifact(problems, 'artifact', { ...artifact, properties: { note: 'x'.repeat(length) } })),
  );

  expect(found).toEqual([
    'TextTooLong: artifact.properties.note has 4097 characters, SageMaker takes up to 4096; shorten it',
  ]);
});
