import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modelFilePath } from '../../../ken/models/llama/model-file.ts';
import { readModelsFile } from '../../../ken/models/models-file.ts';
import { modelsFolder } from '../../plan/models-folder.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';
import type { DoctorFinding } from './finding.ts';

/** Models of models.yaml, with the names of the variables that hold their keys; never a value, no endpoint is asked. */
export async function modelFindings(environment: NodeJS.ProcessEnv): Promise<DoctorFinding[]> {
  const entries = await readModelsFile(join(projectFolder, 'models.yaml'));
  return entries.map((entry) => {
    const variable = 'keyVariable' in entry ? entry.keyVariable : undefined;
    const name = `model ${entry.name}`;
    if (entry.adapter === 'llama-cpp' && !existsSync(modelFilePath(entry, modelsFolder()))) {
      return { name, state: 'optional', detail: `${entry.file} is not there`, mend: `ken models pull ${entry.name}` };
    }
    if (variable === undefined) return { name, state: 'ok', detail: `${entry.adapter}, no key needed` };
    if ((environment[variable] ?? '') !== '') return { name, state: 'ok', detail: `${variable} is set` };
    return { name, state: 'optional', detail: `${variable} is not set`, mend: `export ${variable}=...` };
  });
}
