import { itemsOf, type Item } from '../../harness/judge/toolbox.ts';
import { ownRecords } from './own-records.ts';

/** What `ownRecords` leaves of an observation, as items. */
export function ownOutput(observation: Parameters<typeof itemsOf>[0]): Item[] {
  return itemsOf({ records: ownRecords(observation.records) });
}
