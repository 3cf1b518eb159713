import { Problems, renderProblem } from '../../../lib/core';
import { checkEmail } from '../../../lib/description/private/email-checks';

test.each([
  ['team@example.com', []],
  ['team', ['EmailMalformed: email is "team", an address reads name@host.domain; write one']],
  ['team@example', ['EmailMalformed: email is "team@example", an address reads name@host.domain; write one']],
])('of the address "%s" is told %j', (email, told) => {
  const problems = new Problems();

  checkEmail(problems, 'email', email, { remedy: 'write one' });

  expect(problems.all.map(renderProblem)).toEqual(told);
});
