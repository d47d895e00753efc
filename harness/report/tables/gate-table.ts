import type { ReportCell, ReportGroup, System } from '../report-data.ts';
import { countOf, none, rateOf } from './table.ts';
import { systemColumns, systemValues } from './system-columns.ts';
import type { Table, TableValue } from './table.ts';

/** How far passing a gate is from being right: upstream's gate, ours, and the judge, side by side. */
export function gateTable(group: ReportGroup): Table {
  const upstream = group.systems.some((system) => system.cells.some((cell) => cell.record.upstream));
  return {
    id: 'gates',
    title: upstream ? 'Passed upstream’s gate, passed our gate, judged correct' : 'Passed the gate, judged correct',
    notes: [
      ...(upstream
        ? ['Upstream’s gate: exit status 0 of bpftrace on the authors’ machine. Nothing was checked beyond that.']
        : []),
      'Our gate: compiled, accepted by the kernel’s verifier, and every probe attached.',
      'A program that our newer bpftrace refuses for reasons of language only is judged after a documented repair; such judgements are counted in the last column too.',
    ],
    columns: [
      ...systemColumns,
      { name: 'cells', label: 'Cells' },
      ...(upstream ? [{ name: 'upstream_passed', label: 'Passed upstream’s gate' }] : []),
      { name: 'gate_passed', label: 'Passed our gate' },
      { name: 'judged_correct', label: 'Judged correct', note: 'of the programs that the judge decided about' },
      ...(upstream
        ? [{ name: 'correct_of_upstream_passed', label: 'Judged correct, of those that passed upstream’s gate' }]
        : []),
      { name: 'repaired', label: 'of which after repair' },
    ],
    rows: group.systems.map((system) => row(system, upstream)),
  };
}

function row(system: System, upstream: boolean): TableValue[] {
  const { cells } = system;
  const known = cells.filter((cell) => cell.record.upstream);
  const passedUpstream = known.filter((cell) => cell.record.upstream?.passed);
  const gated = cells.filter((cell) => cell.gate && cell.gate.status !== 'guest-fault');
  const correct = cells.filter(isCorrect);
  return [
    ...systemValues(system),
    countOf(cells),
    ...(upstream ? [known.length > 0 ? rateOf(passedUpstream, known.length) : none] : []),
    rateOf(
      gated.filter((cell) => cell.gate?.status === 'accepted'),
      gated.length,
    ),
    rateOf(correct, cells.filter(isDecided).length),
    ...(upstream ? [rateOf(passedUpstream.filter(isCorrect), passedUpstream.filter(isDecided).length)] : []),
    countOf(correct.filter((cell) => (cell.judgement?.repairs.length ?? 0) > 0)),
  ];
}

export function isCorrect(cell: ReportCell): boolean {
  return cell.judgement?.judgement === 'correct';
}

export function isDecided(cell: ReportCell): boolean {
  return cell.judgement !== null && cell.judgement.judgement !== 'unjudged';
}
