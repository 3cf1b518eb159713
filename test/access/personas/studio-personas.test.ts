import { brokenRows, countsOf } from '../access-table';
import { BUSINESS_ANALYST } from './business-analyst';
import { DATA_ENGINEER } from './data-engineer';
import { DATA_SCIENTIST } from './data-scientist';
import { ML_ENGINEER } from './ml-engineer';
import { MLOPS_ENGINEER } from './mlops-engineer';
import { PLATFORM } from './studio-grounds';
import { WORK_ROLE } from './work-role';

/** The least that each table says of what is allowed, and of what is denied. */
const LEAST_ROWS = 15;

/** Hundreds of requests, on a machine that may be busy. */
const TIMEOUT_MS = 60_000;

const TABLES = [DATA_SCIENTIST, DATA_ENGINEER, ML_ENGINEER, MLOPS_ENGINEER, BUSINESS_ANALYST, WORK_ROLE];

describe.each(TABLES.map((table) => [table.about, table] as const))('%s', (_, table) => {
  test(
    'does all that its table allows, and nothing of what it denies',
    async () => {
      const broken = await brokenRows(PLATFORM, table);

      expect(broken).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test('is told by enough lines, each of them once', () => {
    const { allowed, denied } = countsOf(table);
    const lines = table.rows.map(({ who, what }) => `${who?.name ?? ''}: ${what}`);

    expect(Math.min(allowed, denied)).toBeGreaterThanOrEqual(LEAST_ROWS);
    expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([]);
  });
});
