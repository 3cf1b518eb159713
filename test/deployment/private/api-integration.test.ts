import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RequestContent } from '../../../lib/deployment/request-content';
import { apiIn } from '../apis';
import { stackIn } from '../endpoints';
import { ForeignEndpoint } from '../foreign-endpoint';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the role may invoke the endpoint and do nothing else', () => {
  apiIn(stack, { endpoint: new ForeignEndpoint(stack, 'Other', 'oyster') });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::IAM::Policy', 0);
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sagemaker:InvokeEndpoint',
          Resource: {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:endpoint/oyster']],
          },
        },
      ],
    },
  });
});

test('the name of the endpoint may be known at deployment only', () => {
  const name = new CfnParameter(stack, 'Name').valueAsString;

  apiIn(stack, { endpoint: new ForeignEndpoint(stack, 'Other', name) });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    Integration: {
      Uri: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':apigateway:eu-west-1:runtime.sagemaker:path/endpoints/',
            { Ref: 'Name' },
            '/invocations',
          ],
        ],
      },
    },
  });
});

test('a boundary limits the role', () => {
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyArn(
    stack,
    'Boundary',
    'arn:aws:iam::111111111111:policy/b',
  );

  apiIn(stack, { permissionsBoundary });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    PermissionsBoundary: 'arn:aws:iam::111111111111:policy/b',
  });
});

test('a request is handed on with its type and the one that is accepted, and waited for as long as wished', () => {
  apiIn(stack, { content: RequestContent.text('text/csv'), timeout: Duration.seconds(3) });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    Integration: {
      PassthroughBehavior: 'NEVER',
      RequestTemplates: { 'text/csv': '$input.body' },
      RequestParameters: {
        'integration.request.header.Content-Type': 'method.request.header.Content-Type',
        'integration.request.header.Accept': 'method.request.header.Accept',
      },
      TimeoutInMillis: 3_000,
    },
  });
});
