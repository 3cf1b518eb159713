import { DeployedResource } from './facts';

const KINDS = ['native', 'service', 'recorded'] as const;

/** A table of what the resources of each type are in the emulator, one line a type. */
export function kindsTable(resources: readonly DeployedResource[]): string {
  const types = [...new Set(resources.map(({ type }) => type))].sort();
  const rows = types.map((type) => [type, ...KINDS.map((kind) => count(resources, type, kind))]);
  const totals = ['all', ...KINDS.map((kind) => String(resources.filter((resource) => resource.kind === kind).length))];
  const width = Math.max(...types.map(({ length }) => length));

  return [['type', ...KINDS], ...rows, totals]
    .map(([type, ...cells]) => [type.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join('  ').trimEnd())
    .join('\n');
}

function count(resources: readonly DeployedResource[], type: string, kind: string): string {
  const found = resources.filter((resource) => resource.type === type && resource.kind === kind).length;
  return found === 0 ? '' : String(found);
}
