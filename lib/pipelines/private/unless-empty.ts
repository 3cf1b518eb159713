import { DefinitionExpression } from './reference-token';

/** A list, or nothing where it has no items: SageMaker refuses empty lists. */
export function unlessEmpty<Item>(items: readonly Item[] = []): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}

/** A structure, or nothing where no member of it has a value. */
export function unlessBlank(members: DefinitionExpression): DefinitionExpression | undefined {
  return Object.values(members).some((value) => value !== undefined) ? members : undefined;
}
