import type { Emission, Emit } from './emission.ts';

/** TODO */
export async function withStubs(
  emit: Emit,
  text: string,
): Promise<{ emission: Emission; read: string; changes: string[] }> {
  return { emission: await emit(text), read: text, changes: [] };
}
