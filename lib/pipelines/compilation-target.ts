import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { NeoDevice } from './neo-device';
import { NeoFramework } from './neo-framework';
import { parseMembers } from './private/json-members';
import { checkJsonText, JsonTextLimits } from './private/json-text';
import { quoted } from './private/quoted-names';

const OPTIONS: JsonTextLimits = { least: 3, most: 1_024, example: '{"dtype": "float32"}' };

/** What Neo must know of an accelerator of NVIDIA. */
const NVIDIA_OPTIONS = ['gpu-code', 'trt-ver', 'cuda-ver'];

/** Frameworks whose models Neo converts to Core ML. */
const CORE_ML_FRAMEWORKS: readonly string[] = [NeoFramework.PYTORCH, NeoFramework.TENSORFLOW];

/** An operating system that SageMaker Neo compiles for. */
export enum NeoOperatingSystem {
  /** Android. */
  ANDROID = 'ANDROID',
  /** Linux. */
  LINUX = 'LINUX',
}

/** An instruction set that SageMaker Neo compiles for. */
export enum NeoArchitecture {
  /** 64-bit x86. */
  X86_64 = 'X86_64',
  /** 32-bit x86. */
  X86 = 'X86',
  /** ARMv8, 64-bit. */
  ARM64 = 'ARM64',
  /** ARMv7, 32-bit, floating point in software. */
  ARM_EABI = 'ARM_EABI',
  /** ARMv7, 32-bit, floating point in hardware. */
  ARM_EABIHF = 'ARM_EABIHF',
}

/** An accelerator that SageMaker Neo compiles for. */
export enum NeoAccelerator {
  /** Graphics of Intel. */
  INTEL_GRAPHICS = 'INTEL_GRAPHICS',
  /** Mali graphics of ARM. */
  MALI = 'MALI',
  /** Graphics of NVIDIA; takes the compiler options `gpu-code`, `trt-ver` and `cuda-ver`. */
  NVIDIA = 'NVIDIA',
  /** Neural network accelerator. */
  NNA = 'NNA',
}

/** A platform that has no name of its own. */
export interface NeoPlatformOptions {
  /** Its operating system. */
  readonly os: NeoOperatingSystem;

  /** Its instruction set. */
  readonly architecture: NeoArchitecture;

  /**
   * Its accelerator.
   *
   * @default - the model runs on the processor
   */
  readonly accelerator?: NeoAccelerator;

  /**
   * Options of the compiler, as JSON: 3 to 1,024 characters, such as `{"mattr": ["+neon"]}`.
   *
   * @default - the compiler's own
   */
  readonly compilerOptions?: string;
}

/**
 * What a model is compiled for.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputConfig.html
 */
export class CompilationTarget {
  /**
   * A device, or a family of instances.
   *
   * @param compilerOptions options of the compiler, as JSON: 3 to 1,024 characters, such as `{"dtype": "float32"}`
   */
  public static device(device: NeoDevice, compilerOptions?: string): CompilationTarget {
    return new CompilationTarget({ TargetDevice: device }, compilerOptions);
  }

  /** A platform by its operating system, instruction set and accelerator. */
  public static platform({ os, architecture, accelerator, compilerOptions }: NeoPlatformOptions): CompilationTarget {
    return new CompilationTarget(
      { TargetPlatform: { Os: os, Arch: architecture, Accelerator: accelerator } },
      compilerOptions,
    );
  }

  private constructor(
    private readonly target: {
      readonly TargetDevice?: NeoDevice;
      readonly TargetPlatform?: { readonly Os: string; readonly Arch: string; readonly Accelerator?: NeoAccelerator };
    },
    private readonly compilerOptions?: string,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string, framework?: NeoFramework): void {
    this.checkOptions(problems, `${path}.compilerOptions`);
    if (this.target.TargetDevice !== NeoDevice.COREML || framework === undefined) return;
    if (CORE_ML_FRAMEWORKS.includes(framework)) return;

    problems.add({
      code: 'FrameworkUnsupported',
      path,
      got: `is ${NeoDevice.COREML} for a model of ${framework}`,
      wanted: `Neo converts models of ${CORE_ML_FRAMEWORKS.join(' and ')} to Core ML`,
      remedy: 'compile for another device, or train with one of those',
    });
  }

  /** @internal */
  public _render(): object {
    return { ...this.target, CompilerOptions: this.compilerOptions };
  }

  private checkOptions(problems: Problems, path: string): void {
    const text = this.compilerOptions;
    checkJsonText(problems, path, text, OPTIONS);
    if (this.target.TargetPlatform?.Accelerator !== NeoAccelerator.NVIDIA || Token.isUnresolved(text)) return;
    const given = parseMembers(text);
    const missing = NVIDIA_OPTIONS.filter((name) => !Object.hasOwn(given, name));
    if (missing.length === 0) return;

    problems.add({
      code: 'CompilerOptionsMissing',
      path,
      got: text === undefined ? 'is missing' : `lacks ${quoted(missing)}`,
      wanted: 'Neo compiles for one version of an accelerator of NVIDIA and of its libraries',
      remedy: 'write it as {"gpu-code": "sm_72", "trt-ver": "6.0.1", "cuda-ver": "10.1"}',
    });
  }
}
