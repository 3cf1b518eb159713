import * as iam from 'aws-cdk-lib/aws-iam';
import { pack } from '../../core';

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

/** Packs statements into as few documents as they fit into. */
export function packStatements(statements: readonly PackableStatement[], room: Room): PackedStatements {
  const { bins, leftOver } = pack(statements, {
    most: room.maxDocuments,
    sizeOf: ({ content }) => minifiedSize(content),
    fits: (together) => minifiedSize(documentOf(together)) <= room.maxBytes,
  });

  return { documents: bins, leftOver };
}
