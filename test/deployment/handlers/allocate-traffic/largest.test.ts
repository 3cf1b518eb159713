import { indexOfLargest } from '../../../../lib/deployment/handlers/allocate-traffic/largest';

test.each([
  [[1], 0],
  [[1, 3, 2], 1],
  [[2, 3, 3], 1],
  [[0, Infinity, Infinity], 1],
])('the largest of %j stands at %d', (values, place) => {
  expect(indexOfLargest(values)).toBe(place);
});
