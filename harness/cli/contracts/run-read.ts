import { createWriteStream } from 'node:fs';
import { KenError, quote } from '../../../ken/errors.ts';
import { contractsOfHook } from '../../../ken/comprehension/find-contracts.ts';
import { type ContractStore, openContracts } from '../../../ken/verifier/contracts/contract-store.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { contractText } from './contract-text.ts';
import { openChosenContracts } from './contract-folder.ts';
import { statisticsText } from './statistics-text.ts';

interface SetOption {
  contracts?: string;
}

/** `ken contracts stats`. */
export async function runStats(options: SetOption & { json?: boolean }): Promise<void> {
  const { manifest } = await openChosenContracts(options.contracts);
  console.log(options.json ? JSON.stringify(manifest) : statisticsText(manifest));
}

/** `ken contracts show HOOK...`. */
export async function runShow(hooks: readonly string[], options: SetOption & { json?: boolean }): Promise<void> {
  const store = await openChosenContracts(options.contracts);
  for (const hook of hooks) {
    const found = contractsOfHook(hook, store);
    if (found.length === 0) {
      throw new KenError('usage', `no contract for ${quote(hook)} in the set of ${store.manifest.kernel}`, {
        hint: 'Give a function (tcp_connect), an event (sched:sched_switch), or a hook as a program writes it (kprobe:vfs_*).',
      });
    }
    for (const { contract, through } of found) {
      console.log(options.json ? JSON.stringify(contract) : contractText(contract, through));
    }
  }
}

/** `ken contracts diff BEFORE AFTER`. */
export async function runDiff(before: string, after: string, options: { json?: boolean }): Promise<void> {
  const [old, fresh] = [await opened(before), await opened(after)];
  const changes = [...differences(old, fresh)];
  if (options.json) console.log(JSON.stringify(changes));
  else for (const { name, change } of changes) console.log(`${name}: ${change}`);
  console.error(`${changes.length} changes between ${old.manifest.kernel} and ${fresh.manifest.kernel}`);
}

/** `ken contracts export FILE`. */
export async function runExport(
  file: string,
  options: SetOption & { functions?: string; withComments?: boolean },
): Promise<void> {
  const store = await openChosenContracts(options.contracts);
  const pattern = options.functions === undefined ? null : regularExpression(options.functions);
  const stream: NodeJS.WritableStream = file === '-' ? process.stdout : createWriteStream(file);
  let count = 0;
  for (const name of store.names()) {
    if (pattern && !pattern.test(name)) continue;
    const contract = store.find(name);
    if (!contract) continue;
    const kept = options.withComments ? contract : { ...contract, comment: null };
    if (!stream.write(`${JSON.stringify(kept)}\n`)) await new Promise((resolve) => stream.once('drain', resolve));
    count++;
  }
  if (file !== '-') await new Promise<void>((resolve) => void stream.end(() => resolve()));
  console.error(`${count} contracts written`);
}

function* differences(old: ContractStore, fresh: ContractStore): Generator<{ name: string; change: string }> {
  for (const name of old.names()) if (!fresh.find(name)) yield { name, change: 'gone' };
  for (const name of fresh.names()) {
    const [before, after] = [old.find(name), fresh.find(name)];
    if (!after) continue;
    if (!before) yield { name, change: 'new' };
    else yield* changesOf(name, before, after);
  }
}

function* changesOf(name: string, before: Contract, after: Contract): Generator<{ name: string; change: string }> {
  if (before.prototype.text !== after.prototype.text)
    yield { name, change: `prototype ${before.prototype.text} -> ${after.prototype.text}` };
  const clauses = (contract: Contract): Set<string> =>
    new Set(contract.clauses.map(({ role, text }) => `${role} ${text}`));
  const [left, right] = [clauses(before), clauses(after)];
  for (const clause of left) if (!right.has(clause)) yield { name, change: `- ${clause}` };
  for (const clause of right) if (!left.has(clause)) yield { name, change: `+ ${clause}` };
}

async function opened(folder: string): Promise<ContractStore> {
  const store = await openContracts(folder);
  if (!store) throw new KenError('usage', `there are no contracts in ${quote(folder)}`);
  return store;
}

function regularExpression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (cause) {
    throw new KenError('usage', `${quote(text)} is no regular expression`, { cause });
  }
}
