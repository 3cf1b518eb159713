import * as iam from 'aws-cdk-lib/aws-iam';

/** A statement on its way into a policy document, with the guardrail that it comes from. */
export interface PackableStatement {
  readonly guardrail: string;
  readonly sid: string;
  readonly content: object;
}

/** What fits into documents, and what does not. */
export interface PackedStatements {
  readonly documents: PackableStatement[][];
  readonly leftOver: PackableStatement[];
}

/** How much room there is. */
export interface Room {
  readonly maxDocuments: number;
  readonly maxBytes: number;
}

/** A statement with the guardrail that it comes from, ready to be packed. */
export function packable(guardrail: string, statement: iam.PolicyStatement): PackableStatement {
  return { guardrail, sid: statement.sid as string, content: statement.toStatementJson() as object };
}

/** The policy document of some statements. */
export function documentOf(statements: readonly PackableStatement[]): object {
  return { Version: '2012-10-17', Statement: statements.map(({ content }) => content) };
}

/** Size of a policy in bytes as AWS Organizations counts it, without white space. */
export function minifiedSize(content: object): number {
  return Buffer.byteLength(JSON.stringify(content));
}

/**
 * Packs statements into as few documents as it can: the largest first, each into the first document that has room.
 *
 * Within a document the statements keep the order they were given in, and documents are in the order of their first statements.
 */
export function pack(statements: readonly PackableStatement[], room: Room): PackedStatements {
  const documents: PackableStatement[][] = [];
  const leftOver: PackableStatement[] = [];
  const order = new Map(statements.map((statement, i) => [statement, i]));
  const inOrder = (a: PackableStatement, b: PackableStatement): number =>
    (order.get(a) as number) - (order.get(b) as number);

  for (const statement of [...statements].sort((a, b) => sizeOf(b) - sizeOf(a) || inOrder(a, b))) {
    const fitting = documents.find((document) => minifiedSize(documentOf([...document, statement])) <= room.maxBytes);
    if (fitting) fitting.push(statement);
    else if (documents.length < room.maxDocuments && minifiedSize(documentOf([statement])) <= room.maxBytes) {
      documents.push([statement]);
    } else leftOver.push(statement);
  }

  return {
    documents: documents.map((document) => document.sort(inOrder)).sort(([a], [b]) => inOrder(a, b)),
    leftOver: leftOver.sort(inOrder),
  };
}

function sizeOf({ content }: PackableStatement): number {
  return minifiedSize(content);
}
