import { Token } from 'aws-cdk-lib';
import { checkProductionUnits } from '../../../lib/description/private/production-unit-checks';
import { Changes, told } from '../nine-accounts';

const DEV = '666666666666';
const REGISTRY = '444444444444';
const STRICT = { 'organization.guardrails.preset': 'strict' };

function chosenFor(...units: string[]): Changes {
  return { 'organization.guardrails.units': units.map((unit) => ({ unit, include: ['no-accelerators'] })) };
}

function production(account: unknown): Changes {
  return { 'teams[0].stages.prod': { account, sharedAccountReason: 'a pilot' } };
}

test.each<[string, Changes]>([
  ['in an account of its own', { ...STRICT, ...chosenFor('Workloads/marine-life/prod') }],
  ['in the account of dev, where nothing is chosen for production', production(DEV)],
  [
    'in the account of dev, where a choice is for dev',
    { ...production(DEV), ...chosenFor('Workloads/marine-life/dev') },
  ],
  ['in the account of dev, where a choice is for both', { ...production(DEV), ...chosenFor('Workloads/*/*') }],
  ['in the account of dev, where a choice is for what lies above', { ...production(DEV), ...chosenFor('Workloads') }],
  [
    'in the account of production of another team, where the preset is for both',
    { ...STRICT, 'teams[1].stages.prod': { account: '888888888888', sharedAccountReason: 'a pilot' } },
  ],
  ['in an account that is known at deployment only', { ...STRICT, ...production(Token.asString({ Ref: 'Account' })) }],
])('production %s is accepted', (_, changes) => {
  expect(told(checkProductionUnits, changes)).toEqual([]);
});

test.each<[string, Changes, string, string, string]>([
  ['of dev with the preset strict', STRICT, DEV, 'teams[0].stages.dev.account', 'Workloads/marine-life/dev'],
  [
    'of dev with a choice for production',
    chosenFor('Workloads/marine-life/prod'),
    DEV,
    'teams[0].stages.dev.account',
    'Workloads/marine-life/dev',
  ],
  [
    'of dev with a choice for production of all teams',
    chosenFor('Workloads/*/prod'),
    DEV,
    'teams[0].stages.dev.account',
    'Workloads/marine-life/dev',
  ],
  ['of the registry with the preset strict', STRICT, REGISTRY, 'accounts.sharedServices', 'ML Platform'],
])('production in the account %s is refused', (_, changes, account, path, unit) => {
  expect(told(checkProductionUnits, { ...changes, ...production(account) })).toEqual([
    `ProductionInOtherUnit: teams[0].stages.prod.account is "${account}", which ${path} puts into "${unit}", the guardrails of "Workloads/marine-life/prod" hold for the accounts that lie there, and an account lies in one unit; give prod an account of its own`,
  ]);
});

test('a choice for production of one team reaches no production that lies with another', () => {
  const changes = {
    ...chosenFor('Workloads/logistics/prod'),
    'teams[1].stages.prod': { account: '888888888888', sharedAccountReason: 'a pilot' },
  };

  expect(told(checkProductionUnits, changes)).toEqual([
    'ProductionInOtherUnit: teams[1].stages.prod.account is "888888888888", which teams[0].stages.prod.account puts into "Workloads/marine-life/prod", the guardrails of "Workloads/logistics/prod" hold for the accounts that lie there, and an account lies in one unit; give prod an account of its own',
  ]);
});

test('what the structure has refused is not told about again', () => {
  const units = { 'organization.guardrails.units': [undefined, {}, { unit: Token.asString({ Ref: 'Unit' }) }] };

  expect(told(checkProductionUnits, { ...production(DEV), ...units })).toEqual([]);
  expect(told(checkProductionUnits, { ...STRICT, 'teams[0].stages': undefined })).toEqual([]);
  expect(told((problems) => checkProductionUnits(problems, {}), {})).toEqual([]);
});
