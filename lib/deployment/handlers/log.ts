/** Tells what happens, with facts that a search can filter by. */
export type Log = (level: 'INFO' | 'WARN' | 'ERROR', message: string, facts: Readonly<Record<string, unknown>>) => void;

/** Writes one line of JSON. */
export const writeLine: Log = (level, message, facts) => {
  process.stdout.write(`${JSON.stringify({ level, message, ...facts })}\n`);
};
