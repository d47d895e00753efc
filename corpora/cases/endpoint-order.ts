/**
 * Which of two things in a text is shown as the source and which as the destination: by labels in front of them
 * (`src=`, `Destination port:`), else by order, source first. True when `source` is shown as the source.
 */
export function shownAsSource(text: string, source: Place, destination: Place): boolean {
  const [first, second] = source.at < destination.at ? [source, destination] : [destination, source];
  const firstLabel = labelIn(text.slice(lineStart(text, first.at), first.at));
  const secondLabel = labelIn(text.slice(first.at + first.length, second.at));
  if (firstLabel !== undefined) return (firstLabel === 'source') === (first === source);
  if (secondLabel !== undefined) return (secondLabel === 'source') === (second === source);
  return first === source;
}

/** Where a thing stands in the text. */
export interface Place {
  at: number;
  length: number;
}

/** The label that a piece of text ends with, if it names one side only. */
function labelIn(piece: string): 'source' | 'destination' | undefined {
  const near = piece.length > 40 ? piece.slice(-40).replace(/^\w+/, '') : piece;
  const source = sourceLabel.test(near);
  const destination = destinationLabel.test(near);
  if (source === destination) return undefined;
  return source ? 'source' : 'destination';
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

const sourceLabel =
  /(?<![a-z0-9])(?:s(?:rc|ource|ender)?[ _-]?(?:ip|addr(?:ess)?|port)?|from|local|laddr|lport)(?![a-z0-9])/i;
const destinationLabel =
  /(?<![a-z0-9])(?:d(?:e?st|estination)?[ _-]?(?:ip|addr(?:ess)?|port)?|receiver|to|remote|raddr|rport|peer)(?![a-z0-9])/i;
