import { createHash } from 'node:crypto';

/** How a build is to go. */
export interface BuildScript {
  /** Milliseconds it takes, 0 or more. */
  readonly duration: number;
  /** Why it fails; absent where it succeeds. */
  readonly failure?: string;
}

/** What is to be built. */
export interface BuildOrder {
  /** The Dockerfile, or the packages as text. */
  readonly content: string;
  readonly platform: string;
  readonly repository: string;
}

export interface Build extends BuildScript {
  /** `bd-`, 16 hex digits of what is built, and the number of the attempt. */
  readonly id: string;
  /** The digits alone, which also tag the image. */
  readonly digest: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** Builds remembered at once; the oldest go first. */
const most = 1000;

/** Builds as Wave runs them: what was built, or is being built, is not built again; what failed is. */
export class WaveBuilds {
  private readonly byDigest = new Map<string, Build>();
  private readonly byId = new Map<string, Build>();

  constructor(
    private readonly now: () => number,
    private readonly scriptOf: (order: BuildOrder) => BuildScript,
  ) {}

  /** The build that is there already and has not failed. */
  known(order: BuildOrder): Build | undefined {
    const build = this.byDigest.get(digestOf(order));
    return build !== undefined && this.succeeded(build) !== false ? build : undefined;
  }

  start(order: BuildOrder): Build {
    const digest = digestOf(order);
    const attempt = Number(this.byDigest.get(digest)?.id.split('_')[1] ?? 0) + 1;
    const build = { ...this.scriptOf(order), id: `bd-${digest}_${attempt}`, digest, startedAt: this.now() };
    this.byDigest.delete(digest);
    this.byDigest.set(digest, build);
    this.byId.set(build.id, build);
    for (const map of [this.byDigest, this.byId]) {
      const [oldest] = map.keys();
      if (map.size > most && oldest !== undefined) map.delete(oldest);
    }
    return build;
  }

  find(id: string): Build | undefined {
    return this.byId.get(id);
  }

  /** `undefined` while it runs. */
  succeeded({ startedAt, duration, failure }: Build): boolean | undefined {
    return this.now() - startedAt < duration ? undefined : failure === undefined;
  }
}

function digestOf({ content, platform, repository }: BuildOrder): string {
  return createHash('sha256')
    .update(JSON.stringify([content, platform, repository]))
    .digest('hex')
    .slice(0, 16);
}
