import { swapped32, type Item } from '../../harness/judge/toolbox.ts';

/** An IP address in a text. `address` is its bytes in network order as hex: 8 digits for IPv4, 32 for IPv6. */
export interface ShownAddress {
  address: string;
  /** Index in the text. */
  at: number;
  length: number;
}

/** Every IP address of a text, in order: `10.0.0.1:80`, `[fd00::1]:80`, `fd00::1`. Clock times are none. */
export function addressesIn(text: string): ShownAddress[] {
  return [...text.matchAll(addressShape)].flatMap((match) => {
    const shown = match[0].replace(/(?<!:):$/, '');
    const address = addressBytes(shown);
    return address === undefined ? [] : [{ address, at: match.index, length: shown.length }];
  });
}

/** The bytes of an address in text form (RFC 4291 section 2.2 for IPv6) as hex; undefined when it is none. */
export function addressBytes(text: string): string | undefined {
  const dotted = /^(.*:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (dotted) {
    const octets = dotted.slice(2).map(Number);
    if (octets.some((octet) => octet > 255)) return undefined;
    const hex = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
    return dotted[1] === undefined ? hex : addressBytes(`${dotted[1]}${hex.slice(0, 4)}:${hex.slice(4)}`);
  }
  const [head = '', tail, ...more] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...before, ...Array<string>(missing).fill('0'), ...after];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? all.map((group) => group.toLowerCase().padStart(4, '0')).join('')
    : undefined;
}

/**
 * True when the item shows this address (text form): as text, as raw bytes in network order, or, for IPv4 in the trace
 * pipe and in raw bytes, as a number in either byte order, since BPF C has no customary text form.
 */
export function showsAddress(item: Item, address: string): boolean {
  const wanted = addressBytes(address);
  if (wanted === undefined) return false;
  if (addressesIn(item.text).some((shown) => shown.address === wanted || shown.address === mapped(wanted))) return true;
  if (item.bytes?.some((part) => Buffer.from(part).includes(Buffer.from(wanted, 'hex')))) return true;
  if (wanted.length !== 8) return false;
  const value = Number.parseInt(wanted, 16);
  const reversed = Buffer.from(wanted, 'hex').reverse();
  if (item.bytes?.some((part) => Buffer.from(part).includes(reversed))) return true;
  const numbers = item.kind === 'trace' ? (item.text.match(/\b(?:0x)?[0-9a-f]{6,10}\b/gi) ?? []) : [];
  return numbers.some((number) =>
    [value, swapped32(value)].some(
      (form) => Number(number) === form || Number.parseInt(number.replace(/^0x/i, ''), 16) === form,
    ),
  );
}

/** An IPv4 address as a dual-stack socket shows it: `::ffff:10.0.0.1`. */
const mapped = (address: string): string => (address.length === 8 ? `${'0'.repeat(20)}ffff${address}` : address);

const addressShape =
  /(?<![\w.:])(?:[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){1,6}:)?(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w.:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?![\w])/gi;
