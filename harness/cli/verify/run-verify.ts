import { KenError, quote } from '../../../ken/errors.ts';
import { openGuestPool } from '../../../ken/kernel/guest/pool.ts';
import { openVerifier } from '../../../ken/verifier/open-verifier.ts';
import { measureStrength } from '../../../ken/verifier/strength/measure-strength.ts';
import { passes } from '../../../ken/verifier/verification.ts';
import { formatStrength } from './format-strength.ts';
import { formatVerification } from './format-verification.ts';
import { readPrograms } from '../../cases/read-programs.ts';
import { toLine } from './verification-line.ts';

export interface VerifyRequest {
  framework?: string;
  strength?: boolean;
  solver?: string;
  json?: boolean;
}

/** `ken verify FILE...`: a result for each file, in the order given. True when every assert of every file is proved. */
export async function runVerify(files: readonly string[], request: VerifyRequest): Promise<boolean> {
  const backend = solverName(request.solver);
  const programs = await readPrograms(files, request.framework);
  const pool = await openGuestPool({ size: 1, progress: (message) => console.error(`ken: ${message}`) });
  const verifier = openVerifier(pool, { solver: { backend } });
  let proved = true;
  try {
    for (const { file, program } of programs) {
      const answer = await verifier.verify(program);
      const line = toLine(file, program, answer);
      proved &&= passes(line.verdict);
      const strength =
        request.strength && answer.status === 'verified' && answer.verification.asserts.length > 0
          ? await measureStrength(program, answer.verification, verifier)
          : undefined;
      if (request.json) console.log(JSON.stringify(strength ? { ...line, strength } : line));
      else console.log([formatVerification(line), ...(strength ? [formatStrength(strength)] : [])].join('\n'));
    }
  } finally {
    await verifier.close();
    await pool.close();
  }
  return proved;
}

function solverName(name: string | undefined): 'z3-solver' | 'native' | 'auto' {
  if (name === undefined) return 'auto';
  if (name === 'z3-solver' || name === 'native' || name === 'auto') return name;
  throw new KenError('usage', `there is no solver ${quote(name)}`, { hint: 'Use z3-solver, native or auto.' });
}
