import { ConfigError } from '../../spi/index.js';

const ADJECTIVES = [
  'agile',
  'amber',
  'brave',
  'bright',
  'calm',
  'candid',
  'clever',
  'curious',
  'daring',
  'eager',
  'earnest',
  'fair',
  'fluent',
  'gentle',
  'glad',
  'golden',
  'happy',
  'hardy',
  'honest',
  'keen',
  'lively',
  'lucid',
  'merry',
  'modest',
  'nimble',
  'noble',
  'patient',
  'placid',
  'quiet',
  'rapid',
  'serene',
  'silent',
  'steady',
  'sunny',
  'tidy',
  'vivid',
  'warm',
  'wise',
  'witty',
  'zesty',
] as const;

const SURNAMES = [
  'anning',
  'archimedes',
  'avogadro',
  'babbage',
  'banneker',
  'bohr',
  'boyle',
  'carson',
  'cavendish',
  'curie',
  'darwin',
  'dirac',
  'euler',
  'faraday',
  'fermi',
  'franklin',
  'galileo',
  'gauss',
  'goodall',
  'herschel',
  'hodgkin',
  'hopper',
  'hypatia',
  'joule',
  'kepler',
  'leavitt',
  'lovelace',
  'maxwell',
  'mcclintock',
  'meitner',
  'mendel',
  'noether',
  'pasteur',
  'planck',
  'ramanujan',
  'sanger',
  'somerville',
  'tesla',
  'turing',
  'volta',
] as const;

const RUN_NAME = /^[a-z](?:[a-z\d]|[-_](?=[a-z\d])){0,79}$/;

/** A name for people, e.g. `happy_curie`. `random` is uniform in [0, 1). */
export function inventRunName(random: () => number): string {
  return `${pick(ADJECTIVES, random)}_${pick(SURNAMES, random)}`;
}

/** Nextflow's rule for `-name`: lower-case letters, digits, single `-` or `_` between them, 80 at most. */
export function isRunName(name: string): boolean {
  return RUN_NAME.test(name);
}

/** What is wrong with the name wished for a run; nothing where none is wished for. */
export function refuseRunName(name: string | undefined): ConfigError | undefined {
  if (name === undefined || isRunName(name)) return undefined;
  return new ConfigError(
    `Cannot name the run "${name}": a name begins with a lower-case letter and goes on with lower-case letters, ` +
      'digits and single - or _ between them, 80 characters at most. Choose another one.',
    { code: 'RUN_NAME_INVALID' },
  );
}

/** A version 4 UUID whose chance comes from `random`, so that a test can repeat a run. */
export function inventSessionId(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whether `id` has the form of a UUID, whatever its version. */
export function isSessionId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

/**
 * What is wrong with the id of a session to go on with; nothing where none is given.
 * @param deed e.g. `open a session`.
 */
export function refuseSessionId(id: string | undefined, deed: string): ConfigError | undefined {
  if (id === undefined || isSessionId(id)) return undefined;
  return new ConfigError(
    `Cannot ${deed} with the id "${id}": it is no UUID (32 hexadecimal digits in groups of 8-4-4-4-12). Give ` +
      'the id of an earlier session, or none.',
    { code: 'SESSION_ID_INVALID' },
  );
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? '';
}
