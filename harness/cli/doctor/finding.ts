/** One thing that `ken doctor` looked at. */
export interface DoctorFinding {
  name: string;
  /** `missing` is something that the workbench needs and cannot do without; `optional` is not there and need not be. */
  state: 'ok' | 'missing' | 'optional';
  detail: string;
  /** The command that mends it. */
  mend?: string;
}
