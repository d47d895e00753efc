import { KenError, quote } from '../../../ken/errors.ts';
import { openGuestPool } from '../../../ken/kernel/guest/pool.ts';
import { compareTexts, type TextComparison } from '../../../ken/verifier/equivalence/compare-texts.ts';
import { openVerifier } from '../../../ken/verifier/open-verifier.ts';
import { printable } from '../../judge/printable.ts';
import { readPrograms } from '../../cases/read-programs.ts';

export interface EquivRequest {
  framework?: string;
  values?: boolean;
  events?: string;
  json?: boolean;
}

/** `ken equiv A B`. True when they are equivalent. */
export async function runEquiv(left: string, right: string, request: EquivRequest): Promise<boolean> {
  const events = eventCount(request.events);
  const [one, two] = await readPrograms([left, right], request.framework);
  if (!one || !two) throw new KenError('internal', 'two programs were asked for');
  const pool = await openGuestPool({ size: 1, progress: (message) => console.error(`ken: ${message}`) });
  const verifier = openVerifier(pool);
  try {
    const comparison = await compareTexts(one.program, two.program, verifier, {
      tolerances: { text: request.values ?? false },
      limits: { events },
    });
    console.log(request.json ? JSON.stringify({ left, right, ...comparison }) : format(left, right, comparison));
    return comparison.result === 'equivalent';
  } finally {
    await verifier.close();
    await pool.close();
  }
}

function eventCount(text: string | undefined): number {
  if (text === undefined) return 2;
  if (/^[1-9]$/.test(text)) return Number(text);
  throw new KenError('usage', `--events must be a number from 1 to 9, not ${quote(text)}`);
}

function format(left: string, right: string, comparison: TextComparison): string {
  const { result, reason, difference, assumptions, seconds } = comparison;
  const lines = [`${left}, ${right}: ${result}${reason === '' ? '' : `, ${reason}`}`];
  for (const [index, { probe, inputs }] of (difference?.events ?? []).entries()) {
    lines.push(`  event ${index + 1}: ${probe}`);
    lines.push(
      ...inputs.map(({ name, value, type }) => `    ${name} = ${value}${type === undefined ? '' : ` (${type})`}`),
    );
  }
  if (difference) {
    lines.push(`  ${left} shows`, ...difference.left.map((text) => `    ${text}`));
    lines.push(`  ${right} shows`, ...difference.right.map((text) => `    ${text}`));
  }
  if (assumptions.length > 0) lines.push('  under these assumptions:', ...assumptions.map((text) => `    ${text}`));
  lines.push(`  ${seconds.toFixed(2)} s`);
  return lines.map(printable).join('\n');
}
