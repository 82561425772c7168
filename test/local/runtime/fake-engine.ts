import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';

/** A container the fake engine has; a test says what it prints and when it ends. */
export class FakeEngineContainer {
  readonly signals: string[] = [];
  readonly commands: string[][] = [];
  state = { OOMKilled: false, ExitCode: 0 };
  stopSignal: string | undefined;
  removed = false;
  started = false;
  /** Exit code of commands run beside it; `undefined`: they never end. */
  probeCode: number | undefined = 0;
  private output: ServerResponse | undefined;
  private waiters: ServerResponse[] = [];
  private over = false;

  constructor(
    readonly id: string,
    readonly body: Readonly<Record<string, unknown>>,
  ) {}

  get labels(): Readonly<Record<string, string>> {
    return this.body['Labels'] as Readonly<Record<string, string>>;
  }

  /** Calls that wait for its end. */
  get waiting(): number {
    return this.waiters.length;
  }

  attach(response: ServerResponse): void {
    this.output = response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' });
    response.flushHeaders();
  }

  wait(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    if (this.over) this.answer(response);
    else this.waiters.push(response);
  }

  say(stream: 1 | 2, text: string): void {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    this.output?.write(Buffer.concat([header, Buffer.from(text)]));
  }

  /** With a terminal, output is not framed. */
  sayRaw(text: string): void {
    this.output?.write(text);
  }

  end(exitCode: number, outOfMemory = false): void {
    if (this.over) return;
    this.over = true;
    this.state = { OOMKilled: outOfMemory, ExitCode: exitCode };
    for (const waiter of this.waiters) this.answer(waiter);
    this.output?.end();
  }

  /** Cuts every connection about it, as an engine that dies does. */
  cut(): void {
    for (const waiter of this.waiters.splice(0)) waiter.destroy();
  }

  private answer(response: ServerResponse): void {
    response.end(JSON.stringify({ StatusCode: this.state.ExitCode }));
  }
}

type Image = Readonly<Record<string, unknown>>;

/** A container engine on a socket: as much of Docker's API as a runtime uses. */
export class FakeEngine {
  readonly containers: FakeEngineContainer[] = [];
  readonly images = new Map<string, Image>([['ubuntu:latest', { Architecture: 'amd64' }]]);
  /** Queries and `x-registry-auth` of each pull. */
  readonly pulls: { readonly query: URLSearchParams; readonly auth: string | undefined }[] = [];
  /** What a pull answers, line by line; the image is there after it unless `error` is among it. */
  progress: object[] = [{ status: 'Pulling' }];
  /** Set to hold pulls until it resolves. */
  pullGate: Promise<void> | undefined;
  /** STOPSIGNAL of images, and so of containers made from now on. */
  defaultStopSignal: string | undefined;
  /** Set to refuse every start. */
  startRefusal: string | undefined;
  networks: object[] = [{ Name: 'bridge', Driver: 'bridge' }];
  info: object = { NCPU: 4, OSType: 'linux', SecurityOptions: ['name=seccomp'] };
  /** Refusals by the beginning of `METHOD path`. */
  readonly refusals = new Map<string, { readonly status: number; readonly message: string }>();
  /** Beginnings of calls that are never answered. */
  readonly silent: string[] = [];
  private readonly server: Server;

  private constructor(readonly path: string) {
    this.server = createServer((request, response) => {
      void this.serve(request, response);
    });
  }

  static async listen(folder: string): Promise<FakeEngine> {
    const engine = new FakeEngine(join(folder, 'engine.sock'));
    engine.server.listen(engine.path);
    await once(engine.server, 'listening');
    return engine;
  }

