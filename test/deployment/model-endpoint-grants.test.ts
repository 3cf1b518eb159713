import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ModelEndpointGrants } from '../../lib/deployment/model-endpoint-grants';
import { endpointIn, stackIn } from './endpoints';
import { ENDPOINT_ARN, ForeignEndpoint } from './foreign-endpoint';
import { isAllowed, SimulatedRequest, statementsIn } from './simulation';

const COMPONENT_ARNS = 'arn:aws:sagemaker:eu-west-1:111111111111:inference-component';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test("CDK's own method gives the same as grants.invoke", () => {
  const [own, cdks] = [stackIn(), stackIn()];

  endpointIn(own).grants.invoke(callerIn(own));
  endpointIn(cdks).grantInvoke(callerIn(cdks));

  expect(Template.fromStack(cdks).toJSON()).toEqual(Template.fromStack(own).toJSON());
});

/** A request that a grant decides on, but for what the policies say. */
type Asked = Omit<SimulatedRequest, 'statements'>;

const ANY: Asked = { action: 'sagemaker:InvokeEndpoint', resource: ENDPOINT_ARN };
const ANY_STREAM: Asked = { action: 'sagemaker:InvokeEndpointWithResponseStream', resource: ENDPOINT_ARN };
const ANY_ASYNC: Asked = { action: 'sagemaker:InvokeEndpointAsync', resource: ENDPOINT_ARN };
const ELSEWHERE: Asked = { ...ANY, resource: ENDPOINT_ARN.replace('abalone', 'oyster') };

/** What each grant lets a caller do, and what it does not. */
const GRANTS: Record<string, { give: (to: ModelEndpointGrants) => void; allowed: Asked[]; denied: Asked[] }> = {
  invoke: {
    give: (grants) => grants.invoke(callerIn()),
    allowed: [ANY, ofModel('oyster/3.tar.gz')],
    denied: [ELSEWHERE, ANY_STREAM, ANY_ASYNC, ofComponent('adapter-a')],
  },
  invokeModels: {
    give: (grants) => grants.invokeModels(callerIn(), ['oyster/*', 'abalone-3.tar.gz']),
    allowed: [ofModel('oyster/3.tar.gz'), ofModel('abalone-3.tar.gz')],
    denied: [ANY, ofModel('abalone-4.tar.gz'), ofModel('clam/oyster/3.tar.gz'), ANY_STREAM, ANY_ASYNC, ELSEWHERE],
  },
  invokeComponents: {
    give: (grants) => grants.invokeComponents(callerIn(), ['adapter-a', 'adapter-b']),
    allowed: [ofComponent('adapter-a'), ofComponent('adapter-b')],
    denied: [ofComponent('adapter-c'), ANY_STREAM, ANY_ASYNC, ELSEWHERE],
  },
  invokeWithResponseStream: {
    give: (grants) => grants.invokeWithResponseStream(callerIn()),
    allowed: [ANY_STREAM],
    denied: [ANY, ANY_ASYNC, { ...ELSEWHERE, action: ANY_STREAM.action }],
  },
  invokeAsync: {
    give: (grants) => grants.invokeAsync(callerIn()),
    allowed: [ANY_ASYNC],
    denied: [ANY, ANY_STREAM, { ...ELSEWHERE, action: ANY_ASYNC.action }],
  },
};

describe.each(Object.entries(GRANTS))('grants.%s', (_grant, { give, allowed, denied }) => {
  beforeEach(() => give(grantsIn()));

  test.each(allowed)('allows $action on $resource with $context', async (asked) => {
    const statements = statementsIn(stack);

    const allows = await isAllowed({ ...asked, statements });

    expect(allows).toBe(true);
  });

  test.each(denied)('denies $action on $resource with $context', async (asked) => {
    const statements = statementsIn(stack);

    const allows = await isAllowed({ ...asked, statements });

    expect(allows).toBe(false);
  });
});

test.each([
  {
    give: (grants: ModelEndpointGrants) => grants.invokeModels(callerIn(), []),
    message:
      'GrantOfNothing: targetModels is empty, the grantee may ask for the models that are named, and for no others; name one, or use grants.invoke()',
  },
  {
    give: (grants: ModelEndpointGrants) => grants.invokeComponents(callerIn(), []),
    message:
      'GrantOfNothing: componentNames is empty, the grantee may ask for the inference components that are named, and for no others; name one, or use grants.invoke()',
  },
])('a grant that names nothing is refused: $message', ({ give, message }) => {
  const grants = grantsIn();

  const granted = (): unknown => give(grants);

  expect(granted).toThrow(message);
});

function grantsIn(): ModelEndpointGrants {
  return ModelEndpointGrants.of(new ForeignEndpoint(stack, 'Endpoint'));
}

function callerIn(in_ = stack): iam.Role {
  return new iam.Role(in_, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

function ofModel(targetModel: string): Asked {
  return { ...ANY, context: { 'sagemaker:TargetModel': targetModel } };
}

/** SageMaker asks IAM about the component besides the endpoint. */
function ofComponent(name: string): Asked {
  return { ...ANY, resource: `${COMPONENT_ARNS}/${name}` };
}
