import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Death } from './death.js';
import { type EngineEnd, runEngine } from './engine-process.js';
import { type Findings, findProblems, pipelineExpected } from './findings.js';
import { cloudEnvironment, clusterOf } from './place.js';
import type { ScenarioGround } from './scenario-run.js';
import { type PastRun, Site } from './site.js';

/** What is done on the cluster while one engine is dead and the other lives. */
export const meddlings = ['ps', 'stop', 'sweep', 'same-session'] as const;
export type Meddling = (typeof meddlings)[number];

/**
 * Two engines run the same pipeline on one cluster with one work dir. One dies, somebody meddles, and it is resumed; the
 * other is to notice nothing of it.
 */
export class PairRun {
  private constructor(
    private readonly ground: ScenarioGround,
    private readonly heldBy: string,
    private readonly dying: Site,
    private readonly living: Site,
  ) {}

  /** @returns every problem; none where neither touched the other. */
  static async run(number: number, meddling: Meddling, ground: ScenarioGround): Promise<readonly string[]> {
    const cluster = clusterOf(number);
    // The living engine has to outlive the meddling, however long that takes.
    const heldBy = join(ground.folder, `release-${number}`);
    const site = (name: string): Promise<Site> =>
      Site.open(ground.folder, { label: `${number}-${name}`, cluster, heldBy });
    const pair = new PairRun(ground, heldBy, await site('dying'), await site('living'));
    return pair.toTheEnd(meddling);
  }

  private async toTheEnd(meddling: Meddling): Promise<readonly string[]> {
    const other = this.command(this.living, 'living', ['run', 'main.nf', '-ansi-log', 'false']);
    const mark = join(this.dying.root, 'death');
    const death = { mark, at: { point: 'poll-unanswered', passing: 2 } };
    const dead = await this.command(this.dying, 'dead', ['run', 'main.nf', '-ansi-log', 'false'], death);
    if (dead.code !== 'SIGKILL') return [`the dying engine ended with ${dead.code}: ${dead.stderr}`];
    const [mine, theirs] = await Promise.all([newest(this.dying), newest(this.living)]);
    const meddled = await this.meddle(meddling, mine, theirs);
    await writeFile(this.heldBy, '');
    const line = ['run', 'main.nf', '-ansi-log', 'false', '-resume', mine.sessionId];
    const end = await this.command(this.dying, 'resumed', line);
    const interrupted = meddling === 'stop' || meddling === 'sweep';
    const found = [
      ...(await this.problems('resumed', this.dying, end, mine, interrupted)),
      ...(await this.problems('living', this.living, await other, theirs, false)),
    ];
    return [...meddled, ...found];
  }

  private async meddle(meddling: Meddling, mine: PastRun, theirs: PastRun): Promise<string[]> {
    switch (meddling) {
      case 'ps': {
        const { code, stdout } = await this.command(this.dying, 'ps', ['ps']);
        const missing = [mine, theirs].filter(({ runName }) => !stdout.includes(runName));
        if (code !== 0) return [`ps ended with ${code}`];
        return missing.map(({ runName }) => `ps does not tell of ${runName}: ${stdout}`);
      }
      case 'stop': {
        const { code, stderr } = await this.command(this.dying, 'stop', ['stop', mine.sessionId]);
        return code === 0 ? [] : [`stop ended with ${code}: ${stderr}`];
      }
      case 'sweep': {
        // It sweeps before it submits, and need not live for longer.
        const death = { mark: join(this.dying.root, 'swept'), at: { point: 'work-files-none', passing: 1 } };
        const line = ['run', 'main.nf', '-ansi-log', 'false', '-sweep'];
        const { code, stderr } = await this.command(this.dying, 'sweep', line, death);
        return code === 'SIGKILL' ? [] : [`the run that swept ended with ${code}: ${stderr}`];
      }
      case 'same-session': {
        const line = ['run', 'main.nf', '-ansi-log', 'false', '-resume', theirs.sessionId];
        const { code, stderr } = await this.command(this.dying, 'second', line);
        return code !== 0 && stderr.includes(theirs.runName)
          ? []
          : [`a second engine of one session ended with ${code}: ${stderr}`];
      }
    }
  }

  private async problems(
    what: string,
    site: Site,
    end: EngineEnd,
    { sessionId }: PastRun,
    interrupted: boolean,
  ): Promise<string[]> {
    const { cloud } = this.ground;
    const sessions = new Set([sessionId]);
    const done = { site, cloud, end, expected: pipelineExpected, interrupted, sessions };
    const { problems }: Findings = await findProblems(done);
    return problems.map((problem) => `${what}: ${problem}`);
  }

  private async command(
    site: Site,
    name: string,
    args: readonly string[],
    death?: Death,
  ): Promise<EngineEnd> {
    const { cloud, dist } = this.ground;
    const line = [join(dist, 'cli/main.js'), ...args];
    const end = await runEngine({ cwd: site.folder, env: cloudEnvironment(cloud.endpoint), line, death });
    const log = `${args.join(' ')}\n${end.stdout}\n${end.stderr}\nended: ${end.code}\n`;
    await writeFile(join(site.root, `${name}.log`), log);
    return end;
  }
}

/** Its newest run, as soon as the history has it. */
async function newest(site: Site): Promise<PastRun> {
  for (let tries = 0; tries < 200; tries++) {
    const past = await site.newestRun();
    if (past !== undefined) return past;
    await pause(50);
  }
  throw new Error(`no run of ${site.folder} has begun`);
}
