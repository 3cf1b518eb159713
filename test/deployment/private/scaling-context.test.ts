import { emitterOf } from '../../../lib/deployment/private/scaling-context';
import { CONTEXTS } from '../scaled';

test.each(Object.entries(CONTEXTS))('%s emits the metrics of its kind', (emitter, context) => {
  expect(emitterOf(context)).toBe(emitter);
});
