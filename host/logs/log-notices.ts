/** What is said of logs that are not where they should be. */
export type NoticeKind = 'none-kept' | 'unreadable' | 'empty' | 'nothing' | 'quiet' | 'gone';

/** Of a kind: a run of thousands of tasks may have as many. */
const MOST_OF_A_KIND = 5;

const SUMMED: Readonly<Record<NoticeKind, string>> = {
  'none-kept': 'other executors keep no logs either',
  unreadable: 'more logs could not be read',
  empty: 'more logs are empty or gone; the files of their work dirs are shown',
  nothing: 'more tasks printed nothing',
  quiet: 'more tasks printed nothing yet',
  gone: 'more tasks left nothing of what they printed',
};

/** Says what people should know of the logs they read, each thing once and not too many of a kind. */
export class LogNotices {
  private readonly texts = new Set<string>();
  private readonly likes = new Set<string>();
  private readonly told = new Map<NoticeKind, number>();
  private readonly keptBack = new Map<NoticeKind, number>();

  constructor(private readonly tell: (notice: string) => void) {}

  /** @param like stands for what is told: of those that are alike one is told, and the others are counted. */
  say(kind: NoticeKind, text: string, like = text): void {
    if (this.texts.has(text)) return;
    this.texts.add(text);
    const told = this.told.get(kind) ?? 0;
    if (told >= MOST_OF_A_KIND || this.likes.has(like)) {
      this.keptBack.set(kind, (this.keptBack.get(kind) ?? 0) + 1);
      return;
    }
    this.likes.add(like);
    this.told.set(kind, told + 1);
    this.tell(text);
  }

  /** Says what concerns all logs. */
  once(text: string): void {
    if (this.texts.has(text)) return;
    this.texts.add(text);
    this.tell(text);
  }

  /** Says how many of each kind were kept back. */
  close(): void {
    for (const [kind, count] of this.keptBack) this.tell(`${count} ${SUMMED[kind]}.`);
    this.keptBack.clear();
  }
}
