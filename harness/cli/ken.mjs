#!/usr/bin/env node
// Runs the TypeScript sources as they are: a checkout needs no build step.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
await main(process.argv);
