import { check, checkArn, InstanceUse, localStorageFamilies } from '../../core';
import { CustomerManagedKeysProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { DESCRIBES_ITS_JOB, INSTANCE_TYPES, missing, withoutWildcards } from './denial-conditions';
import { checkNotGivenEmpty } from './guardrail-checks';

const VOLUME_KEY = 'sagemaker:VolumeKmsKeyArn';
const OUTPUT_KEY = 'sagemaker:OutputKmsKeyArn';
const OFFLINE_STORE_KEY = 'sagemaker:FeatureGroupOfflineStoreKmsKeyArn';
const ONLINE_STORE_KEY = 'sagemaker:FeatureGroupOnlineStoreKmsKeyArn';

const USES_WITH_VOLUMES: InstanceUse[] = ['hosting', 'notebook', 'processing', 'training', 'transform'];

export function withoutCustomerManagedKeys(props: CustomerManagedKeysProps): Denial[] {
  check(undefined, (problems) => {
    props.keyArns?.forEach((arn, i) => checkArn(problems, `keyArns[${i}]`, withoutWildcards(arn), 'kms'));
    checkNotGivenEmpty(problems, 'keyArns', props.keyArns);
  });
  const withDisks = [...new Set(USES_WITH_VOLUMES.flatMap(localStorageFamilies))].sort().map((family) => `${family}.*`);
  const volumes = [...perms.CREATE_VOLUMES, ...perms.CREATE_INSTANCE_VOLUMES];
  const outputs = [...perms.WRITE_OUTPUTS, ...perms.SCHEDULE_MONITORS];

  return [
    { sid: 'VolumeWithoutKey', actions: perms.CREATE_VOLUMES, conditions: missing(VOLUME_KEY) },
    {
      sid: 'InstanceVolumeWithoutKey',
      actions: perms.CREATE_INSTANCE_VOLUMES,
      conditions: { ...missing(VOLUME_KEY), 'ForAnyValue:StringNotLike': { [INSTANCE_TYPES]: withDisks } },
    },
    { sid: 'OutputWithoutKey', actions: perms.WRITE_OUTPUTS, conditions: missing(OUTPUT_KEY) },
    {
      sid: 'MonitorOutputWithoutKey',
      actions: perms.SCHEDULE_MONITORS,
      conditions: { ...missing(OUTPUT_KEY), ...DESCRIBES_ITS_JOB },
    },
    {
      sid: 'OfflineStoreWithoutKey',
      actions: perms.CREATE_FEATURE_GROUP,
      conditions: { Null: { 'sagemaker:FeatureGroupOfflineStoreConfig': 'false', [OFFLINE_STORE_KEY]: 'true' } },
    },
    {
      sid: 'OnlineStoreWithoutKey',
      actions: perms.CREATE_FEATURE_GROUP,
      conditions: { ...missing(ONLINE_STORE_KEY), Bool: { 'sagemaker:FeatureGroupEnableOnlineStore': 'true' } },
    },
    ...otherKey('VolumeWithOtherKey', volumes, VOLUME_KEY, props.keyArns),
    ...otherKey('OutputWithOtherKey', outputs, OUTPUT_KEY, props.keyArns),
    ...otherKey('OfflineStoreWithOtherKey', perms.CREATE_FEATURE_GROUP, OFFLINE_STORE_KEY, props.keyArns),
    ...otherKey('OnlineStoreWithOtherKey', perms.CREATE_FEATURE_GROUP, ONLINE_STORE_KEY, props.keyArns),
  ];
}

export function plainContainerTraffic(): Denial[] {
  const plain = { BoolIfExists: { 'sagemaker:InterContainerTrafficEncryption': 'false' } };

  return [
    { sid: 'PlainTraffic', actions: perms.CONNECT_CONTAINERS, conditions: plain },
    {
      sid: 'PlainMonitorTraffic',
      actions: perms.SCHEDULE_MONITORS,
      conditions: { ...plain, ...DESCRIBES_ITS_JOB },
    },
  ];
}

/** A negated condition holds for a missing key, too; the `Null` beside it leaves that case to the statement that is for it. */
function otherKey(sid: string, actions: readonly string[], key: string, approved?: readonly string[]): Denial[] {
  return approved ? [{ sid, actions, conditions: { ArnNotLike: { [key]: approved }, Null: { [key]: 'false' } } }] : [];
}
