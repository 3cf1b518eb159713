import { INSTANCE_CATALOG } from '../../../lib/core/instance-catalog';
import { canBeEqual } from '../../../lib/organization/private/approvals';
import {
  accelerators,
  otherInstanceTypes,
  otherRegions,
  typesWithoutAccelerator,
} from '../../../lib/organization/private/compute-denials';

const FAMILIES = [...new Set(Object.values(INSTANCE_CATALOG).flatMap((families) => Object.keys(families)))];

/** GPUs, and chips of AWS and Intel for training and inference. */
const ACCELERATED = /^(p\d|g\d|inf\d|trn\d|dl\d)/;

test.each(FAMILIES.filter((family) => family !== 'system'))(
  'whether %s has an accelerator is what the catalogue says',
  (family) => {
    const isLetPast = typesWithoutAccelerator([]).some((pattern) => canBeEqual(pattern, `ml.${family}.xlarge`));

    expect(isLetPast).toBe(!ACCELERATED.test(family));
  },
);

test('types with an accelerator are excepted beside those without', () => {
  const [denial] = accelerators(['ml.g5.xlarge']);

  expect(denial.sid).toBe('Accelerator');
  expect(denial.conditions).toEqual({
    'ForAnyValue:StringNotLike': {
      'sagemaker:InstanceTypes': [...typesWithoutAccelerator(['ml.g5.xlarge']), 'system'],
    },
  });
});

test("Studio's own instances are approved with any list", () => {
  const [denial] = otherInstanceTypes(['ml.m5.*']);

  expect(denial.conditions).toEqual({
    'ForAnyValue:StringNotLike': { 'sagemaker:InstanceTypes': ['ml.m5.*', 'system'] },
  });
});

test('services without a region and further global actions are left out, each once', () => {
  const [denial] = otherRegions({ regions: ['eu-west-1'], otherGlobalActions: ['iam:*', 'securityhub:*'] });

  expect(denial.notActions?.filter((action) => /^(iam|securityhub):/.test(action))).toEqual(['iam:*', 'securityhub:*']);
});
