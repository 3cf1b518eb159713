import { Stack } from 'aws-cdk-lib';
import {
  LineageAction,
  LineageArtifact,
  LineageAssociationType,
  LineageEntity,
  LineageStep,
  LineageStepProps,
  StepProperties,
} from '../../lib/pipelines';
import { permissionsOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

const SAGEMAKER = 'arn:aws:sagemaker:eu-west-1:111111111111';
const ARTIFACT_ARN = `${SAGEMAKER}:artifact/1a2b3c`;

const review: LineageAction = { actionName: 'Review', actionType: 'Review', sourceUri: 'https://acme.example/42' };
const survey: LineageArtifact = { artifactName: 'survey', artifactType: 'DataSet', sourceUri: 's3://acme-data/survey' };

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('each execution records its own, and what of it belongs together', () => {
  const step = lineageOf({
    actions: [review],
    artifacts: [survey],
    contexts: [{ contextName: 'spring', contextType: 'Release', sourceUri: 'https://acme.example/spring' }],
    associations: [
      {
        source: LineageEntity.artifact('survey'),
        destination: LineageEntity.action('Review'),
        associationType: LineageAssociationType.CONTRIBUTED_TO,
      },
      { source: LineageEntity.fromArn(ARTIFACT_ARN), destination: LineageEntity.context('spring') },
    ],
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toMatchObject({
    Type: 'Lineage',
    Arguments: {
      Actions: [{ ActionName: inExecution('Review') }],
      Artifacts: [{ ArtifactName: inExecution('survey') }],
      Contexts: [{ ContextName: inExecution('spring') }],
      Associations: [
        {
          Source: { Name: inExecution('survey'), Type: 'Artifact' },
          Destination: { Name: inExecution('Review'), Type: 'Action' },
          AssociationType: 'ContributedTo',
        },
        { Source: { Arn: ARTIFACT_ARN }, Destination: { Name: inExecution('spring'), Type: 'Context' } },
      ],
    },
  });
});

test('the role may record this, and connect it', () => {
  const step = lineageOf({
    actions: [review],
    artifacts: [survey],
    associations: [{ source: LineageEntity.artifact('survey'), destination: LineageEntity.action('Review') }],
  });
  const [actions, artifacts] = [
    [`${SAGEMAKER}:action/Review-*`, `${SAGEMAKER}:action/review-*`],
    [`${SAGEMAKER}:artifact/*`],
  ];

  const permissions = permissionsOf(stack, step);

  expect(permissions).toEqual([
    { actions: ['sagemaker:CreateAction'], resources: actions },
    tagging('CreateAction', actions),
    { actions: ['sagemaker:CreateArtifact'], resources: artifacts },
    tagging('CreateArtifact', artifacts),
    { actions: ['sagemaker:AddAssociation'], resources: [...artifacts, ...actions] },
  ]);
});

test('the role may connect what is there already', () => {
  const arn = StepProperties._of(stepNamed('Find')).at('OutputParameters').asString;
  const step = lineageOf({
    associations: [{ source: LineageEntity.fromArn(ARTIFACT_ARN), destination: LineageEntity.fromArn(arn) }],
  });

  const permissions = permissionsOf(stack, step);

  expect(permissions).toEqual([
    {
      actions: ['sagemaker:AddAssociation'],
      resources: [
        ARTIFACT_ARN,
        ...['action', 'artifact', 'context', 'experiment', 'experiment-trial-component'].map(
          (kind) => `${SAGEMAKER}:${kind}/*`,
        ),
      ],
    },
  ]);
});

test('a later step may ask for any result', () => {
  const found = lineageOf({ artifacts: [survey] })
    .properties.at('ArtifactArns')
    ._render();

  expect(found).toEqual({ Get: 'Steps.Record.ArtifactArns' });
});

test('a step that records nothing is refused', () => {
  const pipeline = () => pipelineIn(stack, [lineageOf({})]);

  expect(pipeline).toThrow(
    'LineageStepEmpty: steps.Record has no actions, artifacts, contexts and associations, a lineage step records at least one of them; add one, or remove the step',
  );
});

test('two actions of one name are refused', () => {
  const pipeline = () => pipelineIn(stack, [lineageOf({ actions: [review, review] })]);

  expect(pipeline).toThrow(
    'StepPartNameTaken: steps.Record.actions has "Review" more than once, the name of an action is unique in its step; rename all but one',
  );
});

test.each([
  [LineageEntity.artifact('surveys'), 'artifact "surveys"', 'add it to the step, or did you mean "survey"'],
  [LineageEntity.context('survey'), 'context "survey"', 'add it to the step, or use LineageEntity.fromArn(…)'],
])('an association of what the step does not record is refused', (source, told, remedy) => {
  const associations = [{ source, destination: LineageEntity.artifact('survey') }];

  const pipeline = () => pipelineIn(stack, [lineageOf({ artifacts: [survey], associations })]);

  expect(pipeline).toThrow(
    `LineageEntityUnknown: steps.Record.associations[0].source is the ${told}, an association names what the same step records; ${remedy}`,
  );
});

function lineageOf(props: LineageStepProps): LineageStep {
  return new LineageStep('Record', props);
}

function inExecution(name: string): unknown {
  return { 'Std:Join': { On: '', Values: [`${name}-`, { Get: 'Execution.PipelineExecutionId' }] } };
}

function tagging(operation: string, resources: string[]): unknown {
  return {
    actions: ['sagemaker:AddTags'],
    resources,
    conditions: { StringEquals: { 'sagemaker:TaggingAction': operation } },
  };
}
