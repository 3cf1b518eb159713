import { Problem, Problems } from '../../core';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Checks that a value is an e-mail address; the remedy says whose. */
export function checkEmail(problems: Problems, path: string, email: string, { remedy }: Pick<Problem, 'remedy'>): void {
  if (EMAIL.test(email)) return;

  problems.add({
    code: 'EmailMalformed',
    path,
    got: `is "${email}"`,
    wanted: 'an address reads name@host.domain',
    remedy,
  });
}
