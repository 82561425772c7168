import { type IncomingMessage } from 'node:http';
import { errorText } from '../../error-text.js';
import { LineSplitter } from '../line-splitter.js';
import { type PulledImage, type RegistryCredentials, type StartFailure } from '../task-runtime.js';
import { type Engine, type ImageFacts } from './engine.js';
import { EngineError } from './engine-error.js';
import { pullFailureReason } from './pull-failure.js';

/** ECS's names of architectures, and the engines'. */
const architectures = { X86_64: 'amd64', ARM64: 'arm64' } as const;

/**
 * Gets images. Many tasks that want one image share one pull. An image the engine has is taken as it is, as ECS's agent
 * does under `ECS_IMAGE_PULL_BEHAVIOR=prefer-cached`; what Managed Instances do is unknown (facts §9), and an
 * anonymous pull a task would use up Docker Hub's allowance.
 */
export class ImagePulls {
  private readonly onTheirWay = new Map<string, Promise<PulledImage | StartFailure>>();

  constructor(private readonly engine: Engine) {}

  /** Never rejects. */
  get(
    image: string,
    architecture: 'X86_64' | 'ARM64' | undefined,
    credentials: RegistryCredentials | undefined,
  ): Promise<PulledImage | StartFailure> {
    // Kept no longer than the pull, so the password is not either.
    const key = JSON.stringify([image, architecture, credentials?.username, credentials?.password]);
    const shared = this.onTheirWay.get(key);
    if (shared !== undefined) return shared;
    const pull = this.pull(image, architecture, credentials)
      .catch((error: unknown): StartFailure => ({
        kind: 'failed',
        reason: pullFailureReason(errorText(error)),
      }))
      .finally(() => this.onTheirWay.delete(key));
    this.onTheirWay.set(key, pull);
    return pull;
  }

  private async pull(
    image: string,
    architecture: 'X86_64' | 'ARM64' | undefined,
    credentials: RegistryCredentials | undefined,
  ): Promise<PulledImage> {
    const wanted = architecture === undefined ? undefined : architectures[architecture];
    const present = await this.present(image);
    if (present !== undefined && (wanted === undefined || present.Architecture === wanted)) {
      return pulled(present);
    }
    const progress = await this.engine.pull(
      tagged(image),
      wanted === undefined ? undefined : `linux/${wanted}`,
      credentials === undefined ? undefined : registryAuth(image, credentials),
    );
    await drain(progress);
    return pulled(await this.engine.image(image));
  }

  private async present(image: string): Promise<ImageFacts | undefined> {
    try {
      return await this.engine.image(image);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** Without a tag the engine would pull every tag there is. */
export function tagged(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return name.includes(':') || name.includes('@') ? image : `${image}:latest`;
}

/** The registry of an image: what stands before the first slash where it looks like a host, else Docker Hub. */
export function registryOf(image: string): string {
  const [first = ''] = image.includes('/') ? image.split('/', 1) : [''];
  return /[.:]|^localhost$/.test(first) ? first : 'https://index.docker.io/v1/';
}

function registryAuth(image: string, { username, password }: RegistryCredentials): string {
  const auth = { username, password, serveraddress: registryOf(image) };
  return Buffer.from(JSON.stringify(auth)).toString('base64url');
}

function pulled({ RepoDigests }: ImageFacts): PulledImage {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(RepoDigests?.[0] ?? '')?.[1];
  return digest === undefined ? { kind: 'pulled' } : { kind: 'pulled', digest };
}

/** The status of a pull is 200 before it is tried: what went wrong comes as a line of the progress. */
async function drain(progress: IncomingMessage): Promise<void> {
  let failure: string | undefined;
  const lines = new LineSplitter(64 * 1024, (line) => (failure ??= failureIn(line)));
  for await (const chunk of progress as AsyncIterable<Buffer>) lines.push(chunk);
  lines.end();
  if (failure !== undefined) throw new EngineError(failure, 500);
}

function failureIn(line: string): string | undefined {
  try {
    const { error } = JSON.parse(line) as { readonly error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
