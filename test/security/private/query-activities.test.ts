import { Activity } from '../../../lib/security';
import { unknownToAws } from '../authorization-reference';
import { BEIJING, IRELAND, resourcesAbroad } from '../data-workspace';

const CATALOG = IRELAND.arnOf('glue', 'catalog');
const PLAIN =
  'a permission names what it is for with letters, digits, hyphens, underscores and dots; write the name or its beginning out, without wildcards';
const EMPTY = 'is empty, IAM refuses a permission on nothing; name at least one, or leave the activity out';

const queries = () =>
  Activity.queryAthenaWorkgroups({ workgroupNames: ['marine-life'], databaseNames: ['features', 'raw'] });
const tables = () => Activity.manageGlueTables(['features']);

describe('queries', () => {
  test('run in the workgroups, over tables of the databases', () => {
    const [run, browse, read, list] = IRELAND.permitted(queries());

    expect(run.resources).toEqual([IRELAND.arnOf('athena', 'workgroup/marine-life')]);
    expect(run.actions).toEqual(expect.arrayContaining(['athena:StartQueryExecution', 'athena:CreateNamedQuery']));
    expect(browse.resources).toEqual([IRELAND.arnOf('athena', 'datacatalog/AwsDataCatalog')]);
    expect(read.resources).toEqual([
      CATALOG,
      IRELAND.arnOf('glue', 'database/features'),
      IRELAND.arnOf('glue', 'table/features/*'),
      IRELAND.arnOf('glue', 'database/raw'),
      IRELAND.arnOf('glue', 'table/raw/*'),
    ]);
    expect(list).toEqual({
      actions: ['athena:ListDataCatalogs', 'athena:ListEngineVersions', 'athena:ListWorkGroups'],
      resources: ['*'],
    });
  });

  test('change neither workgroups, catalogues nor tables', () => {
    const actions = IRELAND.permitted(queries()).flatMap((each) => each.actions);

    const changing = /WorkGroup$|DataCatalog$|^glue:(Batch)?(Create|Update|Delete)/;
    expect(actions.filter((action) => changing.test(action))).toEqual(['athena:GetWorkGroup', 'athena:GetDataCatalog']);
  });

  test('name workgroups and databases, without wildcards', () => {
    const activity = () => Activity.queryAthenaWorkgroups({ workgroupNames: ['*'], databaseNames: [] });

    expect(activity).toThrow(
      [
        '2 problems:',
        `  ActivityNameMalformed: workgroupNames[0] is "*", ${PLAIN}`,
        `  ActivityWithoutResources: databaseNames ${EMPTY}`,
      ].join('\n'),
    );
  });
});

describe('tables', () => {
  test('are managed in the databases alone', () => {
    const [manage, ...others] = IRELAND.permitted(tables());

    expect(others).toEqual([]);
    expect(manage.resources).toEqual([
      CATALOG,
      IRELAND.arnOf('glue', 'database/features'),
      IRELAND.arnOf('glue', 'table/features/*'),
    ]);
    expect(manage.actions).toEqual(
      expect.arrayContaining([
        'glue:CreateDatabase',
        'glue:CreateTable',
        'glue:DeleteTable',
        'glue:BatchUpdatePartition',
      ]),
    );
  });

  test('are not lost with their database, nor shared by a policy', () => {
    const actions = IRELAND.permitted(tables()).flatMap((each) => each.actions);

    expect(actions.filter((action) => /DeleteDatabase|ResourcePolicy|Catalog/.test(action))).toEqual([]);
  });

  test('lie in databases that are named', () => {
    const activity = () => Activity.manageGlueTables([]);

    expect(activity).toThrow(`ActivityWithoutResources: databaseNames ${EMPTY}`);
  });

  test('lie in no database that a wildcard names', () => {
    const activity = () => Activity.manageGlueTables(['features', 'raw*']);

    expect(activity).toThrow(`ActivityNameMalformed: databaseNames[1] is "raw*", ${PLAIN}`);
  });
});

describe('both', () => {
  test('are what AWS knows', async () => {
    const permissions = [queries(), tables()].flatMap(IRELAND.permitted);

    const unknown = await unknownToAws(permissions);

    expect(unknown).toEqual([]);
  });

  test('give a reason for each wildcard', () => {
    expect([queries(), tables()].flatMap(IRELAND.unexplained)).toEqual([]);
  });

  test('stay in their partition', () => {
    expect(resourcesAbroad([queries(), tables()].flatMap(BEIJING.permitted))).toEqual([]);
  });
});
