import type { BpfObject } from '../elf/object.ts';
import { startOfScript } from '../helpers/input-names.ts';
import { MapState } from '../isa/interpreter.ts';
import { argumentKey } from '../terms/evaluate.ts';
import type { Model } from '../terms/model.ts';

/** The maps as a program finds them in its first event: as loaded, with the time at which the model lets a script begin. */
export function loadedMaps(object: BpfObject, model: Model): MapState {
  const state = MapState.of(object);
  const { map, key, content } = startOfScript;
  const began = BigInt(model.functions.get(content)?.get(argumentKey([key])) ?? 0n);
  state.maps.get(map)?.update(littleEndian(key), littleEndian(began));
  return state;
}

function littleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}
