export type * from './exploration.ts';
