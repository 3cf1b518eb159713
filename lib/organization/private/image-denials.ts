import { check, checkAccountId, checkArn } from '../../core';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { withoutWildcards } from './denial-conditions';
import { checkNotEmpty } from './guardrail-checks';

export function otherImageRegistries(accountIds: readonly string[]): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'accountIds', accountIds);
    accountIds.forEach((id, i) => checkAccountId(problems, `accountIds[${i}]`, id));
  });

  return [
    {
      sid: 'OtherRegistry',
      actions: perms.PULL_IMAGES,
      notResources: accountIds.map((id) => `arn:*:ecr:*:${id}:repository/*`),
    },
  ];
}

export function otherStudioImages(imageArns: readonly string[]): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'imageArns', imageArns);
    imageArns.forEach((arn, i) => checkArn(problems, `imageArns[${i}]`, withoutWildcards(arn), 'sagemaker'));
  });

  return [
    {
      sid: 'OtherStudioImage',
      actions: perms.CHOOSE_STUDIO_IMAGES,
      conditions: { 'ForAnyValue:ArnNotLike': { 'sagemaker:ImageArns': imageArns } },
    },
  ];
}
