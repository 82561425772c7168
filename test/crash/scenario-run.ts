import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudProcess } from './cloud-process.js';
import { type Death, deathText } from './death.js';
import { type EngineEnd, runEngine } from './engine-process.js';
import { findProblems, type Findings, pipelineExpected, programExpected } from './findings.js';
import { cloudEnvironment, clusterOf, program } from './place.js';
import type { ResumeBy, Scenario } from './plan-scenarios.js';
import { type PastRun, Site } from './site.js';

/** How one scenario went. */
export interface ScenarioEnd {
  readonly scenario: Scenario;
  /** Points at which an engine was really killed. */
  readonly kills: readonly string[];
  /** Tasks that the cloud started. */
  readonly tasks: number;
  /** Empty where everything is as if nobody had disturbed it. */
  readonly problems: readonly string[];
  readonly seconds: number;
  readonly root: string;
}

/** Where a scenario takes place. */
export interface ScenarioGround {
  readonly folder: string;
  readonly cloud: CloudProcess;
  /** Of the package whose engine is killed. */
  readonly dist: string;
}

/** Runs after the planned deaths, at most: each must come nearer to the end. */
const mostRuns = 6;

/** Runs a pipeline, killed as planned and resumed until it is done, and judges what came of it. */
export class ScenarioRun {
  private readonly kills: string[] = [];
  private readonly hung: string[] = [];
  private interrupted = false;
  private known: PastRun | undefined;
  private runs = 0;

  private constructor(
    private readonly scenario: Scenario,
    private readonly ground: ScenarioGround,
    private readonly site: Site,
  ) {}

  static async run(scenario: Scenario, ground: ScenarioGround): Promise<ScenarioEnd> {
    const began = performance.now();
    const { number } = scenario;
    const given = { label: String(number), cluster: clusterOf(number) };
    const heldBy = join(ground.folder, `release-${number}`);
    const held = scenario.heldFor === undefined ? given : { ...given, heldBy };
    const site = await Site.open(ground.folder, held);
    const run = new ScenarioRun(scenario, ground, site);
    const end = await run.toTheEnd();
    const { tasks, problems } = await run.findings(end);
    const seconds = (performance.now() - began) / 1000;
    return { scenario, kills: run.kills, tasks: tasks.length, problems, seconds, root: site.root };
  }

  private async toTheEnd(): Promise<EngineEnd> {
    for (const [index, death] of this.scenario.deaths.entries()) {
      const end = await this.live(death, index === 0 ? undefined : this.scenario.resumeBy[index - 1]);
      if (end.code === 0) return end;
    }
    let end = await this.live(undefined, this.scenario.resumeBy.at(-1));
    // Only an end that was forced is gone on from: one of its own is the run's last word.
    while (end.code === 'SIGKILL' && this.runs < mostRuns) end = await this.live(undefined, 'last');
    return end;
  }

  private async live(planned: Omit<Death, 'mark'> | undefined, by: ResumeBy | undefined): Promise<EngineEnd> {
    const mark = join(this.site.root, `death-${++this.runs}`);
    const line = this.scenario.engine === 'program' ? this.programLine() : await this.commandLine(by);
    const end = await runEngine({
      cwd: this.site.folder,
      env: cloudEnvironment(this.ground.cloud.endpoint),
      line,
      death: planned === undefined ? undefined : { ...planned, mark },
    });
    const log = `${line.join(' ')}\n${end.stdout}\n${end.stderr}\nended: ${end.code}\n`;
    await writeFile(join(this.site.root, `run-${this.runs}.log`), log);
    if (planned !== undefined && (await isThere(mark))) this.kills.push(deathText(planned));
    if (end.hung) this.hung.push(`run ${this.runs} hung`);
    if (planned?.interrupted !== undefined) this.interrupted = true;
    this.release();
    return end;
  }

  /** Lets the task that is held come to its end: after the last planned death, or where that does not come, in a while. */
  private release(): void {
    const { heldFor, number, deaths } = this.scenario;
    if (heldFor === undefined) return;
    const letGo = (): void => void writeFile(join(this.ground.folder, `release-${number}`), '');
    if (this.runs === 1) setTimeout(letGo, heldFor).unref();
    else if (this.runs === deaths.length) letGo();
  }

  private programLine(): readonly string[] {
    const { site, ground, scenario } = this;
    // The program of the dist that is on trial, for it imports the engine from there.
    const path = program.replace(/^.*\/test\/crash\//, `${ground.dist}/test/crash/`);
    return [
      path,
      String(scenario.number),
      site.sessionId,
      site.ledgerFolder,
      join(ground.dist, '..', 'plugin.json'),
    ];
  }

  private async commandLine(by: ResumeBy | undefined): Promise<readonly string[]> {
    const line = [join(this.ground.dist, 'cli/main.js'), 'run', 'main.nf', '-ansi-log', 'false'];
    const here = await this.site.newestRun();
    this.known = here ?? this.known;
    // Killed before it was known by anything: its user runs it again.
    if (by === undefined || this.known === undefined) return line;
    if (here !== undefined && by === 'last') return [...line, '-resume'];
    if (here !== undefined && by === 'name') return [...line, `-resume=${here.runName}`];
    if (here !== undefined) await this.site.move();
    return [...line, '-resume', this.known.sessionId];
  }

  private async findings(end: EngineEnd): Promise<Findings> {
    const { scenario, site, ground, interrupted } = this;
    const expected = scenario.engine === 'program' ? programExpected : pipelineExpected;
    const found = await findProblems({ site, cloud: ground.cloud, end, expected, interrupted });
    return { ...found, problems: [...this.hung, ...found.problems] };
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
