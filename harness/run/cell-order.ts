import type { Cell } from '../plan/plan.ts';

/**
 * Gives out cells in the order of the plan. One that learns waits until the cell before it in its chain is done; when
 * that one ended without being done, the rest of its chain is left for a resume, so that what a cell knew never depends
 * on which attempt of the infrastructure succeeded.
 */
export class CellOrder {
  readonly #free: readonly Cell[];
  #nextFree = 0;
  /** Cells of chains that may start, by place in the plan. */
  readonly #started: Cell[];
  /** Key of a cell -> the one that waits for it. */
  readonly #waiting: Map<string, Cell>;
  readonly #place: ReadonlyMap<string, number>;
  #inFlight = 0;
  #wake: () => void = () => undefined;
  #changed: Promise<void>;

  /** @param done keys of cells that are done already. */
  constructor(todo: readonly Cell[], done: (key: string) => boolean) {
    this.#place = new Map(todo.map((cell, index) => [cell.key, index]));
    this.#free = todo.filter((cell) => cell.learning === undefined);
    const chained = todo.filter((cell) => cell.learning !== undefined);
    const isReady = ({ learning }: Cell): boolean => !learning?.after || done(learning.after);
    this.#started = chained.filter(isReady);
    this.#waiting = new Map(chained.filter((cell) => !isReady(cell)).map((cell) => [cell.learning?.after ?? '', cell]));
    this.#changed = this.#nextChange();
  }

  /** The next cell that may start; waits while one in flight may free another; null when there is none left. */
  async next(): Promise<Cell | null> {
    for (;;) {
      const cell = this.#take();
      if (cell) {
        this.#inFlight += 1;
        return cell;
      }
      if (this.#inFlight === 0) return null;
      await this.#changed;
    }
  }

  /** Cells that wait for another. */
  get held(): number {
    return this.#waiting.size;
  }

  /** Must be called for every cell that `next` gave, whatever became of it. */
  ended(cell: Cell, isDone: boolean): void {
    this.#inFlight -= 1;
    const follower = isDone ? this.#waiting.get(cell.key) : undefined;
    if (follower) {
      this.#waiting.delete(cell.key);
      this.#started.push(follower);
      this.#started.sort((left, right) => this.#placeOf(left) - this.#placeOf(right));
    }
    const wake = this.#wake;
    this.#changed = this.#nextChange();
    wake();
  }

  #take(): Cell | undefined {
    const [chained] = this.#started;
    const free = this.#free[this.#nextFree];
    if (chained && (!free || this.#placeOf(chained) < this.#placeOf(free))) return this.#started.shift();
    if (free) this.#nextFree += 1;
    return free;
  }

  #placeOf(cell: Cell): number {
    return this.#place.get(cell.key) ?? 0;
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
