import { type IncomingMessage } from 'node:http';
import { type Clock } from '../../clock.js';
import { addressText, type EngineAddress } from './engine-address.js';
import { EngineHttp } from './engine-http.js';

/** What a container is made from, in the engine's own shape. */
export type CreateBody = Readonly<Record<string, unknown>>;

export interface ImageFacts {
  readonly Id?: string;
  readonly RepoDigests?: readonly string[] | null;
  readonly Architecture?: string;
}

export interface ContainerFacts {
  readonly State?: { readonly OOMKilled?: boolean; readonly ExitCode?: number; readonly Error?: string };
  readonly Config?: { readonly StopSignal?: string };
}

export interface EngineInfo {
  readonly Name?: string;
  readonly NCPU?: number;
  readonly OSType?: string;
  readonly SecurityOptions?: readonly string[] | null;
}

interface Listed {
  readonly Id: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

/** Milliseconds an engine may take for what is quick on a machine that is not swamped. */
const patience = 120_000;

/** The calls of the Docker Engine API (as of 1.41; Podman serves them too) that a runtime needs, one method each. */
export class Engine {
  private readonly http: EngineHttp;

  constructor(
    private readonly address: EngineAddress,
    clock: Clock,
  ) {
    this.http = new EngineHttp(address, clock);
  }

  get where(): string {
    return addressText(this.address);
  }

  /** @param within milliseconds for the answer */
  async version(within: number): Promise<{ readonly name: string; readonly version: string }> {
    const answer = (await this.get('/version', within)) as {
      readonly Version?: string;
      readonly Components?: readonly { readonly Name?: string }[] | null;
    } | null;
    if (typeof answer?.Version !== 'string') throw new Error('what answers there is no container engine');
    const podman = (answer.Components ?? []).some(({ Name }) => Name?.startsWith('Podman') === true);
    return { name: podman ? 'Podman' : 'Docker', version: answer.Version };
  }

  async info(within: number): Promise<EngineInfo> {
    return (await this.get('/info', within)) as EngineInfo;
  }

  /** Names of its networks of driver `bridge`. */
  async bridges(within: number): Promise<readonly string[]> {
    const networks = (await this.get('/networks', within)) as readonly {
      readonly Name?: string;
      readonly Driver?: string;
    }[];
    return networks.filter(({ Driver }) => Driver === 'bridge').map(({ Name = '' }) => Name);
  }

  async image(name: string): Promise<ImageFacts> {
    return (await this.get(`/images/${name}/json`)) as ImageFacts;
  }

  /** The progress of a pull, as lines of JSON. */
  pull(name: string, platform: string | undefined, auth: string | undefined): Promise<IncomingMessage> {
    return this.http.stream({
      method: 'POST',
      path: '/images/create',
      query: { fromImage: name, ...(platform === undefined ? {} : { platform }) },
      ...(auth === undefined ? {} : { headers: { 'x-registry-auth': auth } }),
    });
  }

  /** @returns the new container's id */
  async create(body: CreateBody): Promise<string> {
    const made = await this.http.json({ method: 'POST', path: '/containers/create', body, within: patience });
    return (made as { readonly Id: string }).Id;
  }

  /** stdout and stderr from now on, framed unless the container has a terminal. */
  output(id: string): Promise<IncomingMessage> {
    const query = { stream: '1', stdout: '1', stderr: '1' };
    return this.http.stream({ method: 'POST', path: `/containers/${id}/attach`, query });
  }

  async start(id: string): Promise<void> {
    await this.http.json({ method: 'POST', path: `/containers/${id}/start`, within: patience });
  }

  /** Answers with the exit code when the container has ended. */
  async wait(id: string): Promise<number> {
    const ended = await this.http.json({ method: 'POST', path: `/containers/${id}/wait` });
    const { StatusCode } = (ended ?? {}) as { readonly StatusCode?: number };
    if (StatusCode === undefined) throw new Error('the engine gave no exit code');
    return StatusCode;
  }

  async inspect(id: string): Promise<ContainerFacts> {
    return (await this.get(`/containers/${id}/json`)) as ContainerFacts;
  }

  async kill(id: string, signal: string): Promise<void> {
    const query = { signal };
    await this.http.json({ method: 'POST', path: `/containers/${id}/kill`, query, within: patience });
  }

  /** Removes it with its anonymous volumes, killing it where it runs. */
  async remove(id: string): Promise<void> {
    const query = { v: '1', force: '1' };
    await this.http.json({ method: 'DELETE', path: `/containers/${id}`, query, within: patience });
  }

  /** Containers with the label, running or not. */
  async labelled(label: string, within: number): Promise<readonly Listed[]> {
    const query = { all: '1', filters: JSON.stringify({ label: [label] }) };
    return (await this.http.json({
      method: 'GET',
      path: '/containers/json',
      query,
      within,
    })) as readonly Listed[];
  }

  /** Runs a command in a running container and answers its exit code; `within` milliseconds or it throws. */
  async run(id: string, command: readonly string[], within: number): Promise<number> {
    const made = (await this.http.json({
      method: 'POST',
      path: `/containers/${id}/exec`,
      body: { Cmd: command, AttachStdout: true, AttachStderr: true },
      within,
    })) as { readonly Id: string };
    const path = `/exec/${made.Id}`;
    const output = await this.http.stream({
      method: 'POST',
      path: `${path}/start`,
      body: { Detach: false, Tty: false },
      within,
    });
    await this.http.drained(output, within);
    return ((await this.get(`${path}/json`)) as { readonly ExitCode?: number | null }).ExitCode ?? 1;
  }

  /** Gives up every call on its way. */
  close(): void {
    this.http.close();
  }

  private async get(path: string, within = patience): Promise<unknown> {
    return this.http.json({ method: 'GET', path, within });
  }
}
