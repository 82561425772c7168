/** What `bwrap` tells of itself on descriptor 3, a JSON object a line. */
export class SandboxStatus {
  private text = '';
  private first: number | undefined;
  private ran = false;

  /** More of it; what is not its own is passed over. */
  push(text: string): void {
    this.text = (this.text + text).slice(-4096);
    const lines = this.text.split('\n');
    this.text = lines.pop() ?? '';
    for (const line of lines) this.read(line);
  }

  /** Number of the sandbox's first process, as the host counts. */
  get pid(): number | undefined {
    return this.first;
  }

  /** The command was run and has ended; without that, an ended `bwrap` never came so far. */
  get commandEnded(): boolean {
    return this.ran;
  }

  private read(line: string): void {
    try {
      const said = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const pid = said['child-pid'];
      if (typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1) this.first = pid;
      this.ran ||= said['exit-code'] !== undefined;
    } catch {
      // Not a line of JSON: nothing of it is needed.
    }
  }
}
