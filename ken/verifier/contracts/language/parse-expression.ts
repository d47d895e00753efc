import { type BinaryOperator, type Expression, levels, type UnaryOperator } from './expression.ts';

export type ParseResult = { status: 'parsed'; expression: Expression } | { status: 'invalid'; reason: string };

/** Characters of one clause, tokens of it, and nesting: clauses come from models too. */
const limits = { characters: 4000, tokens: 600, nesting: 60 };

/** Reads one clause. Never throws: what cannot be read is a result with the reason. */
export function parseExpression(text: string): ParseResult {
  if (text.length > limits.characters)
    return invalid(`it has ${text.length} characters; at most ${limits.characters} are read`);
  const tokens = tokenize(text);
  if (typeof tokens === 'string') return invalid(tokens);
  if (tokens.length === 0) return invalid('it is empty');
  if (tokens.length > limits.tokens)
    return invalid(`it has ${tokens.length} tokens; at most ${limits.tokens} are read`);
  try {
    return { status: 'parsed', expression: new Parser(tokens).parse() };
  } catch (error) {
    if (error instanceof SyntaxProblem) return invalid(error.message);
    throw error;
  }
}

class SyntaxProblem extends Error {}

interface Token {
  kind: 'word' | 'number' | 'sign' | 'end';
  text: string;
  at: number;
}

const tokenPattern =
  /\s+|([A-Za-z_]\w*)|(0[xX][\da-fA-F]+[uUlL]*|\d+[uUlL]*)|(==>|==|!=|<=|>=|&&|\|\||<<|>>|->|[-+*/%&|^~!<>().])/y;

function tokenize(text: string): Token[] | string {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) return `character ${at + 1}, ${JSON.stringify(text[at])}, is not of the language`;
    const [, word, number, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#binary(0);
    if (this.#token().kind !== 'end') this.#unexpected('the end');
    return expression;
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { text } = this.#token();
      const operator = operators.find((each) => each === text);
      if (operator === undefined) return left;
      this.#next++;
      const right = operator === '==>' ? this.#nested(() => this.#binary(level)) : this.#binary(level + 1);
      left = { kind: 'binary', operator: operator satisfies BinaryOperator, left, right };
    }
  }

  #unary(): Expression {
    const { kind, text } = this.#token();
    if (kind === 'sign' && (text === '!' || text === '-' || text === '~')) {
      this.#next++;
      const operand = this.#nested(() => this.#unary());
      return { kind: 'unary', operator: text satisfies UnaryOperator, operand };
    }
    return this.#postfix();
  }

  #postfix(): Expression {
    let object = this.#primary();
    for (;;) {
      const { text } = this.#token();
      if (text !== '->' && text !== '.') return object;
      this.#next++;
      const field = this.#token();
      if (field.kind !== 'word') this.#unexpected('the name of a member');
      this.#next++;
      object = { kind: 'member', object, arrow: text === '->', field: field.text };
    }
  }

  #primary(): Expression {
    const { kind, text } = this.#token();
    if (kind === 'sign' && text === '(') {
      this.#next++;
      const inside = this.#nested(() => this.#binary(0));
      this.#expect(')');
      return inside;
    }
    if (kind === 'end' || kind === 'sign') this.#unexpected('a value');
    this.#next++;
    if (kind === 'number') return numberOf(text);
    if (text === 'NULL') return { kind: 'null' };
    if (text === 'true' || text === 'false') return numberOf(text === 'true' ? '1' : '0');
    if (text === 'IS_ERR' || text === 'IS_ERR_OR_NULL') {
      this.#expect('(');
      const operand = this.#nested(() => this.#binary(0));
      this.#expect(')');
      return { kind: 'test', test: text, operand };
    }
    if (this.#token().text === '(')
      throw new SyntaxProblem(`${text}(...) is a call; clauses call nothing but IS_ERR and IS_ERR_OR_NULL`);
    return { kind: 'name', name: text };
  }

  #nested(read: () => Expression): Expression {
    if (++this.#nesting > limits.nesting) throw new SyntaxProblem(`it is nested deeper than ${limits.nesting} levels`);
    const result = read();
    this.#nesting--;
    return result;
  }

  #token(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: 'the end', at: (this.#tokens.at(-1)?.at ?? 0) + 1 };
  }

  #expect(text: string): void {
    if (this.#token().text !== text) this.#unexpected(JSON.stringify(text));
    this.#next++;
  }

  #unexpected(wanted: string): never {
    const { text, at, kind } = this.#token();
    const found = kind === 'end' ? 'the end' : JSON.stringify(text);
    throw new SyntaxProblem(`${wanted} is expected at character ${at + 1}, not ${found}`);
  }
}

function numberOf(text: string): Expression {
  const digits = text.replace(/[uUlL]+$/, '');
  const suffix = text.slice(digits.length).toLowerCase();
  const octal = /^0[0-7]+$/.test(digits);
  const value = octal ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return { kind: 'number', value, unsigned: suffix.includes('u'), long: suffix.includes('l'), text };
}

function invalid(reason: string): ParseResult {
  return { status: 'invalid', reason };
}
