import type { LazyBytes } from './lazy-bytes.ts';
import type { Handle } from './value.ts';
import type { Term } from '../../terms/term.ts';

/** What a byte belongs to: byte `position` of a term (whose width is a multiple of 8), of a handle, or of lazy bytes. */
export type Content = Term | Handle | LazyBytes;

export interface Slot {
  content: Content;
  position: number;
}

export type RegionKind = 'stack' | 'map-value' | 'data' | 'context' | 'packet' | 'ring-record' | 'scratch';

/** What is fixed about a region for its life. */
export interface RegionShape {
  id: number;
  kind: RegionKind;
  /** For messages: `stack of main`, `value of @start`. */
  name: string;
  /** Bytes that may be accessed. */
  size: number;
  writable: boolean;
  /** The stack of the event's function. */
  outermost?: true;
  /** Content of a byte that was never written; null when it is uninitialised. Must give the same answer each time. */
  initial: (offset: number) => Slot | null;
}

const pageSize = 64;

interface Page {
  owner: object;
  contents: (Content | undefined)[];
  positions: number[];
}

/**
 * A piece of the program's memory with exact bytes. Copies share their pages until one of them writes: `owner` is the
 * token of the state that may write in place.
 */
export class Region {
  readonly shape: RegionShape;
  readonly owner: object;
  readonly #pages: (Page | undefined)[];

  constructor(shape: RegionShape, owner: object, pages: (Page | undefined)[] = []) {
    this.shape = shape;
    this.owner = owner;
    this.#pages = pages;
  }

  copy(owner: object): Region {
    return new Region(this.shape, owner, this.#pages.slice());
  }

  /** The byte at an offset within the region; null when it is uninitialised. */
  slot(offset: number): Slot | null {
    const page = this.#pages[Math.floor(offset / pageSize)];
    const content = page?.contents[offset % pageSize];
    if (page === undefined || content === undefined) return this.shape.initial(offset);
    return { content, position: page.positions[offset % pageSize] ?? 0 };
  }

  /** Whether the byte was written. */
  written(offset: number): boolean {
    return this.#pages[Math.floor(offset / pageSize)]?.contents[offset % pageSize] !== undefined;
  }

  /** Offsets of the bytes that were written, ascending. */
  writtenOffsets(): number[] {
    return this.#pages.flatMap((page, index) =>
      page === undefined
        ? []
        : page.contents.flatMap((content, at) => (content === undefined ? [] : [index * pageSize + at])),
    );
  }

  /** Writes one byte. Only the owner may. */
  set(offset: number, content: Content, position: number): void {
    const index = Math.floor(offset / pageSize);
    let page = this.#pages[index];
    if (page?.owner !== this.owner) {
      page = {
        owner: this.owner,
        contents: page?.contents.slice() ?? new Array<Content | undefined>(pageSize).fill(undefined),
        positions: page?.positions.slice() ?? new Array<number>(pageSize).fill(0),
      };
      while (this.#pages.length < index) this.#pages.push(undefined);
      this.#pages[index] = page;
    }
    page.contents[offset % pageSize] = content;
    page.positions[offset % pageSize] = position;
  }
}
