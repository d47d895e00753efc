import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { contractSchema } from '../../ken/verifier/contracts/contract.ts';

test('the published JSON Schema is the one that files are read with', async () => {
  const published = JSON.parse(
    await readFile(path.join(import.meta.dirname, 'contract.schema.json'), 'utf8'),
  ) as unknown;
  expect(published).toEqual(z.toJSONSchema(contractSchema));
});
