import { redact } from '../../spi/index.js';

/** Names whose values nobody may read: Nextflow's rule (AWS…, …TOKEN…, …SECRET…), and other words for the same. */
const SECRET_NAME = /^AWS|TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|LICEN[CS]E|(?:API|ACCESS|PRIVATE)_?KEY/i;

/** Variables as lines `NAME=value`, without what looks like a secret. */
export function maskedEnvironment(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${SECRET_NAME.test(name) ? '[secure]' : redact(value)}`)
    .join('\n');
}
