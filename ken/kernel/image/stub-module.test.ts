import { expect, it } from 'vitest';
import { versionTable } from './stub-module.ts';

const symvers =
  '0x2f9b2b9a\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n0xbdfb6dbb\t__fentry__\tvmlinux\tEXPORT_SYMBOL\t\n';

it('lists the checksum of each symbol once', () => {
  expect(versionTable(['module_layout', '__fentry__', '__fentry__'], symvers)).toBe(
    '{0x2f9b2b9a, "module_layout"},\n{0xbdfb6dbb, "__fentry__"},\n',
  );
});

it('names a symbol that the kernel does not offer', () => {
  expect(() => versionTable(['kmalloc_gone'], symvers)).toThrow('kmalloc_gone');
});
