import * as fc from 'fast-check';

/** Calls that meet trouble together. */
export type Area = 'submit' | 'status' | 'stop' | 'definitions' | 'work dir';

const REFUSALS = [
  'throttled with 400',
  'throttled with 429',
  'throttled in a text',
  'server error',
  'reset',
  'denied',
] as const;
const CARRIED_OUT = ['answer lost', 'slow answer', 'slow request'] as const;
const OF_AREA = {
  submit: [
    'no room',
    'no room, as an error',
    'no capacity, as an error',
    'overrides ignored',
    'definition inactive',
  ],
  status: ['partial answer', 'stale answer'],
  stop: [],
  definitions: [],
  'work dir': [],
} as const;

/** What happens to one call. */
export type Fate =
  | 'well'
  | (typeof REFUSALS)[number]
  | (typeof CARRIED_OUT)[number]
  | (typeof OF_AREA)['submit' | 'status'][number];

const AREAS = Object.keys(OF_AREA) as Area[];

function fatesOf(area: Area): fc.Arbitrary<Fate> {
  const trouble = fc.constantFrom<Fate>(...REFUSALS, ...CARRIED_OUT, ...OF_AREA[area]);
  return fc.oneof({ weight: 2, arbitrary: fc.constant<Fate>('well') }, { weight: 3, arbitrary: trouble });
}

/** What happens to the first calls of each area; all others go well. */
export type Fates = Readonly<Record<Area, readonly Fate[]>>;

export const fates: fc.Arbitrary<Fates> = fc.record({
  submit: fc.array(fatesOf('submit'), { maxLength: 10 }),
  status: fc.array(fatesOf('status'), { maxLength: 6 }),
  stop: fc.array(fatesOf('stop'), { maxLength: 6 }),
  definitions: fc.array(fatesOf('definitions'), { maxLength: 3 }),
  'work dir': fc.array(fatesOf('work dir'), { maxLength: 3 }),
});

/** For so many milliseconds every call of an area has the same fate. */
export interface Outage {
  readonly area: Area;
  readonly fate: Fate;
  readonly ms: number;
}

export const outages: fc.Arbitrary<Outage> = fc.constantFrom(...AREAS).chain((area) =>
  fc.record({
    area: fc.constant(area),
    fate: fatesOf(area),
    ms: fc.constantFrom(2_000, 30_000, 120_000, 1_200_000),
  }),
);

/** Hands each call its fate. */
export class Faults {
  private readonly ahead: Record<Area, Fate[]>;
  private readonly outages = new Map<Area, { readonly fate: Fate; readonly until: number }>();

  constructor(
    given: Fates,
    private readonly now: () => number,
  ) {
    this.ahead = {
      submit: [...given.submit],
      status: [...given.status],
      stop: [...given.stop],
      definitions: [...given.definitions],
      'work dir': [...given['work dir']],
    };
  }

  begin({ area, fate, ms }: Outage): void {
    this.outages.set(area, { fate, until: this.now() + ms });
  }

  /** From now on all goes well. */
  end(): void {
    this.outages.clear();
    for (const area of AREAS) this.ahead[area] = [];
  }

  next(area: Area): Fate {
    const outage = this.outages.get(area);
    if (outage !== undefined && this.now() < outage.until) return outage.fate;
    return this.ahead[area].shift() ?? 'well';
  }
}

/** What the SDK throws where the call never gets as far as what it asks for; undefined where it does. */
export function refusal(fate: Fate): Error | undefined {
  switch (fate) {
    case 'throttled with 400':
      return sdkError('ThrottlingException', 'Rate exceeded', 400);
    case 'throttled with 429':
      return sdkError('Unknown', '', 429);
    case 'throttled in a text':
      return sdkError('InvalidParameterException', 'EC2 said: Request limit exceeded.', 400);
    case 'server error':
      return sdkError('ServerException', 'Service Unavailable. Please try again later.', 503);
    case 'reset':
      return connectionLost();
    case 'denied':
      return sdkError('AccessDeniedException', 'not authorized', 400);
    default:
      return undefined;
  }
}

/** What ECS answers to a RunTask that it reads as a new one: a repeated one has its first answer (ECS_Idempotency). */
export function ownRefusal(fate: Fate): Error | undefined {
  switch (fate) {
    case 'no room, as an error':
      return sdkError(
        'ClientException',
        "You've reached the limit on the number of tasks you can run in PROVISIONING.",
        400,
      );
    case 'no capacity, as an error':
      return sdkError('ClientException', 'Capacity is unavailable at this time.', 400);
    case 'definition inactive':
      return sdkError('ClientException', 'TaskDefinition is inactive', 400);
    default:
      return undefined;
  }
}

export function connectionLost(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

export function sdkError(name: string, message: string, httpStatusCode: number): Error {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  return Object.assign(new Error(message), { name, $fault, $metadata: { httpStatusCode } });
}
