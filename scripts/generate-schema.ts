import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { platformSchema } from './platform-schema';

const ROOT = join(__dirname, '..');
const SCHEMA_FILE = join(ROOT, 'lib', 'description', 'platform.schema.json');

async function main(): Promise<void> {
  const schema = platformSchema(readFileSync(join(ROOT, '.jsii'), 'utf8'));
  const options = await prettier.resolveConfig(SCHEMA_FILE);

  writeFileSync(SCHEMA_FILE, await prettier.format(JSON.stringify(schema), { ...options, filepath: SCHEMA_FILE }));
}

void main();
