/** Where something stands in the answer of a model. */
export class ClarifyLocation {
  /** In a column of a CSV answer, counted from 0. */
  public static column(index: number): ClarifyLocation {
    return new ClarifyLocation(index);
  }

  /** In a JSON answer, by its JMESPath, as `predictions[*].score`. */
  public static path(jmesPath: string): ClarifyLocation {
    return new ClarifyLocation(jmesPath);
  }

  private constructor(private readonly place: string | number) {}

  /** @internal */
  public _render(): string | number {
    return this.place;
  }
}
