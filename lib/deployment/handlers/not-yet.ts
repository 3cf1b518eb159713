/** Something cannot be done now, but later: whoever called tries again, and tells somebody in the end. */
export class NotYet extends Error {
  public override readonly name = 'NotYet';
}
