import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KenError } from '../../errors.ts';
import { JobMemory } from './job-memory.ts';

function read(memory: JobMemory, from: number, length: number): string {
  // Opened anew, as QEMU does: the file has no name any more.
  const file = openSync(`/proc/self/fd/${memory.descriptor}`, 'r');
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, from);
  closeSync(file);
  return bytes.toString('latin1');
}

describe('JobMemory', () => {
  it('is empty until a job is written, and leaves no file behind', () => {
    const memory = new JobMemory();
    expect(read(memory, 0, 4)).toBe('\0\0\0\0');
    memory.write(Buffer.from('end 0\n\n'));
    expect(read(memory, 0, 4)).toBe('\x01\0\0\0');
    expect(read(memory, 16, 7)).toBe('end 0\n\n');
    expect(fstatSync(memory.descriptor).nlink).toBe(0);
    memory.close();
    memory.close();
  });

  it('refuses a job that does not fit', () => {
    const memory = new JobMemory();
    expect(() => memory.write(Buffer.alloc(64 << 20))).toThrow(KenError);
    expect(read(memory, 0, 4)).toBe('\0\0\0\0');
    memory.close();
  });
});
