import type Parser from 'tree-sitter';
import { basicType, type CanonicalType, pointerTo, qualified } from './canonical-type.ts';

type Node = Parser.SyntaxNode;

export interface Declared {
  /** Empty when the declarator has none. */
  name: string;
  /** Where the name is written. */
  at: Node | null;
  type: CanonicalType;
}

export interface SourceParameter {
  name: string;
  type: CanonicalType;
}

export interface Specifiers {
  type: CanonicalType;
  isStatic: boolean;
  isInline: boolean;
}

/** Another spelling of a type name: what a macro makes of it. */
export type Alias = (name: string) => string;

/** The specifiers before a declarator: type with its qualifiers, storage. */
export function specifiersOf(node: Node, declarator: Node | null, alias: Alias): Specifiers {
  let isConst = false;
  let isVolatile = false;
  let isStatic = false;
  let isInline = false;
  let base: string | null = null;
  const words: string[] = [];
  for (const child of node.children) {
    if (declarator && child.startIndex >= declarator.startIndex) break;
    switch (child.type) {
      case 'storage_class_specifier':
        isStatic ||= child.text === 'static';
        isInline ||= child.text.includes('inline');
        break;
      case 'type_qualifier':
        isConst ||= /^(?:const|__const)$/.test(child.text);
        isVolatile ||= child.text.includes('volatile');
        break;
      case 'primitive_type':
      case 'type_identifier':
        words.push(child.text);
        break;
      case 'sized_type_specifier':
        for (const part of child.text.split(/\s+/)) {
          if (part === 'const') isConst = true;
          else words.push(part);
        }
        break;
      case 'struct_specifier':
      case 'union_specifier':
      case 'enum_specifier':
        base = `${child.type.split('_')[0] ?? ''} ${alias(child.childForFieldName('name')?.text ?? '')}`;
        break;
      case 'macro_type_specifier':
        base = child.text.replace(/\s+/g, '');
        break;
    }
  }
  const type = base ?? basicType(words) ?? baseOf(alias(words.join(' ')));
  return { type: qualified(isConst, isVolatile, type), isStatic, isInline };
}

/** Applies a declarator to the type before it. */
export function declare(node: Node | null, type: CanonicalType, alias: Alias): Declared {
  if (!node) return { name: '', at: null, type };
  switch (node.type) {
    case 'identifier':
    case 'field_identifier':
    case 'type_identifier':
      return { name: node.text, at: node, type };
    case 'pointer_declarator':
    case 'abstract_pointer_declarator': {
      const qualifiers = node.children.filter((child) => child.type === 'type_qualifier').map((child) => child.text);
      const isVolatile = qualifiers.some((text) => text.includes('volatile'));
      return declare(inner(node), qualified(qualifiers.includes('const'), isVolatile, pointerTo(type)), alias);
    }
    case 'array_declarator':
    case 'abstract_array_declarator':
      return declare(inner(node), `[${node.childForFieldName('size')?.text ?? '0'}](${type})`, alias);
    case 'function_declarator':
    case 'abstract_function_declarator': {
      const parameters = parametersOf(node.childForFieldName('parameters'), alias).map((parameter) => parameter.type);
      return declare(inner(node), `fn(${parameters.join(',')})->${type}`, alias);
    }
    case 'parenthesized_declarator':
    case 'abstract_parenthesized_declarator':
    case 'attributed_declarator':
      return declare(node.namedChildren.find((child) => /declarator|identifier/.test(child.type)) ?? null, type, alias);
    default:
      return { name: '', at: null, type };
  }
}

/** Parameters of a list; arrays and functions have become pointers, `(void)` is no parameter. */
export function parametersOf(list: Node | null, alias: Alias): SourceParameter[] {
  const found: SourceParameter[] = [];
  for (const child of list?.namedChildren ?? []) {
    if (child.type === 'variadic_parameter') found.push({ name: '', type: '...' });
    else if (child.type === 'identifier') found.push({ name: child.text, type: '?' });
    else if (child.type === 'parameter_declaration') found.push(parameterOf(child, alias));
  }
  return found.length === 1 && found[0]?.type === 'void' && found[0].name === '' ? [] : found;
}

/** The list of parameters of the function that a declarator declares: the innermost one. */
export function parameterListOf(declarator: Node): Node | null {
  let list: Node | null = null;
  for (let node: Node | null = declarator; node; node = inner(node)) {
    if (node.type === 'function_declarator') list = node.childForFieldName('parameters');
  }
  return list;
}

function parameterOf(node: Node, alias: Alias): SourceParameter {
  const declarator = node.childForFieldName('declarator');
  const { type } = specifiersOf(node, declarator, alias);
  const base = type === 'va_list' ? '*(struct __va_list_tag)' : type;
  const declared = declare(declarator, base, alias);
  return { name: declared.name, type: decayed(declared.type) };
}

function decayed(type: CanonicalType): CanonicalType {
  const array = /^\[[^\]]*\]\(([\s\S]*)\)$/.exec(type);
  if (array) return pointerTo(array[1] ?? '');
  return type.startsWith('fn(') ? pointerTo(type) : type;
}

function inner(node: Node): Node | null {
  const field = node.childForFieldName('declarator');
  if (field || !/parenthesized|attributed/.test(node.type)) return field;
  return node.namedChildren.find((child) => /declarator|identifier/.test(child.type)) ?? null;
}

function baseOf(name: string): string {
  return basicType(name.split(/\s+/)) ?? name;
}
