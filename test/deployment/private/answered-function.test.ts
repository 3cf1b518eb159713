import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AnsweredFunction } from '../../../lib/deployment/private/answered-function';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { stackIn, VOLUME_KEY_ARN } from '../endpoints';
import { isAllowed, statementsIn } from '../simulation';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:tries';

test('what answers may call the function, and no version of it or other function', async () => {
  const stack = stackIn();
  answeredIn(stack);
  const statements = statementsIn(stack);

  const allowed = await Promise.all(
    [FUNCTION_ARN, `${FUNCTION_ARN}:1`, `${FUNCTION_ARN}2`].map((resource) =>
      isAllowed({ action: 'lambda:InvokeFunction', resource, statements }),
    ),
  );

  expect(allowed).toEqual([true, false, false]);
});

test('its log and its settings are encrypted, and no rule pack finds anything', () => {
  const stack = stackIn();

  answeredIn(stack);

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: VOLUME_KEY_ARN, RetentionInDays: 365 });
  template.hasResourceProperties('AWS::Lambda::Function', {
    KmsKeyArn: VOLUME_KEY_ARN,
    Environment: { Variables: { USER_ON_EVENT_FUNCTION_ARN: FUNCTION_ARN } },
  });
  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function answeredIn(stack: ReturnType<typeof stackIn>): AnsweredFunction {
  return new AnsweredFunction(stack, 'Answer', {
    resource: lambda.Function.fromFunctionAttributes(stack, 'Function', {
      functionArn: FUNCTION_ARN,
      sameEnvironment: true,
    }),
    description: 'Tries an endpoint',
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
  });
}
