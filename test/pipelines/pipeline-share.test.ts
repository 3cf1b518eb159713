import { CfnElement, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Pipeline, PipelineShare, PipelineShareAccess, PipelineShareProps, SharePrincipal } from '../../lib/pipelines';
import { pipelineIn, stackIn, stepNamed } from './definitions';

let stack: Stack;
let pipeline: Pipeline;

beforeEach(() => {
  stack = stackIn();
  pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
});

test('a shared pipeline is seen by accounts of the organization', () => {
  share();

  Template.fromStack(stack).hasResource('AWS::RAM::ResourceShare', {
    Metadata: Match.absent(),
    Properties: {
      Name: Match.stringLikeRegexp('^Team-Share-[0-9A-F]{8}$'),
      AllowExternalPrincipals: false,
      PermissionArns: [permission('AWSRAMDefaultPermissionSageMakerPipeline')],
      Principals: ['222222222222'],
      ResourceArns: [stack.resolve(pipeline.pipelineArn)],
    },
  });
});

test('what is shared is there first', () => {
  share();

  Template.fromStack(stack).hasResource('AWS::RAM::ResourceShare', {
    DependsOn: [stack.getLogicalId(pipeline.node.defaultChild as CfnElement)],
  });
});

test('a shared pipeline may be started by others', () => {
  share({ access: PipelineShareAccess.execute(), shareName: 'acme-abalone' });

  Template.fromStack(stack).hasResourceProperties('AWS::RAM::ResourceShare', {
    Name: 'acme-abalone',
    PermissionArns: [permission('AWSRAMPermissionSageMakerPipelineAllowExecution')],
  });
});

test('a pipeline leaves the organization for a reason, which the metadata keeps', () => {
  share({ externalAccountsReason: 'the auditor looks at it' });

  Template.fromStack(stack).hasResource('AWS::RAM::ResourceShare', {
    Metadata: { 'governed-ml:relaxations': [{ setting: 'externalAccounts', reason: 'the auditor looks at it' }] },
    Properties: { AllowExternalPrincipals: true },
  });
});

test('the share can be named elsewhere', () => {
  const { resourceShareArn } = share();

  expect(stack.resolve(resourceShareArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Share/), 'Arn'] });
});

test('a share of nothing with nobody for no reason is refused', () => {
  const empty = () => share({ pipelines: [], principals: [], externalAccountsReason: ' ' });

  expect(empty).toThrow(
    [
      '3 problems:',
      '  ShareIncomplete: pipelines is empty, a share has something to share and somebody to share it with; name at least one',
      '  ShareIncomplete: principals is empty, a share has something to share and somebody to share it with; name at least one',
      '  ReasonMissing: externalAccountsReason is empty, a pipeline leaves the organization for a stated reason only; say who needs it for what, or leave it out',
    ].join('\n'),
  );
});

function share(wished: Partial<PipelineShareProps> = {}): PipelineShare {
  return new PipelineShare(stack, 'Share', {
    pipelines: [pipeline],
    principals: [SharePrincipal.account('222222222222')],
    ...wished,
  });
}

function permission(name: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ram::aws:permission/${name}`]] };
}
