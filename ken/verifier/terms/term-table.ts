import { KenError, quote } from '../../errors.ts';
import { boundsOf } from './bounds.ts';
import { Term, type TermShape } from './term.ts';

/** The hash-consing table: one object for each structure, for as long as the table lives. */
export class TermTable {
  readonly #terms = new Map<string, Term>();
  readonly #signatures = new Map<string, string>();

  /** Number of terms; the measure of memory, about 300 bytes each. */
  get size(): number {
    return this.#terms.size;
  }

  /** Returns the one term of this shape. Throws `internal` when a name is used with two widths or signatures. */
  intern(shape: TermShape): Term {
    const key = keyOf(shape);
    const known = this.#terms.get(key);
    if (known) return known;
    if (shape.op === 'variable' || shape.op === 'apply') this.#checkSignature(shape);
    const bounds = boundsOf(shape);
    const term = new Term(this.#terms.size, shape, bounds);
    this.#terms.set(key, term);
    return term;
  }

  #checkSignature({ name = '', width, args }: TermShape): void {
    const signature = `(${args.map((term) => term.width).join(' ')}) ${width}`;
    const known = this.#signatures.get(name);
    if (known !== undefined && known !== signature) {
      throw new KenError('internal', `the name ${quote(name)} has widths ${known} and is used with ${signature}`);
    }
    this.#signatures.set(name, signature);
  }
}

function keyOf(shape: TermShape): string {
  let key = `${shape.op} ${shape.width}`;
  for (const term of shape.args) key += ` ${term.id}`;
  if (shape.low !== undefined) key += `:${shape.low}`;
  if (shape.value !== undefined) key += `=${shape.value.toString(36)}`;
  if (shape.name !== undefined) key += `'${shape.name}`;
  return key;
}
