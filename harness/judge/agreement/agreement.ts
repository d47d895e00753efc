import type { Finding } from '../oracle.ts';
import type { Judgement } from '../judge-result.ts';
import type { LabelledProgram } from './labelled-programs.ts';

/** What the judge said of one program, as `ken judge --json` prints it. */
export interface Answer {
  id: string;
  case: string | null;
  judgement: Judgement;
  method: string;
  evidence: (Pick<Finding, 'holds' | 'claim'> & { evidence?: string | undefined })[];
}

/** One labelled program with its answer. */
export interface Compared extends LabelledProgram {
  answer: Answer;
}

/** A part of a whole. */
export interface Share {
  part: number;
  whole: number;
}

/** How the judge's answers agree with the readers' labels. Ambiguous labels are in no share. */
export interface Agreement {
  programs: number;
  ambiguous: number;
  /** Programs without an answer: they count nowhere. */
  missing: string[];
  /** Same word, of those that were judged. */
  agreed: Share;
  /** Same word, of all; an unjudged program does not agree. */
  agreedOfAll: Share;
  /** Called correct, of those labelled incorrect. */
  falseAccepts: Share;
  /** Called incorrect, of those labelled correct. */
  falseRejects: Share;
  unjudged: Share;
  disagreements: Compared[];
  unjudgedPrograms: Compared[];
}

/** Compares labels with answers by id; answers to programs without a label are left out. */
export function agreementOf(labelled: readonly LabelledProgram[], answers: readonly Answer[]): Agreement {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const compared = labelled.flatMap((program): Compared[] => {
    const answer = byId.get(program.id);
    return answer ? [{ ...program, answer }] : [];
  });
  const clear = compared.filter(({ label }) => label !== 'ambiguous');
  const judged = clear.filter(({ answer }) => answer.judgement !== 'unjudged');
  const agreed = judged.filter(({ label, answer }) => answer.judgement === label).length;
  const disagreements = judged.filter(({ label, answer }) => answer.judgement !== label);
  const shareOf = (label: LabelledProgram['label'], judgement: Judgement): Share => ({
    part: disagreements.filter((program) => program.label === label && program.answer.judgement === judgement).length,
    whole: clear.filter((program) => program.label === label).length,
  });
  return {
    programs: labelled.length,
    ambiguous: labelled.filter(({ label }) => label === 'ambiguous').length,
    missing: labelled.filter(({ id }) => !byId.has(id)).map(({ id }) => id),
    agreed: { part: agreed, whole: judged.length },
    agreedOfAll: { part: agreed, whole: clear.length },
    falseAccepts: shareOf('incorrect', 'correct'),
    falseRejects: shareOf('correct', 'incorrect'),
    unjudged: { part: clear.length - judged.length, whole: clear.length },
    disagreements,
    unjudgedPrograms: clear.filter(({ answer }) => answer.judgement === 'unjudged'),
  };
}
