import { Stack, Token } from 'aws-cdk-lib';
import { checkName, Permission, Problems, sageMakerArn } from '../core';
import * as perms from './perms';

/** The headers by which a request says what answers it, by the members that the SDK has for them. */
const HEADERS = {
  InferenceComponentName: 'X-Amzn-SageMaker-Inference-Component',
  TargetContainerHostname: 'X-Amzn-SageMaker-Target-Container-Hostname',
  TargetModel: 'X-Amzn-SageMaker-Target-Model',
  TargetVariant: 'X-Amzn-SageMaker-Target-Variant',
} as const;

/** What answers, and its name; without a name, each request brings one. */
interface Aim {
  readonly member: keyof typeof HEADERS;
  readonly name?: string;
}

/**
 * What of an endpoint answers requests.
 *
 * IAM knows no variants: whoever may invoke an endpoint may invoke each of its variants. To let somebody reach one of them alone,
 * put an `InferenceApi` with `InferenceTarget.variant()` before the endpoint and allow them the API instead.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export class InferenceTarget {
  /** The variants by their weights; what callers ask for besides is not heard. */
  public static endpoint(): InferenceTarget {
    return new InferenceTarget();
  }

  /**
   * One production variant, whatever its weight.
   *
   * @param variantName name of the variant, as `Challenger`
   */
  public static variant(variantName: string): InferenceTarget {
    return new InferenceTarget({ member: 'TargetVariant', name: variantName });
  }

  /**
   * One inference component.
   *
   * @param componentName name of the component
   */
  public static component(componentName: string): InferenceTarget {
    return new InferenceTarget({ member: 'InferenceComponentName', name: componentName });
  }

  /**
   * One container of an endpoint whose containers are invoked directly.
   *
   * @param hostname host name of the container, as the model has it
   */
  public static container(hostname: string): InferenceTarget {
    return new InferenceTarget({ member: 'TargetContainerHostname', name: hostname });
  }

  /**
   * One model of a multi-model endpoint.
   *
   * @param targetModel its archive below the prefix of the endpoint, as `oyster/model-3.tar.gz`
   */
  public static model(targetModel: string): InferenceTarget {
    return new InferenceTarget({ member: 'TargetModel', name: targetModel });
  }

  /**
   * The model of a multi-model endpoint that the caller of an API names in the header `X-Amzn-SageMaker-Target-Model`, which is
   * required.
   */
  public static modelOfRequest(): InferenceTarget {
    return new InferenceTarget({ member: 'TargetModel' });
  }

  private constructor(private readonly aim?: Aim) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    if (this.aim?.name === undefined) return;

    const { member, name } = this.aim;
    if (member === 'TargetVariant') checkName(problems, path, name, 'variant');
    else checkHeaderText(problems, path, name);
  }

  /**
   * The header that callers of an API must send, where they choose.
   *
   * @internal
   */
  public get _headerOfRequest(): string | undefined {
    return this.aim && this.aim.name === undefined ? HEADERS[this.aim.member] : undefined;
  }

  /**
   * The parameters of an API's integration: a text in single quotes, or the caller's header.
   *
   * @internal
   */
  public _parameters(): Record<string, string> {
    if (!this.aim) return {};

    const { member, name } = this.aim;
    const header = HEADERS[member];
    return {
      [`integration.request.header.${header}`]: name === undefined ? `method.request.header.${header}` : `'${name}'`,
    };
  }

  /**
   * The members of a call by the SDK.
   *
   * @internal
   */
  public _input(): Record<string, string> {
    return this.aim?.name === undefined ? {} : { [this.aim.member]: this.aim.name };
  }

  /**
   * What it takes to ask for it.
   *
   * @internal
   */
  public _permission(stack: Stack, endpointArn: string): Permission {
    const { InferenceComponentName: component, TargetModel: model } = this._input();

    return {
      actions: perms.INVOKE,
      resources: [endpointArn, ...(component ? [sageMakerArn(stack, 'inference-component', component)] : [])],
      conditions: model ? { StringEquals: { 'sagemaker:TargetModel': model } } : undefined,
    };
  }
}

function checkHeaderText(problems: Problems, path: string, text: string): void {
  if (Token.isUnresolved(text) || /^[\w./-]+$/.test(text)) return;

  problems.add({
    code: 'InferenceTargetMalformed',
    path,
    got: `is "${text}"`,
    wanted: 'it is sent in a header: letters, digits, dots, slashes, underscores and hyphens',
    remedy: 'copy the name that the endpoint knows',
  });
}
