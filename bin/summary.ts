import { statSync } from 'node:fs';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

const HEADINGS = ['stack', 'account', 'region', 'resources', 'template'];

/** Columns that hold numbers and read best when their last digits stand below each other. */
const NUMERIC_COLUMNS = [3, 4];

/** The stacks of an assembly as a table: where each goes and how big it is. */
export function renderSummary(assembly: CloudAssembly): string {
  const rows = [HEADINGS, ...assembly.stacks.map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));

  return rows
    .map((row) =>
      row
        .map((cell, column) => align(cell, column, widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf(stack: CloudFormationStackArtifact): string[] {
  const { Resources } = stack.template as { Resources: Record<string, unknown> };
  const kilobytes = statSync(stack.templateFullPath).size / 1024;

  return [
    stack.stackName,
    stack.environment.account,
    stack.environment.region,
    String(Object.keys(Resources).length),
    `${kilobytes.toFixed(0)} KiB`,
  ];
}

function align(cell: string, column: number, width: number): string {
  return NUMERIC_COLUMNS.includes(column) ? cell.padStart(width) : cell.padEnd(width);
}
