import type { Learned, OpenQuestion, Question, UnaskedQuestion } from './question.js';

/** What came of one question. */
export type Finding = OpenQuestion & { readonly does: string } & (
    | { readonly kind: 'learned'; readonly learned: Learned }
    /** It was asked and could not be answered. */
    | { readonly kind: 'failed'; readonly why: string }
  );

/** What a smoke test learned. */
export interface SmokeReport {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly where: { readonly cluster: string; readonly region: string; readonly provider: string };
  readonly findings: readonly Finding[];
  readonly unasked: readonly UnaskedQuestion[];
  /** What could not be ended, with the command that ends it. */
  readonly left: readonly string[];
}

export function learned({ number, question, does }: Question, answer: Learned): Finding {
  return { kind: 'learned', number, question, does, learned: answer };
}

export function failed({ number, question, does }: Question, why: string): Finding {
  return { kind: 'failed', number, question, does, why };
}

/** The report for people. */
export function renderReport({ id, at, where, findings, unasked, left }: SmokeReport): string {
  const { cluster, region, provider } = where;
  return [
    `# What ECS Managed Instances answered`,
    '',
    `Smoke test ${id}, ${at}: cluster ${cluster} in ${region}, capacity provider ${provider}.`,
    ...findings.flatMap((finding) => ['', ...renderFinding(finding)]),
    '',
    '## Not asked',
    '',
    ...unasked.map(({ number, question, why }) => `- ${number}. ${question} Not asked: ${why}.`),
    ...(left.length === 0 ? [] : ['', '## Left behind', '', ...left.map((line) => `- ${line}`)]),
    '',
  ].join('\n');
}

function renderFinding(finding: Finding): string[] {
  const { number, question, does } = finding;
  const head = [`## ${number}. ${question}`, '', `It ${does}.`, ''];
  if (finding.kind === 'failed') return [...head, `**No answer:** ${finding.why}`];
  const { answer, evidence } = finding.learned;
  return [...head, `**${answer}**`, '', '```json', JSON.stringify(evidence, null, 2), '```'];
}
