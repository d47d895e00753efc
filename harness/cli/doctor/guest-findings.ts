import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { builtImage } from '../../plan/open-catalogue.ts';
import type { DoctorFinding } from './finding.ts';

const mend = 'npx ken image build';

/** The guest image of this checkout, and a saved template to clone. */
export async function guestFindings(): Promise<DoctorFinding[]> {
  const image = await builtImage();
  if (!image) {
    return [
      { name: 'guest image', state: 'missing', detail: 'not built for this version of the recipe', mend },
      { name: 'guest template', state: 'missing', detail: 'is saved when the image is built', mend },
    ];
  }
  const detail = `kernel ${image.kernel}, bpftrace ${image.bpftrace}, image ${image.hash}`;
  return [{ name: 'guest image', state: 'ok', detail }, await templateFinding(image.folder)];
}

async function templateFinding(folder: string): Promise<DoctorFinding> {
  const names = (await readdir(folder)).filter((name) => /^template-[^.]+$/.test(name));
  const saved = await Promise.all(names.map((name) => isComplete(join(folder, name))));
  if (saved.includes(true)) return { name: 'guest template', state: 'ok', detail: 'booted, warmed up and saved' };
  return { name: 'guest template', state: 'missing', detail: 'the guest was never booted and saved', mend };
}

function isComplete(template: string): Promise<boolean> {
  return stat(join(template, 'complete')).then(
    () => true,
    () => false,
  );
}
