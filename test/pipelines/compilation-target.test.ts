import {
  CompilationTarget,
  NeoAccelerator,
  NeoArchitecture,
  NeoDevice,
  NeoFramework,
  NeoOperatingSystem,
} from '../../lib/pipelines';
import { told } from './private/told';

const JETSON = {
  os: NeoOperatingSystem.LINUX,
  architecture: NeoArchitecture.ARM64,
  accelerator: NeoAccelerator.NVIDIA,
};

test('a device is told by its name', () => {
  const target = CompilationTarget.device(NeoDevice.ML_C5, '{"dtype": "int64"}');

  expect(target._render()).toEqual({ TargetDevice: 'ml_c5', CompilerOptions: '{"dtype": "int64"}' });
});

test('a platform is told by its parts', () => {
  const compilerOptions = '{"gpu-code": "sm_72", "trt-ver": "6.0.1", "cuda-ver": "10.1"}';

  const target = CompilationTarget.platform({ ...JETSON, compilerOptions });

  expect(target._render()).toEqual({
    TargetPlatform: { Os: 'LINUX', Arch: 'ARM64', Accelerator: 'NVIDIA' },
    CompilerOptions: compilerOptions,
  });
  expect(told((problems) => target._check(problems, 'target'))).toEqual([]);
});

test.each([
  [undefined, 'is missing'],
  ['{"gpu-code": "sm_72"}', 'lacks "trt-ver", "cuda-ver"'],
])('an accelerator of NVIDIA with the options %s is refused', (compilerOptions, got) => {
  const target = CompilationTarget.platform({ ...JETSON, compilerOptions });

  const found = told((problems) => target._check(problems, 'target'));

  expect(found).toEqual([
    `CompilerOptionsMissing: target.compilerOptions ${got}, Neo compiles for one version of an accelerator of NVIDIA and of its libraries; write it as {"gpu-code": "sm_72", "trt-ver": "6.0.1", "cuda-ver": "10.1"}`,
  ]);
});

test('options that are no JSON are refused', () => {
  const target = CompilationTarget.device(NeoDevice.ML_C5, 'fast');

  const found = told((problems) => target._check(problems, 'target'));

  expect(found).toEqual([
    'JsonTextMalformed: target.compilerOptions is "fast", SageMaker reads JSON of 3 to 1024 characters; write it as {"dtype": "float32"}',
  ]);
});

test('Core ML takes models of two frameworks', () => {
  const target = CompilationTarget.device(NeoDevice.COREML);

  const found = told((problems) => {
    target._check(problems, 'pytorch', NeoFramework.PYTORCH);
    target._check(problems, 'package');
    target._check(problems, 'xgboost', NeoFramework.XGBOOST);
  });

  expect(found).toEqual([
    'FrameworkUnsupported: xgboost is coreml for a model of XGBOOST, Neo converts models of PYTORCH and TENSORFLOW to Core ML; compile for another device, or train with one of those',
  ]);
});
