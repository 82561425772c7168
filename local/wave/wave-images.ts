import { type Json, type StateBook } from '../state/state-book.js';

/** Changes to an image that a Wave request asked for, as its runtime would make them. */
export interface ImageChanges {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  /** `NAME=value`. */
  readonly env?: readonly string[];
  readonly workingDir?: string;
}

/** What the names Wave has answered stand for. */
export interface WaveImages {
  /**
   * The image a runtime can pull for a name Wave has given; `undefined` for any other name, for one whose token has
   * expired, and for what Wave would have built: the local cloud builds nothing.
   */
  source(image: string): string | undefined;
  /** What its request wanted changed of that image. */
  changes(image: string): ImageChanges | undefined;
}

export interface WaveImage {
  readonly target: string;
  readonly source?: string;
  readonly changes: ImageChanges;
  /** Epoch milliseconds; absent for a frozen image, which has no token. */
  readonly expires?: number;
}

const kind = 'wave-image';
/** Images remembered at once; the oldest go first. */
const most = 10_000;

/** Remembers images between starts, since task definitions that name them are kept too. */
export class KnownImages implements WaveImages {
  private readonly byTarget = new Map<string, WaveImage>();

  constructor(
    private readonly now: () => number,
    private readonly state: StateBook,
    log: (line: string) => void,
  ) {
    for (const [target, record] of state.all(kind)) {
      if (isImage(record)) this.byTarget.set(target, record);
      else log(`the record ${target} of ${kind} is broken and left out`);
    }
  }

  add(image: WaveImage): void {
    this.drop(image.target);
    this.byTarget.set(image.target, image);
    this.state.note(kind, image.target, () => image as unknown as Json);
    this.forget();
  }

  source(image: string): string | undefined {
    return this.find(image)?.source;
  }

  changes(image: string): ImageChanges | undefined {
    return this.find(image)?.changes;
  }

  private find(image: string): WaveImage | undefined {
    const found = this.byTarget.get(image);
    return found?.expires !== undefined && found.expires <= this.now() ? undefined : found;
  }

  /** From the oldest on: tokens all live equally long, so what has expired stands in front but for frozen images. */
  private forget(): void {
    for (const { target, expires } of this.byTarget.values()) {
      const expired = expires !== undefined && expires <= this.now();
      if (!expired && this.byTarget.size <= most) {
        if (expires !== undefined) return;
      } else this.drop(target);
    }
  }

  private drop(target: string): void {
    if (this.byTarget.delete(target)) this.state.drop(kind, target);
  }
}

function isImage(record: Json): record is Json & WaveImage {
  return (
    typeof record === 'object' &&
    record !== null &&
    'target' in record &&
    typeof record['target'] === 'string' &&
    'changes' in record &&
    typeof record['changes'] === 'object'
  );
}
