import { PageFault } from '../http/page-fault.ts';

/** A name of 1 to 60 characters without controls; a `PageFault` when there is none. */
export function readerOf(text: string | null): string {
  const name = (text ?? '').replace(/[\p{C}\s]+/gu, ' ').trim();
  if (name !== '' && name.length <= 60) return name;
  throw new PageFault(
    400,
    'a label needs the name of its reader',
    'Go to the labelling page and give a name of 1 to 60 letters.',
  );
}
