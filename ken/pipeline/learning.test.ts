import { expect, test } from 'vitest';
import { openExperience, type Experience } from '../memory/experience.ts';
import { openMemory } from '../memory/open-memory.ts';
import { modelComprehension } from '../comprehension/annotate-with-model.ts';
import type { GateResult } from '../kernel/gate-result.ts';
import type { Model, ModelRequest } from '../models/model.ts';
import { createPrompter } from '../prompter/create-prompter.ts';
import type { Verdict } from '../verifier/verification.ts';
import { configurationSchema, type Configuration } from './configuration.ts';
import { scriptedGate } from './scripted-gate.ts';
import { sampleVerification } from './scripted-symbolic.ts';
import { synthesise } from './synthesise.ts';

const framework = 'bpftrace' as const;
const prompter = createPrompter({ kernel: 'k', bpftrace: 'b' });
const refused: Partial<GateResult> = { status: 'rejected', stage: 'verify', diagnostic: 'R1 invalid mem access' };
const ticks = { caseId: 'ticks', prompt: 'Count the ticks of a clock', framework };
const tocks = { caseId: 'tocks', prompt: 'Count the tocks of a clock', framework };

async function experienceOf(): Promise<Experience> {
  const pair = { id: 'pair', prompt: 'Count clocks', program: 'BEGIN { }', framework, source: 'own sample' };
  return openExperience({ memory: await openMemory({ pairs: [pair] }), lessons: [] });
}

/** Answers in the given order, and keeps the questions. */
function scripted(texts: readonly string[]): Model & { asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  return {
    ...{ name: 'scripted', kind: 'generative', identity: {}, asked, close: () => Promise.resolve() },
    ask(question) {
      asked.push(question);
      const text = texts[Math.min(asked.length, texts.length) - 1] ?? '';
      return Promise.resolve({ text, usage: null, finishReason: 'stop', seconds: 0, retries: [], recorded: false });
    },
  };
}

async function run(
  request: typeof ticks,
  experience: Experience,
  options: { model: Model; gate?: Partial<GateResult>[]; verdict?: Verdict; settings?: Partial<Configuration> },
) {
  const { model, gate = [{}], verdict, settings } = options;
  const configuration = configurationSchema.parse({ name: 'l', learning: 'on', retrieval: 'vector', ...settings });
  const verifier = {
    check: () => Promise.resolve({ status: 'ready' as const }),
    verify: () =>
      Promise.resolve({ status: 'verified' as const, verification: sampleVerification(verdict ?? 'proved') }),
    close: () => Promise.resolve(),
  };
  const contractsFor = () => Promise.resolve([]);
  const symbolic = { verifier, comprehension: modelComprehension({ model, prompter, verifier, contractsFor }) };
  const parts = { model, memory: null, experience, gate: scriptedGate(gate), prompter, symbolic, seed: 1, trial: 1 };
  return synthesise(request, configuration, parts);
}
const questionOf = ({ asked }: { asked: readonly ModelRequest[] }, index: number): string =>
  asked[index]?.messages.at(-1)?.content ?? '';

test('an accepted program becomes an example for the next request, a refused one a warning', async () => {
  const experience = await experienceOf();
  const settings = { attempts: 2, feedback: 'gate' as const };
  const model = scripted(['interval:s:1 { bad(); }', 'interval:s:2 { @ = count(); }']);
  const { lessons } = await run(ticks, experience, { model, gate: [refused, {}], settings });
  expect(lessons?.map(({ kind, id }) => [kind, id])).toEqual([
    ['failed-program', expect.stringMatching(/^learned\/bpftrace\/ticks-[0-9a-f]{8}\/failed-1$/)],
    ['program', expect.stringMatching(/^learned\/bpftrace\/ticks-[0-9a-f]{8}$/)],
  ]);
  const next = scripted(['interval:s:3 { @ = count(); }']);
  const { attempts } = await run(tocks, experience, { model: next });
  expect(attempts[0]?.retrieved).toContain(lessons?.[1]?.id);
  expect(attempts[0]?.reminded).toEqual([lessons?.[0]?.id]);
  const question = questionOf(next, 0);
  expect(question).toMatch(/Example \d: Count the ticks of a clock\n```bpftrace\ninterval:s:2/);
  expect(question).toMatch(/other requests that failed[^]*interval:s:1 \{ bad\(\); \}[^]*\| R1 invalid mem access/);
});

test('what nothing accepted is no example, and with learning off nothing is known or kept', async () => {
  const experience = await experienceOf();
  await run(ticks, experience, { model: scripted(['interval:s:1 { @ = count(); }']), gate: [refused] });
  const shown = await experience.memory.nearest(ticks.prompt, { framework, count: 9 });
  expect(shown.map(({ pair }) => pair.id)).toEqual(['pair']);
  const model = scripted(['interval:s:1 { @ = count(); }']);
  const off = await run(tocks, experience, { model, settings: { learning: 'off', retrieval: 'none' } });
  expect(off.lessons).toBeUndefined();
  expect(questionOf(model, 0)).not.toContain('other requests');
  expect(await experience.recall('program', tocks.prompt, { framework, count: 9 })).toEqual([]);
});

test('the Comprehension Engine learns what was proved and what could not be used, and shows both at the next request', async () => {
  const experience = await experienceOf();
  const settings = { comprehension: 'llm' as const, attempts: 1 };
  const candidate = 'interval:s:2 { @ = count(); }';
  const annotated = 'interval:s:2 { @ = count(); assert(@ > 0); }';
  const model = scripted([candidate, 'I would rather not.', annotated]);
  const { lessons } = await run(ticks, experience, { model, settings });
  expect(lessons?.map(({ kind }) => kind)).toEqual(['program', 'annotation', 'failed-annotation']);
  expect(lessons?.[1]).toMatchObject({ program: annotated });
  const next = scripted([candidate, annotated]);
  await run(tocks, experience, { model: next, settings });
  expect(questionOf(next, 0)).not.toContain('assertions were proved');
  const question = questionOf(next, 1);
  expect(question).toMatch(/all of whose assertions were proved:[^]*Case 1: Count the ticks[^]*assert\(@ > 0\)/);
  expect(question).toMatch(/could not be used\. Their faults[^]*Case 1: Count the ticks/);
});

test.each<[Verdict, Partial<GateResult>]>([
  ['refuted', {}],
  ['unknown', {}],
  ['proved', refused],
])('an annotation of a program that was %s and then met %o teaches nothing', async (verdict, gate) => {
  const experience = await experienceOf();
  const model = scripted(['interval:s:2 { @ = count(); }', 'interval:s:2 { @ = count(); assert(@ > 0); }']);
  const settings = { comprehension: 'llm' as const };
  const { lessons } = await run(ticks, experience, { model, verdict, gate: [gate], settings });
  expect(lessons?.map(({ kind }) => kind)).toEqual(['failed-program']);
});
