import {
  AI_STANDARD,
  SAGEMAKER_CONTROLS,
  TAGGING_STANDARD,
} from '../../../lib/security/private/security-hub-control-table';

test('the controls are SageMaker.1 to SageMaker.25, without a gap', () => {
  const ids = Object.keys(SAGEMAKER_CONTROLS);

  expect(ids).toEqual(Array.from({ length: 25 }, (_, i) => `SageMaker.${i + 1}`));
});

test('the two controls of tags come from the tagging standard, all others from the standard for AI', () => {
  const tagging = Object.keys(SAGEMAKER_CONTROLS).filter((id) => SAGEMAKER_CONTROLS[id].standard === TAGGING_STANDARD);
  const ai = Object.keys(SAGEMAKER_CONTROLS).filter((id) => SAGEMAKER_CONTROLS[id].standard === AI_STANDARD);

  expect(tagging).toEqual(['SageMaker.6', 'SageMaker.7']);
  expect(ai).toHaveLength(23);
});

test('no two controls demand the same', () => {
  const demands = Object.values(SAGEMAKER_CONTROLS).map(({ demand }) => demand);

  expect(new Set(demands).size).toBe(25);
});
