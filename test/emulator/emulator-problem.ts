/** What keeps the emulator from doing what it was asked: one line that says what to do. */
export class EmulatorProblem extends Error {
  public override readonly name = 'EmulatorProblem';
}
