import { expect } from 'chai';
import { cleanRegistrations } from '../../../host/housekeeping/clean-registrations.js';
import { ExecutorError, type Housekeeping, type Registration } from '../../../spi/index.js';
import { refusalOf } from '../refusal-of.js';

const all: readonly Registration[] = [
  { id: 'old', name: 'old:1', registeredAt: 100, inUse: false },
  { id: 'used', name: 'used:1', registeredAt: 100, inUse: true },
  { id: 'young', name: 'young:1', registeredAt: 200, inUse: false },
  { id: 'undated', name: 'undated:1', inUse: false },
  { id: 'older', name: 'older:1', registeredAt: 1, inUse: false },
];

describe(cleanRegistrations.name, () => {
  const ending = new AbortController();
  let taken: string[];
  let told: string[];
  let refuses: string | undefined;
  beforeEach(() => ([taken, told, refuses] = [[], [], undefined]));

  const housekeeping = {
    registrations: async function* () {
      await Promise.resolve();
      yield* all;
    },
    deregister: (id: string) => {
      if (id === refuses)
        return Promise.reject(new ExecutorError('refused', { code: 'ACCESS_DENIED', recoverable: false }));
      taken.push(id);
      return Promise.resolve();
    },
  } as unknown as Housekeeping;
  const clean = (force: boolean, signal = ending.signal): ReturnType<typeof cleanRegistrations> =>
    cleanRegistrations([{ executor: 'fake', housekeeping }], {
      ...{ before: 200, force, signal },
      cleared: ({ id }) => void told.push(id),
    });

  it('takes back what is old and not in use', async () => {
    expect(await clean(true)).to.deep.equal({ cleared: 2, inUse: 1, young: 2, interrupted: false });
    expect(taken).to.deep.equal(['old', 'older']);
    expect(told).to.deep.equal(taken);
  });

  it('takes back nothing in a dry run, and tells the same', async () => {
    expect(await clean(false)).to.deep.equal({ cleared: 2, inUse: 1, young: 2, interrupted: false });
    expect(told).to.deep.equal(['old', 'older']);
    expect(taken).to.deep.equal([]);
  });

  it('ends where it is told to', async () => {
    expect(await clean(true, AbortSignal.abort())).to.include({ cleared: 0, interrupted: true });
    expect(taken).to.deep.equal([]);
  });

  it('ends with what the backend refuses, behind what it has taken back', async () => {
    refuses = 'older';
    expect((await refusalOf(clean(true))).code).to.equal('ACCESS_DENIED');
    expect(told).to.deep.equal(['old']);
  });
});
