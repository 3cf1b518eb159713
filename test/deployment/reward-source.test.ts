import { Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { RewardEventOptions, RewardSource } from '../../lib/deployment';
import { stackIn } from './endpoints';
import { ingressIn, privateRequests, vpcEndpointIn } from './rewarded';
import { told } from './served';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('events come on the given bus', () => {
  const eventBus = events.EventBus.fromEventBusName(stack, 'Bus', 'acme-shop');

  ingressIn(stack, {
    sources: [RewardSource.eventBridge({ source: 'acme.shop', detailType: 'Purchase', eventBus })],
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'acme-shop',
    EventPattern: { source: ['acme.shop'], 'detail-type': ['Purchase'] },
  });
});

test('requests come through the VPC endpoints alone', () => {
  ingressIn(stack, { sources: [privateRequests(stack)] });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] },
  });
});

test('requests come as fast as wished', () => {
  const source = RewardSource.https({
    vpcEndpoints: [vpcEndpointIn(stack)],
    throttle: { requestsPerSecond: 500, burst: 1_000 },
  });

  ingressIn(stack, { sources: [source] });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: [{ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 }],
  });
});

test.each<[string, RewardEventOptions, string]>([
  [
    'an empty source',
    { source: '', detailType: 'Purchase' },
    'RewardSourceMalformed: sources[0].source is empty, EventBridge takes 1 to 256 characters; write what the events carry',
  ],
  [
    'a long source',
    { source: 'x'.repeat(257), detailType: 'Purchase' },
    'RewardSourceMalformed: sources[0].source has 257 characters, EventBridge takes 1 to 256 characters; shorten it, in the events as well',
  ],
  [
    'a source of AWS',
    { source: 'aws.events', detailType: 'Purchase' },
    'RewardSourceReserved: sources[0].source is "aws.events", AWS alone sends events of sources that begin with "aws."; name your application, as "acme.shop"',
  ],
  [
    'a long detail type',
    { source: 'acme.shop', detailType: 'x'.repeat(129) },
    'RewardSourceMalformed: sources[0].detailType has 129 characters, EventBridge takes 1 to 128 characters; shorten it, in the events as well',
  ],
])('%s is refused', (_, options, message) => {
  const source = RewardSource.eventBridge(options);

  const problems = told((collector) => source._check(collector, 'sources[0]'));

  expect(problems).toEqual([message]);
});

test.each<[string, RewardEventOptions]>([
  ['the shortest texts', { source: 'x', detailType: 'y' }],
  ['the longest texts', { source: 'x'.repeat(256), detailType: 'y'.repeat(128) }],
  ['texts that are known at deployment', { source: Lazy.string({ produce: () => '' }), detailType: 'Purchase' }],
])('%s are taken', (_, options) => {
  const source = RewardSource.eventBridge(options);

  const problems = told((collector) => source._check(collector, 'sources[0]'));

  expect(problems).toEqual([]);
});

test('an API that nobody reaches, or that nothing passes, is refused', () => {
  const source = RewardSource.https({ vpcEndpoints: [], throttle: { requestsPerSecond: 0, burst: 0 } });

  const problems = told((collector) => source._check(collector, 'sources[0]'));

  expect(problems).toEqual([
    'ApiWithoutVpcEndpoint: sources[0].vpcEndpoints is empty, a private API is reached through VPC endpoints, and through no others than those; name an interface endpoint of execute-api',
    'NumberOutOfRange: sources[0].throttle.burst is 0, it takes 1 or more whole requests; write 1',
    'ApiThrottleBlocks: sources[0].throttle.requestsPerSecond is 0, some requests must pass; write more than 0',
  ]);
});
