import { check } from '../../core';
import { ClosedFeature } from '../closed-feature';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { checkNotEmpty, checkOnce } from './guardrail-checks';

/** How each feature is begun; what exists goes on. Elastic Inference is begun by its accelerators, not by an action. */
const BEGINNINGS: Readonly<Record<ClosedFeature, readonly string[]>> = {
  [ClosedFeature.AUGMENTED_AI]: perms.BEGIN_AUGMENTED_AI,
  [ClosedFeature.CLARIFY]: perms.BEGIN_CLARIFY,
  [ClosedFeature.EDGE_MANAGER]: perms.BEGIN_EDGE_MANAGER,
  [ClosedFeature.ELASTIC_INFERENCE]: [],
  [ClosedFeature.GEOSPATIAL]: perms.BEGIN_GEOSPATIAL,
  [ClosedFeature.GROUND_TRUTH]: perms.BEGIN_GROUND_TRUTH,
  [ClosedFeature.MODEL_MONITOR]: perms.BEGIN_MODEL_MONITOR,
};

export function useOfClosedFeatures(features: readonly ClosedFeature[]): Denial[] {
  check(undefined, (problems) => {
    checkNotEmpty(problems, 'features', features);
    checkOnce(problems, 'features', features);
  });
  const actions = [...new Set(features.flatMap((feature) => BEGINNINGS[feature]))].sort();

  return [
    ...(actions.length > 0 ? [{ sid: 'ClosedFeature', actions }] : []),
    ...(features.includes(ClosedFeature.ELASTIC_INFERENCE)
      ? [
          {
            sid: 'ElasticInference',
            actions: perms.CHOOSE_ACCELERATORS,
            conditions: { 'ForAnyValue:StringLike': { 'sagemaker:AcceleratorTypes': ['ml.eia*'] } },
          },
        ]
      : []),
  ];
}
