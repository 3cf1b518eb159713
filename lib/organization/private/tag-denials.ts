import { check } from '../../core';
import { ProtectedTagsProps, RequiredTagsProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { missing } from './denial-conditions';
import { checkNotEmpty, checkNotGivenEmpty, checkOnce, checkTagKey } from './guardrail-checks';

export function withoutTags({ tags, includeJobs = false }: RequiredTagsProps): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'tags', tags);
    tags.forEach(({ key, values }, i) => {
      checkTagKey(problems, `tags[${i}].key`, key);
      checkNotGivenEmpty(problems, `tags[${i}].values`, values);
    });
    checkOnce(
      problems,
      'tags',
      tags.map(({ key }) => key),
    );
  });
  const actions = [...perms.CREATE_LASTING, ...(includeJobs ? perms.CREATE_TAGGED_JOBS : [])];

  return tags.map(({ key, values }, i) => ({
    sid: `WithoutTag${i + 1}`,
    actions,
    conditions: values ? { StringNotEquals: { [`aws:RequestTag/${key}`]: values } } : missing(`aws:RequestTag/${key}`),
  }));
}

export function changesOfTags({ tagKeys, platformRoles }: ProtectedTagsProps): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'tagKeys', tagKeys);
    tagKeys.forEach((key, i) => checkTagKey(problems, `tagKeys[${i}]`, key));
    checkNotEmpty(problems, 'platformRoles', platformRoles);
  });
  const keys = { 'ForAnyValue:StringEquals': { 'aws:TagKeys': tagKeys } };

  return [
    { sid: 'TagAdded', actions: perms.TAG, conditions: { ...keys, ...missing('sagemaker:TaggingAction') } },
    { sid: 'TagChanged', actions: perms.CHANGE_TAGS, conditions: keys },
  ];
}
