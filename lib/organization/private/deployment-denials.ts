import { check } from '../../core';
import { GuardrailExemption } from '../guardrail-exemption';
import { ApprovedPackagesOnlyProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { missing } from './denial-conditions';
import { checkNamePrefix, checkNotEmpty } from './guardrail-checks';

const MODEL = 'sagemaker:ModelArn';

export function deploymentByHand(platformRoles: readonly GuardrailExemption[]): Denial[] {
  check(undefined, (problems) => checkNotEmpty(problems, 'platformRoles', platformRoles));

  return [
    { sid: 'DeployedByHand', actions: [...perms.CREATE_MODEL, ...perms.DEPLOY] },
    { sid: 'RemovedByHand', actions: perms.REMOVE_DEPLOYMENT },
  ];
}

export function modelsOfOtherOrigin({ platformRoles, modelNamePrefix }: ApprovedPackagesOnlyProps): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'platformRoles', platformRoles);
    checkNamePrefix(problems, 'modelNamePrefix', modelNamePrefix);
  });
  const ours = `arn:*:sagemaker:*:*:model/${modelNamePrefix}*`;

  return [
    { sid: 'ModelByHand', actions: [...perms.CREATE_MODEL, ...perms.DEPLOY_HUB_MODEL] },
    // One request may name several models, of which none may be another's; one without a model is no matter of this statement.
    {
      sid: 'OtherModel',
      actions: perms.CHOOSE_MODEL,
      conditions: { 'ForAnyValue:ArnNotLike': { [MODEL]: [ours] } },
    },
    { sid: 'ComponentWithoutModel', actions: perms.CREATE_INFERENCE_COMPONENT, conditions: missing(MODEL) },
  ];
}

export function approvalByOthers(approverRoles: readonly GuardrailExemption[]): Denial[] {
  check(undefined, (problems) => checkNotEmpty(problems, 'approverRoles', approverRoles));

  return [
    {
      sid: 'ApprovedByOther',
      actions: perms.SET_APPROVAL,
      conditions: { StringEquals: { 'sagemaker:ModelApprovalStatus': 'Approved' } },
    },
  ];
}
