import { KenError, quote } from '../../errors.ts';

/** One field of a tracepoint's record. */
export interface TracepointField {
  name: string;
  /** As the kernel spells it, without the name: `const char *`, `char[16]`. */
  type: string;
  /** Bytes, from the start of the record. */
  offset: number;
  size: number;
  signed: boolean;
  /** The first fields, which every tracepoint has and bpftrace hides: `common_type` and so on. */
  common: boolean;
  /** A `__data_loc` or `__rel_loc` field: 32 bits that hold offset and length of the data. */
  dynamic: boolean;
}

export interface TracepointFormat {
  name: string;
  id: number;
  fields: TracepointField[];
}

/**
 * Reads the text of events/<category>/<name>/format in tracefs (kernel/trace/trace_events.c, f_show).
 * @throws KenError 'config' when it is no such text
 */
export function parseTracepointFormat(text: string): TracepointFormat {
  const name = /^name: (\S+)$/m.exec(text)?.[1];
  const id = /^ID: (\d+)$/m.exec(text)?.[1];
  if (name === undefined || id === undefined) {
    throw new KenError('config', `no format of a tracepoint: ${quote(text)}`, {
      hint: 'It is the file events/<category>/<name>/format below /sys/kernel/tracing.',
    });
  }
  const lines = text.matchAll(/^\s*field:(.*?);\s*offset:(\d+);\s*size:(\d+);(?:\s*signed:(\d+);)?/gm);
  const fields = [...lines].map(([, declaration = '', offset, size, signed]): TracepointField => {
    const { name: fieldName, type } = splitDeclaration(declaration);
    return {
      name: fieldName,
      type,
      offset: Number(offset),
      size: Number(size),
      signed: signed === '1',
      common: fieldName.startsWith('common_'),
      dynamic: /^__(data|rel)_loc\b/.test(declaration),
    };
  });
  return { name, id: Number(id), fields };
}

/** The field that holds these bytes, with the bytes' place in it when they are a part; null between fields. */
export function fieldAt(
  format: TracepointFormat,
  offset: number,
  size: number,
): { field: TracepointField; inside: number } | null {
  const field = format.fields.find((each) => each.offset <= offset && offset + size <= each.offset + each.size);
  return field ? { field, inside: offset - field.offset } : null;
}

/** `char comm[16]` is the field comm of type char[16]. */
function splitDeclaration(declaration: string): { name: string; type: string } {
  const match = /^(.*?)(\w+)((?:\[[^\]]*\])*)$/s.exec(declaration.trim());
  if (!match) return { name: declaration.trim(), type: '' };
  const [, type = '', name = '', dimensions = ''] = match;
  return { name, type: `${type.trim()}${dimensions}` };
}
