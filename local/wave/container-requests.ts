import { randomHex } from '../random-id.js';
import { bareBase } from './dockerfile.js';
import { imageText, parseImage } from './image-name.js';
import { type AnsweredRequest } from './wave-answers.js';
import { type Build, type BuildOrder, type WaveBuilds } from './wave-builds.js';
import { type ImageChanges, type KnownImages } from './wave-images.js';
import { type WaveRequest } from './wave-request.js';

/** How long a token is good for, in milliseconds (facts, nextflow-contract §3.2). */
const tokenLife = 36 * 3_600_000;
/** Where Wave pushes what it builds unless told otherwise (Wave API guide). */
const ownRepository = 'private.cr.seqera.io/wave/build';
/** Requests whose status can be asked for; the oldest go first. */
const most = 10_000;

export interface ContainerRequestsDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A number in [0, 1), for tokens. */
  readonly random: () => number;
  readonly images: KnownImages;
  readonly builds: WaveBuilds;
}

/** Answers container requests, and remembers the answers. */
export class ContainerRequests {
  private readonly answered = new Map<string, AnsweredRequest>();

  constructor(private readonly deps: ContainerRequestsDeps) {}

  find(id: string): AnsweredRequest | undefined {
    return this.answered.get(id);
  }

  /** What the request wants built, or `undefined`. An image that is to be frozen is built with its changes in it. */
  orderOf(request: WaveRequest): BuildOrder | undefined {
    const { containerImage, containerFile, packages, freeze, containerConfig } = request;
    if (containerImage !== undefined && freeze !== true) return undefined;
    const content =
      containerFile ?? JSON.stringify(packages ?? { containerImage, containerConfig: containerConfig ?? {} });
    return {
      content,
      platform: request.containerPlatform ?? 'linux/amd64',
      repository: request.buildRepository ?? ownRepository,
    };
  }

  /** @param host Wave's own address, which begins the names it gives */
  answer(request: WaveRequest, order: BuildOrder | undefined, host: string): object {
    const { now, builds, images } = this.deps;
    const known = order === undefined ? undefined : builds.known(order);
    const build = known ?? (order === undefined ? undefined : builds.start(order));
    const id = this.token();
    const image = builtName(build, order) ?? imageText(parsed(request.containerImage ?? ''));
    const frozen = request.freeze === true;
    const target = frozen ? image : `${host}/wt/${id}/${image.slice(image.indexOf('/') + 1)}`;
    const expires = now() + tokenLife;
    const source = sourceOf(request);
    images.add({
      target,
      ...(source === undefined ? {} : { source }),
      changes: changesOf(request),
      ...(frozen ? {} : { expires }),
    });
    this.remember({ id, createdAt: now(), ...(build === undefined ? {} : { buildId: build.id }) });
    const succeeded = build === undefined ? true : builds.succeeded(build);
    return {
      requestId: id,
      ...(frozen ? {} : { containerToken: id, expiration: new Date(expires).toISOString() }),
      targetImage: target,
      containerImage: image,
      ...(build === undefined ? {} : { buildId: build.id, cached: known !== undefined }),
      freeze: frozen,
      mirror: false,
      ...(succeeded === undefined ? {} : { succeeded }),
    };
  }

  private remember(request: AnsweredRequest): void {
    this.answered.set(request.id, request);
    const [oldest] = this.answered.keys();
    if (this.answered.size > most && oldest !== undefined) this.answered.delete(oldest);
  }

  /** Twelve hex digits. */
  private token(): string {
    return randomHex(this.deps.random, 12);
  }
}

function builtName(build: Build | undefined, order: BuildOrder | undefined): string | undefined {
  return build === undefined || order === undefined ? undefined : `${repositoryOf(order)}:${build.digest}`;
}

function repositoryOf({ repository }: BuildOrder): string {
  const name = parsed(repository);
  return `${name.registry}/${name.repository}`;
}

/** What a runtime can pull instead: the image itself, or the one a Dockerfile without a step begins from. */
function sourceOf({ containerImage, containerFile }: WaveRequest): string | undefined {
  if (containerImage !== undefined) return imageText(parsed(containerImage));
  if (containerFile === undefined) return undefined;
  const base = bareBase(Buffer.from(containerFile, 'base64').toString('utf8'));
  const name = base === undefined ? undefined : parseImage(base);
  return name === undefined ? undefined : imageText(name);
}

function changesOf({ containerConfig: config }: WaveRequest): ImageChanges {
  return {
    ...(config?.entrypoint === undefined ? {} : { entrypoint: config.entrypoint }),
    ...(config?.cmd === undefined ? {} : { cmd: config.cmd }),
    ...(config?.env === undefined ? {} : { env: config.env }),
    ...(config?.workingDir === undefined ? {} : { workingDir: config.workingDir }),
  };
}

/** Of a name that was checked when its request was read. */
function parsed(name: string): NonNullable<ReturnType<typeof parseImage>> {
  const image = parseImage(name);
  if (image === undefined) throw new Error(`'${name}' is no image`);
  return image;
}
