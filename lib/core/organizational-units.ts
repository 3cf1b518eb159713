/** Names of the organisational units that every organisation of a platform has. */
export const ORGANIZATIONAL_UNITS = {
  security: 'Security',
  infrastructure: 'Infrastructure',
  data: 'Data',
  sharedServices: 'ML Platform',
  workloads: 'Workloads',
  sandbox: 'Sandbox',
  suspended: 'Suspended',
} as const;

/** The units below each team or line of business. */
export const WORKLOAD_STAGES = ['dev', 'test', 'prod'];

/** The path of the unit of a team's or a line of business's stage. */
export function workloadUnit(group: string, stage: string): string {
  return [ORGANIZATIONAL_UNITS.workloads, group, stage].join('/');
}

/** The paths of all units, each after the one above it. */
export function organizationalUnitTree(groups: readonly string[], additionalUnits: readonly string[] = []): string[] {
  const { security, infrastructure, data, sharedServices, workloads, sandbox, suspended } = ORGANIZATIONAL_UNITS;

  return [
    security,
    infrastructure,
    data,
    sharedServices,
    workloads,
    ...groups.flatMap((group) => [
      `${workloads}/${group}`,
      ...WORKLOAD_STAGES.map((stage) => workloadUnit(group, stage)),
    ]),
    sandbox,
    suspended,
    ...[...additionalUnits].sort((a, b) => levelsOf(a) - levelsOf(b)),
  ];
}

/** The path of the unit above another; empty for one at the top of the tree. */
export function unitAbove(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** How many units deep a path reaches. */
export function levelsOf(path: string): number {
  return path.split('/').length;
}
