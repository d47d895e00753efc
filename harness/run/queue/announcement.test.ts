import { expect, test } from 'vitest';
import { makePlan } from '../../plan/plan.ts';
import type { Catalogue } from '../../plan/plan.ts';
import { sampleCatalogue, sampleExperiment } from '../../plan/samples.ts';
import { sampleToolchain } from '../../record/samples.ts';
import { announcementOf, parseAnnouncement, planOfAnnouncement, refuseOtherCode } from './announcement.ts';
import { sampleAnnouncement, sampleCode } from './samples.ts';

const plan = makePlan(sampleExperiment, sampleCatalogue);
const announcement = sampleAnnouncement(plan);

test('a worker with the same checkout expands the same cells, also from a cut plan', () => {
  const sent = parseAnnouncement(JSON.stringify(announcement));
  expect(planOfAnnouncement(sent, sampleCatalogue)).toEqual(plan);
  const limit = { from: 1, to: 3 };
  const cut = makePlan(sampleExperiment, sampleCatalogue, { limit });
  const cutAnnouncement = announcementOf(cut, { run: 'cut', code: sampleCode, limit });
  expect(planOfAnnouncement(cutAnnouncement, sampleCatalogue).cells).toEqual(cut.cells);
});

const [first, ...others] = sampleCatalogue.cases;
const changes: [string, Partial<Catalogue>, string][] = [
  [
    'guest image',
    { toolchain: { ...sampleToolchain, image: 'e'.repeat(16) } },
    'guest image is "ffffffffffffffff" there and "eeeeeeeeeeeeeeee" here',
  ],
  [
    'kernel',
    { toolchain: { ...sampleToolchain, kernel: '6.1.0' } },
    'kernel is "6.12.0-sample" there and "6.1.0" here',
  ],
  ['prompts', { promptVersion: 'p2' }, 'prompts and training pairs is "p1" there and "p2" here'],
  [
    'model',
    { models: [{ name: 'retrieval-baseline', kind: 'baseline', identity: { adapter: 'other' } }] },
    'model retrieval-baseline is {"adapter":"retrieval-baseline"} there and {"adapter":"other"} here',
  ],
  ['case', { cases: first ? [{ ...first, hash: 'new' }, ...others] : [] }, 'cases with other content: fork-events'],
];
test.each(changes)('another %s is refused by name, with both values', (_, change, message) => {
  const refused = (): unknown => planOfAnnouncement(announcement, { ...sampleCatalogue, ...change });
  expect(refused).toThrow(`this machine cannot work on run sample-run: ${message}`);
});

test('another version, lock file or commit of the program is refused; without git the commit is not compared', () => {
  expect(() => refuseOtherCode(announcement, { ...sampleCode, version: '0.2.0' })).toThrow(
    'this machine cannot work on run sample-run: version is "0.1.0" there and "0.2.0" here',
  );
  expect(() => refuseOtherCode(announcement, { ...sampleCode, packages: 'xyz', commit: 'beef' })).toThrow(
    'package-lock.json is "abc" there and "xyz" here; commit is "c0ffee" there and "beef" here',
  );
  expect(() => refuseOtherCode(announcement, sampleCode)).not.toThrow();
  expect(() => refuseOtherCode(announcement, { ...sampleCode, commit: null })).not.toThrow();
});

test('an announcement of another format, or of nobody, says so', () => {
  const newer = JSON.stringify({ ...announcement, format: 2 });
  expect(() => parseAnnouncement(newer)).toThrow('run "sample-run" is announced in format 2; this program reads 1');
  expect(() => parseAnnouncement('nonsense')).toThrow('something that is not JSON: "nonsense"');
  expect(() => parseAnnouncement('{"format":1,"run":"a:b"}')).toThrow('announced wrongly');
});
