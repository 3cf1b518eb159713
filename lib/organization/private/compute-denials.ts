import { check, checkInstanceTypePattern, checkRegion } from '../../core';
import { ApprovedRegionsProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { INSTANCE_TYPES } from './denial-conditions';
import { checkNotEmpty, checkOnce } from './guardrail-checks';

/** Studio's own instances, on which no user's code runs. */
const STUDIO_SYSTEM = 'system';

/**
 * The instance types without an accelerator.
 *
 * A list of what is approved, not of what is forbidden: a family that SageMaker adds is unknown, not admitted.
 */
const TYPES_WITHOUT_ACCELERATOR = ['ml.c*', 'ml.geospatial.*', 'ml.i3en.*', 'ml.m*', 'ml.r*', 'ml.t2.*', 'ml.t3.*'];

export function otherInstanceTypes(instanceTypes: readonly string[]): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'instanceTypes', instanceTypes);
    instanceTypes.forEach((type, i) => checkInstanceTypePattern(problems, `instanceTypes[${i}]`, type));
  });

  return [onlyTypes('OtherInstanceType', instanceTypes)];
}

export function accelerators(butFor: readonly string[]): Denial[] {
  check(undefined, (problems) => {
    butFor.forEach((type, i) => checkInstanceTypePattern(problems, `butFor[${i}]`, type));
  });

  return [onlyTypes('Accelerator', typesWithoutAccelerator(butFor))];
}

/** The types that remain where there are no accelerators but the given ones. */
export function typesWithoutAccelerator(butFor: readonly string[]): string[] {
  return [...TYPES_WITHOUT_ACCELERATOR, ...butFor];
}

export function otherRegions(props: ApprovedRegionsProps): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'regions', props.regions);
    props.regions.forEach((region, i) => checkRegion(problems, `regions[${i}]`, region));
    checkOnce(problems, 'regions', props.regions);
  });

  return [
    {
      sid: 'OtherRegion',
      notActions: [...new Set([...perms.GLOBAL_SERVICES, ...(props.otherGlobalActions ?? [])])],
      conditions: { StringNotEquals: { 'aws:RequestedRegion': props.regions } },
    },
  ];
}

/** A request that names several types is denied for a single one that is not approved. */
function onlyTypes(sid: string, types: readonly string[]): Denial {
  return {
    sid,
    actions: perms.CHOOSE_INSTANCE_TYPES,
    conditions: { 'ForAnyValue:StringNotLike': { [INSTANCE_TYPES]: [...types, STUDIO_SYSTEM] } },
  };
}
