import { fail } from 'node:assert';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

const ACCOUNT = '111111111111';

/** A request, and the policies that decide on it. */
export interface SimulatedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;

  /** The statements of the caller's policies. */
  readonly statements: readonly object[];

  /** The policy of what is asked for. */
  readonly resourcePolicy?: object;

  /** Whether the caller is a role of another account. */
  readonly foreign?: boolean;
}

/** Whether IAM allows a request. One that the simulator cannot decide is a mistake of the test. */
export async function isAllowed(request: SimulatedRequest): Promise<boolean> {
  const { action, resource, context, statements, resourcePolicy, foreign = false } = request;
  const principal = `arn:aws:iam::${foreign ? '222222222222' : ACCOUNT}:role/caller`;

  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': principal, ...context },
      },
      identityPolicies: [{ name: 'granted', policy: { Version: '2012-10-17', Statement: statements } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy && { resourcePolicy }),
    },
    {},
  );

  if (result.resultType === 'error') fail(`the simulator cannot decide ${action}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

/** What the policies of a stack's roles say. */
export function statementsIn(stack: Stack): object[] {
  const template = Template.fromStack(stack);

  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.values(template.findResources(type)).flatMap(({ Properties }) =>
      plain<object[]>((Properties as { PolicyDocument: { Statement: object[] } }).PolicyDocument.Statement),
    ),
  );
}

/** A value of a template with the partition as `aws`, other references by the ids of their resources, and attributes as ARNs. */
export function plain<Value>(value: unknown): Value {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => {
      const {
        'Fn::Join': join,
        'Fn::GetAtt': attribute,
        Ref: id,
      } = (typeof part === 'object' && part !== null ? part : {}) as Intrinsics;
      if (id !== undefined) return id === 'AWS::Partition' ? 'aws' : id;
      if (attribute !== undefined) return `arn:aws:made:eu-west-1:${ACCOUNT}:${attribute.join('/')}`;

      return join ? join[1].map((piece) => plain<string>(piece)).join(join[0]) : part;
    }),
  ) as Value;
}

/** What CloudFormation puts in the place of a value. */
interface Intrinsics {
  readonly 'Fn::Join'?: [string, unknown[]];
  readonly 'Fn::GetAtt'?: [string, string];
  readonly Ref?: string;
}
