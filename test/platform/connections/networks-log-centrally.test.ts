import { renderProblem, Problems } from '../../../lib/core';
import { ExistingVpc } from '../../../lib/description';
import { EndpointService } from '../../../lib/foundation';
import { checkEndpointNames } from '../../../lib/platform/connections/networks-log-centrally';
import { nineAccounts } from '../../description/nine-accounts';
import { existingVpc, resourcesOf, Statement, statementsOf, synthesise, templateOf, textsOf } from '../synthesis';

const LOGS = 'acme-ml-logs';
const BUCKET = 'acme-ml-flow-logs-222222222222-eu-west-1';

const assembly = synthesise(nineAccounts());

describe('every network of the platform', () => {
  const networked = assembly.stacks.filter(
    ({ stackName }) => resourcesOf(assembly, stackName, 'AWS::EC2::VPC').length > 0,
  );

  test('sends its flow log to the bucket of the log archive', () => {
    const destinations = networked.map(({ stackName }) =>
      resourcesOf(assembly, stackName, 'AWS::EC2::FlowLog').map(({ Properties }) => Properties.LogDestination),
    );

    expect(destinations).toEqual(Array.from({ length: 4 }, () => [`arn:aws:s3:::${BUCKET}`]));
    templateOf(assembly, LOGS).hasResourceProperties('AWS::S3::Bucket', { BucketName: BUCKET });
  });

  test('lies in an account whose logs the bucket and its key take', () => {
    const accounts = networked.map(({ environment }) => environment.account).sort();

    const taken = statementsOf(templateOf(assembly, LOGS).toJSON()).filter(isForLogDelivery).map(sourceAccounts);

    expect(taken).toEqual([accounts, accounts, accounts]);
  });
});

test('an existing VPC keeps the flow log that its owner gave it', () => {
  const description = nineAccounts({ 'teams[0].stages.prod.network': { existingVpc: existingVpc() } });

  const template = templateOf(synthesise(description), 'acme-ml-marine-life-prod');

  template.resourceCountIs('AWS::EC2::VPC', 0);
  template.resourceCountIs('AWS::EC2::FlowLog', 0);
});

test('an existing VPC gets the endpoints that it lacks when its owner lets us add them', () => {
  const description = nineAccounts({ 'teams[0].stages.prod.network': { existingVpc: existingVpc() } });

  const template = templateOf(synthesise(description), 'acme-ml-marine-life-prod');

  template.resourceCountIs('AWS::EC2::VPCEndpoint', EndpointService.all().length - existingVpc().endpoints.length);
});

test('an existing VPC that lacks endpoints is refused when its owner does not', () => {
  const endpoints = EndpointService.all()
    .map(({ name }) => name)
    .filter((name) => name !== 'kms');
  const vpc = existingVpc({ addMissingEndpoints: undefined, endpoints });

  const defining = () => synthesise(nineAccounts({ 'teams[0].stages.prod.network': { existingVpc: vpc } }));

  expect(defining).toThrow(/^EndpointsMissing: .*\bkms\b/);
});

describe('the names of endpoint services', () => {
  const PATH = 'teams[0].stages.dev.network.existingVpc.endpoints';

  test('are those of this library', () => {
    const endpoints = EndpointService.all().map(({ name }) => name);

    expect(told({ endpoints })).toEqual([]);
  });

  test('are told with the nearest one when they are misspelt', () => {
    const problems = told({ endpoints: ['s3', 'sagemaker.runtme'] });

    expect(problems).toEqual([
      `EndpointServiceUnknown: ${PATH}[1] is "sagemaker.runtme", the platform uses no endpoint service of that name; did you mean "sagemaker.runtime"`,
    ]);
  });

  test('are listed when nothing is near', () => {
    const problems = told({ endpoints: ['elasticmapreduce'] });

    const all = EndpointService.all().map(({ name }) => name);
    expect(problems).toEqual([
      `EndpointServiceUnknown: ${PATH}[0] is "elasticmapreduce", the platform uses no endpoint service of that name; leave it out; the names are ${all.join(', ')}`,
    ]);
  });
});

function told(changes: Partial<ExistingVpc>): string[] {
  const problems = new Problems();
  const network = { existingVpc: existingVpc(changes) };

  checkEndpointNames(problems, nineAccounts({ 'teams[0].stages.dev.network': network }));

  return problems.all.map(renderProblem);
}

function isForLogDelivery({ Principal }: Statement): boolean {
  return textsOf(Principal).includes('delivery.logs.amazonaws.com');
}

function sourceAccounts({ Condition }: Statement): string[] {
  const { StringEquals } = Condition as { StringEquals: { 'aws:SourceAccount': string[] } };

  return [...StringEquals['aws:SourceAccount']].sort();
}
