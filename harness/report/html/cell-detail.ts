import { readTranscript } from '../../record/transcript.ts';
import type { Evidence, Transcript } from '../../record/transcript.ts';
import { html } from '../escape/html.ts';
import { outcomeGlyphs } from '../figures/figures.ts';
import type { ReportCell, ReportData, System } from '../report-data.ts';
import { isNotRun } from '../tables/failure-table.ts';
import { attemptDetail } from './attempt-detail.ts';
import { block, chip, fold } from './fragments.ts';
import { systemSeconds } from '../../record/record.ts';

/** Everything of one cell, folded: from the outcome to the program, the judge's evidence, and each attempt. */
export async function cellDetail(
  cell: ReportCell,
  system: System,
  data: ReportData,
  shownPrompt: string | null,
): Promise<string> {
  const run = data.runs[cell.run];
  const { record } = cell;
  const transcript = run && record.transcript ? await readTranscript(run.path, record.transcript) : null;
  const used = systemSeconds(record);
  const summary = [
    chip(cell.outcome, outcomeGlyphs[cell.outcome]),
    `<span class="grow">${html(system.label)}${record.trial > 1 ? ` · trial ${record.trial}` : ''}</span>`,
    `<span class="aside">${html(inShort(cell))} · ${used.toFixed(1)} s</span>`,
  ].join('');
  const body = [
    factList(cell),
    ...(transcript ? transcriptParts(cell, transcript, shownPrompt) : []),
    `<p class="notes">cell <code>${record.key}</code> of ${html(run?.manifest.run ?? '')}</p>`,
  ].join('\n');
  return `<details><summary>${summary}</summary><div class="body" id="${cell.anchor}">\n${body}\n</div></details>\n`;
}

function inShort(cell: ReportCell): string {
  if (cell.error) return `${cell.error.cause} failed`;
  const parts = [cell.gate ? `gate: ${cell.gate.status}` : isNotRun(cell) ? 'not run here' : 'no program'];
  if (cell.record.verdict) parts.push(`verifier: ${cell.record.verdict}`);
  if (cell.judgement) parts.push(`judge: ${cell.judgement.judgement} (${cell.judgement.method})`);
  if ((cell.judgement?.repairs.length ?? 0) > 0) parts.push('after repair');
  if (cell.record.upstream)
    parts.push(cell.record.upstream.passed ? 'passed upstream’s gate' : 'failed upstream’s gate');
  if (cell.record.attempts > 1) parts.push(`${cell.record.attempts} attempts`);
  return parts.join(' · ');
}

function factList(cell: ReportCell): string {
  const { record } = cell;
  const stages = { ...record.seconds, judge: cell.judgeSeconds };
  const list: [string, string][] = [
    [
      'Seconds',
      Object.entries(stages)
        .filter(([stage, value]) => value > 0 || (stage !== 'comprehension' && stage !== 'solver'))
        .map(([stage, value]) => `${stage} ${value.toFixed(2)}`)
        .join(', '),
    ],
    ['Attempts', String(record.attempts)],
    ...(record.tokens
      ? [['Tokens', `${record.tokens.input} in, ${record.tokens.output} out`] as [string, string]]
      : []),
    ...(record.programHash ? [['Program', `sha256 ${record.programHash.slice(0, 16)}`] as [string, string]] : []),
    ...(record.upstream
      ? [
          [
            'Upstream',
            `return code ${String(record.upstream.returnCode)}${record.upstream.label === undefined ? '' : `, ${record.upstream.label}`}`,
          ] as [string, string],
        ]
      : []),
    ...(cell.judgement?.repairs ?? []).map((repair): [string, string] => ['Repair', repair]),
  ];
  return `<dl>${list.map(([name, value]) => `<dt>${html(name)}</dt><dd>${html(value)}</dd>`).join('')}</dl>`;
}

function transcriptParts(cell: ReportCell, transcript: Transcript, shownPrompt: string | null): string[] {
  const last = transcript.attempts.findLast((attempt) => attempt.candidate);
  const program = transcript.verified ?? last?.candidate;
  const evidence = cell.score?.evidence ?? transcript.judge?.evidence ?? [];
  const judgeLog = cell.score?.log ?? transcript.judge?.gate?.log ?? '';
  return [
    ...(transcript.prompt === shownPrompt ? [] : [`<h5>Request</h5><p class="request">${html(transcript.prompt)}</p>`]),
    ...(transcript.error
      ? [`<h5>Error</h5>${block([transcript.error.message, transcript.error.hint ?? ''].join('\n').trim(), true)}`]
      : []),
    ...(program
      ? [`<h5>${transcript.verified ? 'Program' : 'Last candidate, not verified'}</h5>${block(program.text)}`]
      : []),
    ...(evidence.length > 0 ? [`<h5>What the judge saw</h5>${evidenceList(evidence)}`] : []),
    ...(judgeLog === '' ? [] : [fold('Log of the judged run', block(judgeLog, true))]),
    ...transcript.attempts.map((attempt) => attemptDetail(attempt, transcript.attempts.length)),
    ...(transcript.imported ?? []).map(({ title, text }) => fold(html(title), block(text, true))),
  ];
}

function evidenceList(evidence: readonly Evidence[]): string {
  const items = evidence.map(({ holds, claim, evidence: seen }) => {
    const quoted = seen === undefined ? '' : `<span class="seen">${html(seen)}</span>`;
    return `<li class="${holds ? 'holds' : 'fails'}">${html(claim)}${quoted}</li>`;
  });
  return `<ul class="evidence">${items.join('')}</ul>`;
}
