import { AthenaScope } from '../activity-scopes';
import * as perms from '../data-perms';
import { allow, allowOnAll, allowPattern, arnAt, Place, StatementsAt } from './activity-statement';

/** Athena's name for the Glue catalogue of the account. */
const GLUE_CATALOG = 'AwsDataCatalog';

export function queryAthenaWorkgroups({ workgroupNames, databaseNames }: AthenaScope): StatementsAt {
  return (place) => [
    allow(
      [...perms.RUN_QUERIES, ...perms.SAVE_QUERIES],
      workgroupNames.map((name) => athenaArn(place, 'workgroup', name)),
    ),
    allow(perms.BROWSE_CATALOG, [athenaArn(place, 'datacatalog', GLUE_CATALOG)]),
    allowPattern(perms.READ_TABLES, tableArns(place, databaseNames)),
    allowOnAll(perms.LIST_ATHENA),
  ];
}

export function manageGlueTables(databaseNames: string[]): StatementsAt {
  return (place) => [allowPattern([...perms.READ_TABLES, ...perms.MANAGE_TABLES], tableArns(place, databaseNames))];
}

/** Glue asks for the whole path: the catalogue, the databases in it and the tables in those. */
function tableArns(place: Place, databaseNames: string[]): string[] {
  const glueArn = (resource: string, resourceName?: string): string =>
    arnAt(place, { service: 'glue', resource, resourceName });

  return [
    glueArn('catalog'),
    ...databaseNames.flatMap((name) => [glueArn('database', name), glueArn('table', `${name}/*`)]),
  ];
}

function athenaArn(place: Place, resource: string, resourceName: string): string {
  return arnAt(place, { service: 'athena', resource, resourceName });
}
