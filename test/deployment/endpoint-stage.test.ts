import { CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Problems, renderProblem } from '../../lib/core';
import { EndpointStage, ProductionRelaxations } from '../../lib/deployment';

const REASON = 'the model sees health records, which may not be stored';

const SAFEGUARDS: (keyof ProductionRelaxations)[] = [
  'withoutCapture',
  'withoutRollback',
  'oneAvailabilityZone',
  'withoutVpc',
  'withoutIsolation',
];

test.each(SAFEGUARDS)('production goes %s for a reason only', (safeguard) => {
  const strict = EndpointStage.production();
  const relaxed = EndpointStage.production({ [safeguard]: REASON });

  expect(strict._isProduction).toBe(true);
  expect(strict._allows(safeguard)).toBe(false);
  expect(strict._reasonFor(safeguard)).toBeUndefined();
  expect(relaxed._allows(safeguard)).toBe(true);
  expect(relaxed._reasonFor(safeguard)).toBe(REASON);
});

test.each([
  { safeguard: 'withoutCapture', allowed: true },
  { safeguard: 'withoutRollback', allowed: true },
  { safeguard: 'oneAvailabilityZone', allowed: true },
  { safeguard: 'withoutVpc', allowed: false },
  { safeguard: 'withoutIsolation', allowed: false },
] as const)('outside production an endpoint may go $safeguard without a reason: $allowed', ({ safeguard, allowed }) => {
  const stage = EndpointStage.nonProduction();

  expect(stage._isProduction).toBe(false);
  expect(stage._allows(safeguard)).toBe(allowed);
});

test('outside production an endpoint leaves the network for a reason', () => {
  const stage = EndpointStage.nonProduction({ withoutVpc: REASON });

  expect(stage._allows('withoutVpc')).toBe(true);
});

test('reasons stand in the metadata of the template', () => {
  const stack = new Stack();
  const resource = new CfnResource(stack, 'Endpoint', { type: 'AWS::SageMaker::Endpoint' });

  EndpointStage.production({ withoutIsolation: REASON, withoutCapture: REASON })._record(resource);

  Template.fromStack(stack).hasResource('AWS::SageMaker::Endpoint', {
    Metadata: {
      'governed-ml:relaxations': [
        { setting: 'withoutCapture', reason: REASON },
        { setting: 'withoutIsolation', reason: REASON },
      ],
    },
  });
});

test('without relaxations there is no metadata', () => {
  const stack = new Stack();
  const resource = new CfnResource(stack, 'Endpoint', { type: 'AWS::SageMaker::Endpoint' });

  EndpointStage.production()._record(resource);

  expect(resource.cfnOptions.metadata).toBeUndefined();
});

test('a reason of 10 characters is one', () => {
  expect(problemsOf(EndpointStage.production({ withoutVpc: 'legal says' }))).toEqual([]);
});

test.each([
  { reason: ' ', got: 'is blank' },
  { reason: 'not today', got: 'is "not today"' },
])('"$reason" is no reason', ({ reason, got }) => {
  const problems = problemsOf(EndpointStage.production({ withoutRollback: reason }));

  expect(problems).toEqual([
    `RelaxationWithoutReason: stage.withoutRollback ${got}, a security reviewer reads there why the rule does not hold; write the reason as a sentence`,
  ]);
});

function problemsOf(stage: EndpointStage): string[] {
  const problems = new Problems();

  stage._check(problems, 'stage');

  return problems.all.map(renderProblem);
}
