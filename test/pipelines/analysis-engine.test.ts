import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { AnalysisEngine, ContainerImage, DataQualityGate, GateDataset, JobCompute } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';

const SCRIPTS = join(__dirname, '../../lib/pipelines/analysis');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the open engine brings its scripts as one archive that Python runs', () => {
  const engine = AnalysisEngine.open(stack, 'Analysis');

  const key = engine.scripts?.s3ObjectKey ?? '';

  expect(key).toBe(`${engine.scripts?.assetHash}.zip`);
  expect(engine.noBaselineS3Uri).toBe(`s3://cdk-hnb659fds-assets-111111111111-eu-west-1/${key}`);
});

test('the archive holds every script and the one that Python starts', () => {
  const scripts = readdirSync(SCRIPTS).filter((file) => file.endsWith('.py'));

  expect(scripts).toContain('__main__.py');
  expect(scripts).toHaveLength(11);
});

test('the same scripts have the same name, whatever Python left beside them', () => {
  const one = AnalysisEngine.open(stack, 'Analysis');
  const other = AnalysisEngine.open(stackIn(), 'Analysis');

  expect(one.scripts?.assetHash).toBe(other.scripts?.assetHash);
});

test('the scripts run in the image and on the instances that the engine names', () => {
  const engine = AnalysisEngine.open(stack, 'Analysis', {
    image: ContainerImage.scikitLearn('1.2-1'),
    compute: JobCompute.onDemand({ instanceType: 'ml.r5.xlarge' }),
  });

  const rendered = renderedIn(stack, [gateOn(engine).step]);

  expect(rendered.Arguments).toMatchObject({
    AppSpecification: {
      ImageUri: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
    },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.r5.xlarge' } },
  });
});

test('the managed engine runs its checks on the instances that it names', () => {
  const engine = AnalysisEngine.managed({ compute: JobCompute.onDemand({ instanceType: 'ml.r5.xlarge' }) });

  const rendered = renderedIn(stack, [gateOn(engine).step]);

  expect(rendered.Type).toBe('QualityCheck');
  expect(rendered.Arguments).toMatchObject({
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.r5.xlarge' } },
  });
});

test('the managed engine has no place without a baseline', () => {
  const engine = AnalysisEngine.managed();

  expect(() => engine.noBaselineS3Uri).toThrow(
    'GateUnsupportedByEngine: noBaselineS3Uri is asked of the managed engine, its checks want a baseline that exists; let a parameter decide skipCheck, or use AnalysisEngine.open(…)',
  );
});

function gateOn(engine: AnalysisEngine): DataQualityGate {
  return new DataQualityGate('Check', {
    engine,
    dataset: GateDataset.csv('s3://acme-data/train/'),
    outputS3Uri: 's3://acme-data/check',
  });
}
