import { Size } from 'aws-cdk-lib';
import { gibibytesOf } from '../../../lib/pipelines/private/gibibytes';

test.each([
  { size: Size.tebibytes(2), gibibytes: 2048 },
  { size: Size.mebibytes(1536), gibibytes: 1.5 },
])('$size is $gibibytes gibibytes', ({ size, gibibytes }) => {
  expect(gibibytesOf(size)).toBe(gibibytes);
});
