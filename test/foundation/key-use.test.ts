import { App, Stack } from 'aws-cdk-lib';
import { KeyUse } from '../../lib/foundation';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Keys', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('CloudWatch Logs uses a key for the log groups of its account', () => {
  const use = KeyUse.logGroups();

  const { Principal, Condition } = stack.resolve(use._render(stack).toStatementJson());

  expect(Principal).toEqual({ Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } });
  expect(JSON.stringify(Condition)).toContain(':logs:eu-west-1:111111111111:log-group:*');
});

test('log delivery uses a key for the logs of the given accounts', () => {
  const use = KeyUse.logDelivery(['222222222222', '333333333333']);

  const { Principal, Condition } = stack.resolve(use._render(stack).toStatementJson());

  expect(Principal).toEqual({ Service: 'delivery.logs.amazonaws.com' });
  expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ['222222222222', '333333333333'] } });
});

test('Macie of the account of a key decrypts as its own role, whether that is there yet or not', () => {
  const use = KeyUse.sensitiveDataDiscovery();

  const { Principal, Action, Condition } = stack.resolve(use._render(stack).toStatementJson());

  expect([Principal, Action]).toEqual(['*', 'kms:Decrypt']);
  expect(Condition).toEqual({
    StringEquals: { 'kms:CallerAccount': '111111111111' },
    ArnEquals: {
      'aws:PrincipalArn': {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':iam::111111111111:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie',
          ],
        ],
      },
    },
  });
});

test('a key is used for the logs of one account at least', () => {
  const use = () => KeyUse.logDelivery([]);

  expect(use).toThrow(
    'LogsWithoutSource: sourceAccounts is empty, logs come from at least one account; name the accounts whose logs are delivered',
  );
});

test('logs come from accounts', () => {
  const use = () => KeyUse.logDelivery(['111111111111', 'all']);

  expect(use).toThrow(
    'AccountIdMalformed: sourceAccounts[1] is "all", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  );
});
