import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChatMessage } from '../../../ken/models/model.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';

/** Characters of a function's body that a question holds. */
const longestBody = 8000;

const rules = `You write contracts of Linux kernel functions: conditions that hold whenever the function is entered ("pre") or
returns ("post"). Answer with one JSON object and nothing else:
{"clauses": [{"role": "pre" or "post", "text": "...", "why": "one short sentence"}]}

"text" is a C expression without side effects over the parameters and, in "post", ret (the result). Allowed: numbers, NULL,
error names (-ENOMEM), members (sk->sk_state), == != < <= > >= && || ! + - * / % & | ^ ~ << >>, IS_ERR(p),
IS_ERR_OR_NULL(p), and a ==> b for "a implies b". Parameters have their values at entry. No calls, no quantifiers.
A pointer may be followed only where it is known not to be NULL. Write only what is true of every call. Do not repeat what
is known already, nor what the types say. If nothing is certain, answer {"clauses": []}.`;

export interface Question {
  messages: ChatMessage[];
  /** Of the whole question: answers are kept by it. */
  hash: string;
}

/** The question for one function: prototype, what is known of it, comment and source text. */
export function questionFor(contract: Contract, root: string): Question {
  const { prototype, clauses, comment, source } = contract;
  const known = clauses.map(({ role, text }) => `- ${role}: ${text}`).join('\n');
  const body =
    source && source.origin !== 'assembly' ? sourceText(path.join(root, source.file), source.line, source.endLine) : '';
  const parts = [
    `Prototype: ${prototype.text}`,
    known === '' ? 'Nothing is known yet.' : `Known already:\n${known}`,
    ...(comment ? [`Comment of its author:\n${comment.text.slice(0, 2000)}`] : []),
    ...(body === '' ? [] : [`Source:\n\`\`\`c\n${body}\n\`\`\``]),
  ];
  const messages: ChatMessage[] = [
    { role: 'system', content: rules },
    { role: 'user', content: parts.join('\n\n') },
  ];
  return { messages, hash: createHash('sha256').update(JSON.stringify(messages)).digest('hex') };
}

function sourceText(file: string, line: number, endLine: number): string {
  const text = readFileSync(file, 'latin1')
    .split('\n')
    .slice(line - 1, endLine)
    .join('\n');
  return text.length > longestBody ? `${text.slice(0, longestBody)}\n/* cut */` : text;
}