  get last(): FakeEngineContainer {
    const container = this.containers.at(-1);
    if (container === undefined) throw new Error('nothing was created');
    return container;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://engine');
    const call = `${request.method ?? ''} ${url.pathname}`;
    const body = await bodyOf(request);
    if (this.silent.some((beginning) => call.startsWith(beginning))) return;
    const refusal = [...this.refusals].find(([beginning]) => call.startsWith(beginning))?.[1];
    if (refusal !== undefined) {
      json(response, refusal.status, { message: refusal.message });
      return;
    }
    if (call === 'GET /version') json(response, 200, { Version: '99.1', Components: [{ Name: 'Engine' }] });
    else if (call === 'GET /info') json(response, 200, this.info);
    else if (call === 'GET /networks') json(response, 200, this.networks);
    else if (call.startsWith('GET /images/')) this.image(response, url.pathname);
    else if (call === 'POST /images/create') await this.pull(request, response, url.searchParams);
    else if (call === 'GET /containers/json') this.list(response);
    else if (call === 'POST /containers/create') this.create(response, body);
    else if (call.startsWith('POST /exec/')) this.exec(response, url.pathname);
    else if (call.startsWith('GET /exec/')) json(response, 200, { ExitCode: this.last.probeCode });
    else this.one(call, url.searchParams, response, body);
  }

  private image(response: ServerResponse, path: string): void {
    const name = /^\/images\/(.+)\/json$/.exec(path)?.[1] ?? '';
    const image = this.images.get(name);
    if (image === undefined) json(response, 404, { message: `No such image: ${name}` });
    else json(response, 200, image);
  }

  private async pull(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ): Promise<void> {
    const auth = request.headers['x-registry-auth'];
    this.pulls.push({ query, auth: typeof auth === 'string' ? auth : undefined });
    response.writeHead(200).flushHeaders();
    await this.pullGate;
    if (!this.progress.some((line) => 'error' in line)) {
      const name = query.get('fromImage') ?? '';
      const Architecture = query.get('platform')?.replace('linux/', '') ?? 'amd64';
      this.images.set(name, { Architecture, RepoDigests: [`${name}@sha256:${'a'.repeat(64)}`] });
    }
    response.end(this.progress.map((line) => `${JSON.stringify(line)}\r\n`).join(''));
  }

  private list(response: ServerResponse): void {
    const rows = this.containers.filter(({ removed }) => !removed);
    json(
      response,
      200,
      rows.map(({ id, labels }) => ({ Id: id, Labels: labels })),
    );
  }

  private create(response: ServerResponse, body: Readonly<Record<string, unknown>>): void {
    if (!this.images.has(String(body['Image']))) {
      json(response, 404, { message: `No such image: ${String(body['Image'])}` });
      return;
    }
    json(response, 201, { Id: this.add(body).id });
  }

  /** A container that was there before. */
  add(body: Readonly<Record<string, unknown>>): FakeEngineContainer {
    const id = `c${this.containers.length}`.padEnd(64, '0');
    const made = new FakeEngineContainer(id, body);
    made.stopSignal = this.defaultStopSignal;
    this.containers.push(made);
    return made;
  }

  private exec(response: ServerResponse, path: string): void {
    response.writeHead(200).flushHeaders();
    if (path.endsWith('/start') && this.last.probeCode !== undefined) response.end();
  }

  private one(
    call: string,
    query: URLSearchParams,
    response: ServerResponse,
    body: Readonly<Record<string, unknown>>,
  ): void {
    const [, id = '', verb = ''] = /^\w+ \/containers\/(\w+)\/?(\w*)$/.exec(call) ?? [];
    const container = this.containers.find((one) => one.id === id && !one.removed);
    if (container === undefined) json(response, 404, { message: `No such container: ${id}` });
    else if (call.startsWith('DELETE')) {
      container.removed = true;
      container.end(137);
      json(response, 204, undefined);
    } else if (verb === 'json') {
      json(response, 200, { State: container.state, Config: { StopSignal: container.stopSignal } });
    } else if (verb === 'attach') container.attach(response);
    else if (verb === 'wait') container.wait(response);
    else if (verb === 'start' && this.startRefusal !== undefined) {
      json(response, 400, { message: this.startRefusal });
    } else if (verb === 'start') {
      container.started = true;
      json(response, 204, undefined);
    } else if (verb === 'exec') {
      container.commands.push(body['Cmd'] as string[]);
      json(response, 201, { Id: 'e1' });
    } else if (verb === 'kill') {
      const signal = query.get('signal') ?? '';
      container.signals.push(signal);
      json(response, 204, undefined);
      if (signal === 'SIGKILL') container.end(137);
    } else json(response, 500, { message: `not served: ${call}` });
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
