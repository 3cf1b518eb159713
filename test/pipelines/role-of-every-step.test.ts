import assert from 'node:assert';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { Template } from 'aws-cdk-lib/assertions';
import { STEP_FEATURES } from '../../lib/pipelines/private/step-features';
import { Definition, definitionOf, pipelineIn, RenderedStep, stackIn } from './definitions';
import { EXAMPLES } from './every-step';
import { ACCOUNT, NEEDS, OTHER_ACTIONS, PARTS, Request, SUBNETS } from './step-needs';

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/derived`;
const OTHER_ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/administrator`;

/** A statement of the derived role. */
interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

test('every type of step is looked at', () => {
  const types = Object.keys(EXAMPLES).flatMap((name) => pipelineOf(name).steps.map((step) => step.Type));

  expect([...new Set(types)].sort()).toEqual(Object.keys(STEP_FEATURES).sort());
});

describe.each(Object.keys(EXAMPLES))('the derived role of %s', (name) => {
  const { definition, steps, statements } = pipelineOf(name);

  test('may do what each step asks for', async () => {
    const requests = steps.flatMap((step) => NEEDS[step.Type].asksFor?.(step) ?? []);

    const refused = await refusedOf(statements, requests);

    expect(refused).toEqual([]);
  });

  test('may do nothing that no step asks for', () => {
    const mayNeed = new Set(steps.flatMap((step) => NEEDS[step.Type].mayNeed));
    const parts = Object.keys(definition).flatMap((part) => PARTS[part] ?? []);

    const allowed = statements.flatMap(({ Action: action }) => [action].flat());

    const others = allowed.filter((action) => !mayNeed.has(action) && !parts.some((part) => part.test(action)));
    expect(others).toEqual([]);
  });

  test('may not do it elsewhere, under another name, or with another role', async () => {
    const requests = steps.flatMap((step) => NEEDS[step.Type].asksFor?.(step) ?? []).flatMap(misused);

    const refused = await refusedOf(statements, requests);

    expect(refused).toHaveLength(requests.length);
  });
});

/** The steps of an example, those in branches too, and what the role that is derived from them may do. */
function pipelineOf(name: string): { definition: Definition; steps: RenderedStep[]; statements: Statement[] } {
  const stack = stackIn();
  const { steps, ...wished } = EXAMPLES[name](stack);
  pipelineIn(stack, steps, { ...wished, role: undefined });
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const definition = definitionOf(stack);

  return {
    definition,
    steps: withBranches(definition.Steps),
    statements: policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement as Statement[]),
  };
}

function withBranches(steps: RenderedStep[]): RenderedStep[] {
  return steps.flatMap((step) => {
    const { IfSteps: ifSteps = [], ElseSteps: elseSteps = [] } = (step.Arguments ?? {}) as Record<
      string,
      RenderedStep[]
    >;

    return [step, ...withBranches([...ifSteps, ...elseSteps])];
  });
}

/** The same request with one thing wrong; outside its network where no step may do such a thing there. */
function misused(request: Request, _i: number, all: Request[]): Request[] {
  const { action, resource, context = {} } = request;
  if (action === 'iam:PassRole') {
    return [
      { action, resource: OTHER_ROLE_ARN, context },
      { action, resource, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    ];
  }
  const bound = all.filter((other) => other.action === action).every((other) => SUBNETS in (other.context ?? {}));
  const contexts = [{ [SUBNETS]: [] }, { [SUBNETS]: ['subnet-1', 'subnet-9'] }].map((wrong) => ({
    ...context,
    ...wrong,
  }));

  return [
    ...elsewhereOf(request).map((other) => ({ action, resource: other, context })),
    { action: OTHER_ACTIONS[action] ?? action.replace(':Create', ':Delete'), resource, context },
    ...withOtherTags(context).map((other) => ({ action, resource, context: other })),
    ...(bound ? contexts.map((elsewhere) => ({ action, resource, context: elsewhere })) : []),
  ];
}

/** A resource that the request is not for: of another name or, where no policy can know the name, in another region. */
function elsewhereOf({ resource, namedByService }: Request): string[] {
  if (resource === '*') return [];

  return [
    namedByService
      ? resource.replace(':eu-west-1:', ':us-east-1:')
      : resource.replace(/[^/:]+(\/\d+)?$/, 'somebody-elses$1'),
  ];
}

/** The same context with the tags of another step, where the policy goes by tags. */
function withOtherTags(context: Record<string, string | string[]>): Record<string, string | string[]>[] {
  const keys = Object.keys(context).filter((key) => key.includes('Tag/'));
  if (keys.length === 0) return [];

  return [{ ...context, ...Object.fromEntries(keys.map((key) => [key, 'somebody-elses'])) }];
}

/** Those of the requests that a policy does not allow; one that the simulator cannot decide is a mistake of the test. */
async function refusedOf(statements: Statement[], requests: Request[]): Promise<string[]> {
  const policy = { Version: '2012-10-17', Statement: JSON.parse(withoutReferences(statements)) as unknown };
  const refused: string[] = [];

  for (const { action, resource, context } of requests) {
    const result = await runSimulation(
      {
        request: {
          principal: ROLE_ARN,
          action,
          resource: { resource, accountId: ACCOUNT },
          contextVariables: { 'aws:PrincipalArn': ROLE_ARN, ...context },
        },
        identityPolicies: [{ name: 'derived', policy }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    assert(result.resultType !== 'error', `the simulator cannot decide ${action} on ${resource}`);
    if (result.overallResult !== 'Allowed') refused.push(`${action} ${resource} ${JSON.stringify(context)}`);
  }
  return refused;
}

function withoutReferences(statements: Statement[]): string {
  return JSON.stringify(statements, (_key, part: unknown) => {
    const { 'Fn::Join': join } = (typeof part === 'object' && part !== null ? part : {}) as {
      'Fn::Join'?: [string, unknown[]];
    };

    return join ? join[1].map(textOfPiece).join('') : part;
  });
}

function textOfPiece(piece: unknown): string {
  if (typeof piece === 'string') return piece;

  return (piece as { Ref?: string }).Ref === 'AWS::URLSuffix' ? 'amazonaws.com' : 'aws';
}
