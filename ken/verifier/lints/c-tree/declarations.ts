import type { CSyntax } from './parse-c.ts';

/** Names that a declaration declares, with their types as C spells them: `struct sock *`. */
export function declared(declaration: CSyntax): [string, string][] {
  const base = spelledType(declaration.childForFieldName('type'));
  return declaration.namedChildren.flatMap((each): [string, string][] => {
    const one = declaredBy(each.type === 'init_declarator' ? each.childForFieldName('declarator') : each, base);
    return one ? [one] : [];
  });
}

/** Name and type that one declarator adds to a base type; null when it declares no name. */
export function declaredBy(declarator: CSyntax | null, base: string): [string, string] | null {
  let type = base;
  let inner = declarator;
  while (inner && /^(?:pointer|array|parenthesized)_declarator$/.test(inner.type)) {
    if (inner.type === 'pointer_declarator') type += type.endsWith('*') ? '*' : ' *';
    if (inner.type === 'array_declarator') type += '[]';
    inner = inner.childForFieldName('declarator') ?? inner.namedChildren.at(-1) ?? null;
  }
  return inner && /^(?:field_)?identifier$/.test(inner.type) ? [inner.text, type] : null;
}

/** `struct sock` for any spelling of it; empty without a type. */
export function spelledType(type: CSyntax | null): string {
  if (!type) return '';
  const name = /^(?:struct|union)_specifier$/.test(type.type) ? type.childForFieldName('name') : null;
  return name ? `${type.type.split('_')[0] ?? ''} ${name.text}` : type.text.replaceAll(/\s+/g, ' ');
}
