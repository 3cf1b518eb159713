import { Duration } from 'aws-cdk-lib';
import { secondsOf } from '../../../lib/pipelines/private/seconds';

test.each([
  { duration: Duration.minutes(2), seconds: 120 },
  { duration: Duration.millis(1500), seconds: 1.5 },
])('$duration is $seconds seconds', ({ duration, seconds }) => {
  expect(secondsOf(duration)).toBe(seconds);
});
