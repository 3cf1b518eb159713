import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { synthesisedPipelines } from '../../scripts/synthesised-pipelines';

let assembly: string;

beforeEach(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'governed-ml-assembly-'));
});

afterEach(() => {
  rmSync(assembly, { recursive: true });
});

test('a definition in a template is read', () => {
  write('Team.template.json', pipeline('abalone', { PipelineDefinitionBody: '{"Version":"2020-12-01","Steps":[]}' }));

  const pipelines = synthesisedPipelines(assembly);

  expect(pipelines).toEqual([
    { stackName: 'Team', pipelineName: 'abalone', definition: { Version: '2020-12-01', Steps: [] } },
  ]);
});

test('what only CloudFormation knows stands there by its name, within texts and in place of them', () => {
  const body = {
    'Fn::Join': [
      '',
      [
        '{"Key":"',
        { 'Fn::GetAtt': ['Key', 'Arn'] },
        '","Count":',
        { Ref: 'Count' },
        ',"Other":',
        { 'Fn::Sub': '"' },
        '}',
      ],
    ],
  };
  write(
    'Team.template.json',
    pipeline({ 'Fn::Join': ['-', ['abalone', { Ref: 'Stage' }]] }, { PipelineDefinitionBody: body }),
  );

  const [{ pipelineName, definition }] = synthesisedPipelines(assembly);

  expect(pipelineName).toBe('abalone-Stage');
  expect(definition).toEqual({ Key: 'Key.Arn', Count: 'Count', Other: '{"Fn::Sub":"\\""}' });
});

test.each(['', 'assembly-Prod'])(
  'a definition in S3 is read from the assets of the app, for a stack in "%s"',
  (stage) => {
    const location = { PipelineDefinitionS3Location: { Bucket: 'assets', Key: 'abc.json' } };
    write('asset.abc.json', { Version: '2020-12-01', Steps: [] });
    write(path.join(stage, 'Team.nested.template.json'), pipeline('abalone', location));

    const [{ stackName, definition }] = synthesisedPipelines(assembly);

    expect([stackName, definition.Steps]).toEqual(['Team', []]);
  },
);

test('other files and resources are passed over', () => {
  write('manifest.json', {});
  write('Empty.template.json', {});
  write('Other.template.json', { Resources: { Key: { Type: 'AWS::KMS::Key' } } });
  write(path.join('asset.folder', 'Team.template.json'), pipeline('abalone', {}));

  expect(synthesisedPipelines(assembly)).toEqual([]);
});

function pipeline(name: unknown, definition: object): object {
  const properties = { PipelineName: name, PipelineDefinition: definition };

  return { Resources: { Pipeline: { Type: 'AWS::SageMaker::Pipeline', Properties: properties } } };
}

function write(name: string, content: object): void {
  const file = path.join(assembly, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
