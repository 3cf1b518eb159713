import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { platformSchema } from '../../scripts/platform-schema';
import { nineAccounts } from './nine-accounts';

const ROOT = join(__dirname, '..', '..');
const SCHEMA_TEXT = readFileSync(join(ROOT, 'lib', 'description', 'platform.schema.json'), 'utf8');

test('the schema is the one that the structs give; if not, run: npm run schema', () => {
  const assembly = readFileSync(join(ROOT, '.jsii'), 'utf8');

  const generated = platformSchema(assembly);

  expect(JSON.stringify(JSON.parse(SCHEMA_TEXT), undefined, 1)).toBe(JSON.stringify(generated, undefined, 1));
});

test('the schema is valid and accepts the example', () => {
  const ajv = new Ajv({ allErrors: true, strict: true });

  const validate = ajv.compile(JSON.parse(SCHEMA_TEXT));

  expect(validate(nineAccounts())).toBe(true);
});

test('every key is explained', () => {
  const { definitions } = JSON.parse(SCHEMA_TEXT) as {
    definitions: Record<string, { description: string; properties?: Record<string, { description: string }> }>;
  };

  const parts = Object.entries(definitions).flatMap(([name, { description, properties }]) => [
    [name, description],
    ...Object.entries(properties ?? {}).map(([key, property]) => [`${name}.${key}`, property.description]),
  ]);

  expect(parts.filter(([, description]) => description === '')).toEqual([]);
});

test('defaults are values of their type', () => {
  const { definitions } = JSON.parse(SCHEMA_TEXT) as {
    definitions: Record<string, { properties?: Record<string, { default?: unknown }> }>;
  };

  const defaults = Object.values(definitions).flatMap(({ properties }) =>
    Object.entries(properties ?? {}).flatMap(([key, part]) => ('default' in part ? [[key, part.default]] : [])),
  );

  expect(Object.fromEntries(defaults)).toMatchObject({
    operatingModel: 'federated',
    preset: 'standard',
    engine: 'open',
    branch: 'main',
    minInstances: 2,
    addMissingEndpoints: false,
    schedule: 'cron(0 2 ? * * *)',
  });
});
