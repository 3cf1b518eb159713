import { Lazy } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../../lib/core';
import { checkInstant } from '../../../lib/deployment/private/instant-checks';

test.each([
  '2026-12-01T08:00Z',
  '2026-12-01T08:00:00Z',
  '2026-12-01T08:00:00.123+01:00',
  Lazy.string({ produce: () => 'tomorrow' }),
])('%s is a moment, or may be one', (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test.each(['', 'tomorrow', '2026-12-01', '2026-12-01T08:00:00', '2026-13-01T08:00:00Z'])('"%s" is none', (text) => {
  expect(problemsOf(text)).toEqual([
    `InstantMalformed: startsAt is "${text}", it takes a date, a time and a time zone as ISO 8601 writes them; write one as "2026-12-01T08:00:00Z"`,
  ]);
});

function problemsOf(text: string): string[] {
  const problems = new Problems();
  checkInstant(problems, 'startsAt', text);

  return problems.all.map(renderProblem);
}
