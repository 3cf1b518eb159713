import * as iam from 'aws-cdk-lib/aws-iam';
import { CustomStep, CustomStepProps, PipelineParameter } from '../../lib/pipelines';
import { definitionOf, permissionsOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';

test("a step stands in SageMaker's own words", () => {
  const step = customWith({
    argumentsJson: JSON.stringify({ S3Sources: [{ StepName: 'Train' }] }),
    membersJson: JSON.stringify({ Trigger: 'Any', Limit: null }),
    displayName: 'Clean up',
  });

  const rendered = renderedIn(stackIn(), [step]);

  expect(rendered).toEqual({
    Name: 'Clean',
    Type: 'Cleanup',
    Arguments: { S3Sources: [{ StepName: 'Train' }] },
    Trigger: 'Any',
    Limit: null,
    DisplayName: 'Clean up',
  });
});

test('references stand in it as text and as numbers, and make it wait', () => {
  const stack = stackIn();
  const train = stepNamed('Train');
  const most = PipelineParameter.ofInteger('Most', { defaultValue: 2 });
  const folder = train.output('result').asString;
  const step = customWith({
    argumentsJson: JSON.stringify({ Most: most.asNumber, Folder: folder, Log: `${folder}/log` }),
  });

  pipelineIn(stack, [step, train], { parameters: [most] });

  const result = { Get: "Steps.Train.ProcessingOutputConfig.Outputs['result'].S3Output.S3Uri" };
  expect(definitionOf(stack).Steps[0].Arguments).toEqual({
    Most: { Get: 'Parameters.Most' },
    Folder: result,
    Log: { 'Std:Join': { On: '', Values: [result, '/log'] } },
  });
});

test('a step without arguments has none', () => {
  expect(renderedIn(stackIn(), [customWith({})]).Arguments).toEqual({});
});

test('later steps know of it what they say', () => {
  expect(customWith({}).properties.at('DeletedObjects[0]')._render()).toEqual({
    Get: 'Steps.Clean.DeletedObjects[0]',
  });
});

test('the pipeline is allowed what the step says', () => {
  const permissions = [
    new iam.PolicyStatement({
      actions: ['s3:DeleteObject'],
      resources: ['arn:aws:s3:::acme-data/runs/*'],
      conditions: { StringEquals: { 'aws:ResourceAccount': '111111111111' } },
    }),
    new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::acme-data'] }),
  ];

  expect(permissionsOf(stackIn(), customWith({ permissions }))).toEqual([
    {
      actions: ['s3:DeleteObject'],
      resources: ['arn:aws:s3:::acme-data/runs/*'],
      conditions: { StringEquals: { 'aws:ResourceAccount': '111111111111' } },
    },
    { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::acme-data'] },
  ]);
});

test('the reason is kept', () => {
  expect(customWith({ reason: 'no class for clean-up yet' })._relaxations).toEqual([
    { setting: 'customStep', reason: 'no class for clean-up yet' },
  ]);
});

test.each(['', ' '])('a step without a reason is refused: "%s"', (reason) => {
  expect(pipelineOf({ reason })).toThrow(
    'CustomStepWithoutReason: steps.Clean.reason is empty, a step leaves the checks of this library for a stated reason only; say which class would be used, and what it lacks',
  );
});

test.each(['', 'Clean up', 'Cleanup2', 'a'.repeat(65)])('"%s" is no type', (stepType) => {
  expect(pipelineOf({ stepType })).toThrow(
    `StepTypeMalformed: steps.Clean.stepType is "${stepType}", a step type is a word of 1 to 64 letters; copy it from the definition language, as "Cleanup"`,
  );
});

test('a step whose branches nobody checks is refused', () => {
  expect(pipelineOf({ stepType: 'Condition' })).toThrow(
    'CustomStepWithBranches: steps.Clean.stepType is "Condition", steps in the branches of a custom step would not be checked; use ConditionStep',
  );
});

test.each([
  { name: 'Name', remedy: 'use the prop of the step instead' },
  { name: 'CacheConfig', remedy: 'use the prop of the step instead' },
  { name: 'Arguments', remedy: 'use argumentsJson' },
])('$name is not given as a member', ({ name, remedy }) => {
  expect(pipelineOf({ membersJson: JSON.stringify({ [name]: {} }) })).toThrow(
    `CustomStepMemberTaken: steps.Clean.membersJson.${name} is given, the step writes it by itself; ${remedy}`,
  );
});

test('what is no JSON of an object is refused', () => {
  expect(pipelineOf({ argumentsJson: '{', membersJson: '[]' })).toThrow(
    [
      '2 problems:',
      '  JsonMalformed: steps.Clean.argumentsJson is no JSON, it is the JSON text of an object; give what JSON.stringify({ … }) returns',
      '  JsonNotAnObject: steps.Clean.membersJson is the text of a list, members have names; give the text of an object, as JSON.stringify({ … })',
    ].join('\n'),
  );
});

test.each([
  new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:*'], resources: ['*'] }),
  new iam.PolicyStatement({ actions: ['s3:GetObject'] }),
  new iam.PolicyStatement({ resources: ['*'] }),
])('a statement that does not allow is refused', (statement) => {
  expect(pipelineOf({ permissions: [statement] })).toThrow(
    "CustomStepPermissionMalformed: steps.Clean.permissions[0] does not allow actions on resources, the pipeline's role is allowed what a step needs, and nothing else; give effect Allow, actions and resources",
  );
});

function pipelineOf(wished: Partial<CustomStepProps>): () => void {
  return () => pipelineIn(stackIn(), [customWith(wished)]);
}

function customWith(wished: Partial<CustomStepProps>): CustomStep {
  return new CustomStep('Clean', { stepType: 'Cleanup', reason: 'no class for it yet', ...wished });
}
