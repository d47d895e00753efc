import type { Limits, ModelChoices } from './exploration.ts';

export const defaultLimits: Limits = {
  paths: 20_000,
  instructions: 5_000_000,
  pathInstructions: 1_000_000,
  loopIterations: 64,
  unknownEntries: 2,
  offsets: 128,
  milliseconds: 10_000,
  terms: 1_000_000,
};

export const defaultChoices: ModelChoices = {
  updatesMayFail: false,
  readsMayFail: false,
  reservationsMayFail: true,
  oneCpu: true,
  stableClock: false,
  oneTask: false,
};
