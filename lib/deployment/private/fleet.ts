/** What a fleet consists of, in SageMaker's words. */
export type FleetUnit = 'INSTANCE_COUNT' | 'COPY_COUNT';

/** How many instances or copies each fleet has when a deployment starts; tokens where only the deployment knows. */
export interface Fleets {
  readonly unit: FleetUnit;
  readonly counts: readonly number[];
}

const NOUNS = {
  INSTANCE_COUNT: { one: 'instance', many: 'instances' },
  COPY_COUNT: { one: 'copy', many: 'copies' },
} as const;

/** A number of instances or copies in words, as `2 copies`. */
export function counted(count: number, unit: FleetUnit): string {
  return `${count} ${count === 1 ? NOUNS[unit].one : NOUNS[unit].many}`;
}
