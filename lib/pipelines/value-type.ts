/** What kind of value a parameter or a result of a step holds. */
export enum ValueType {
  /** Text. */
  STRING = 'String',
  /** A whole number. */
  INTEGER = 'Integer',
  /** A number. */
  FLOAT = 'Float',
  /** True or false. */
  BOOLEAN = 'Boolean',
}
