import { STEP_FEATURES, StepType } from '../../../lib/pipelines/private/step-features';

const TYPES = Object.keys(STEP_FEATURES) as StepType[];

test('a result can stand in for steps that make something once', () => {
  const spared = TYPES.filter((type) => STEP_FEATURES[type].cache);

  expect(spared).toEqual([
    'AutoML',
    'Callback',
    'ClarifyCheck',
    'EMR',
    'EMRServerless',
    'Endpoint',
    'EndpointConfig',
    'Lambda',
    'Processing',
    'QualityCheck',
    'Training',
    'Transform',
    'Tuning',
  ]);
});

test.each([
  { retry: 'all', types: ['Processing', 'Training', 'Transform'] },
  { retry: 'capacity', types: ['AutoML', 'Tuning'] },
  { retry: 'step', types: ['EMR', 'EMRServerless', 'EndpointConfig', 'Model', 'RegisterModel'] },
  {
    retry: 'none',
    types: ['Callback', 'ClarifyCheck', 'Condition', 'Endpoint', 'Fail', 'Lambda', 'Lineage', 'QualityCheck'],
  },
])('$types are repeated after $retry errors', ({ retry, types }) => {
  expect(TYPES.filter((type) => STEP_FEATURES[type].retry === retry)).toEqual(types);
});
