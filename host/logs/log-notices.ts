/** What is said of logs that are not where they should be. */
export type NoticeKind = 'none-kept' | 'unreadable' | 'empty' | 'nothing';

/** Of a kind: a run of thousands of tasks may have as many. */
const MOST_OF_A_KIND = 5;

const SUMMED: Readonly<Record<NoticeKind, string>> = {
  'none-kept': 'other executors keep no logs either',
  unreadable: 'more logs could not be read',
  empty: 'more logs are empty or gone; the files of their work dirs are shown',
  nothing: 'more tasks printed nothing',
};

/** Says what people should know of the logs they read, each thing once and not too many of a kind. */
export class LogNotices {
  private readonly said = new Set<string>();
  private readonly counts = new Map<NoticeKind, number>();

  constructor(private readonly tell: (notice: string) => void) {}

  say(kind: NoticeKind, text: string): void {
    if (this.said.has(text)) return;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count > MOST_OF_A_KIND) return;
    this.said.add(text);
    this.tell(text);
  }

  /** Says how many of each kind were kept back. */
  close(): void {
    for (const [kind, count] of this.counts) {
      if (count > MOST_OF_A_KIND) this.tell(`${count - MOST_OF_A_KIND} ${SUMMED[kind]}.`);
    }
    this.counts.clear();
  }
}
