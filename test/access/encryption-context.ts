import { Context } from './control-policies';

const KEY = 'kms:EncryptionContext:';

/** A key whose name goes on after a slash, and that every request may carry. */
const STAND_IN = `aws:PrincipalTag/${KEY}`;

/** Whether a condition key is about the context that something is encrypted in. */
export function isEncryptionContext(key: string): boolean {
  return key.startsWith(KEY);
}

/** The policy in words of the simulator, which knows no condition key whose name goes on after a colon. */
export function withStandIns(policy: object): object {
  return JSON.parse(JSON.stringify(policy).replaceAll(`"${KEY}`, `"${STAND_IN}`)) as object;
}

/** The context in words of the simulator. */
export function standingIn(context: Context): Context {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [isEncryptionContext(key) ? key.replace(KEY, STAND_IN) : key, value]),
  );
}
