// Loads every entry of the installed package by import and by require and holds both to be the same.
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);

const KNOWN = {
  '.': 'plugin',
  './spi': 'PollingTaskMonitor',
  './host': 'createRun',
  './local': 'startLocalCloud',
};

const { exports } = require('nf-awsecs/package.json');
for (const entry of Object.keys(exports)) {
  const name = `nf-awsecs${entry.slice(1)}`;
  const required = require(name);
  if (entry.endsWith('.json')) continue;
  const imported = await import(name);
  const names = Object.keys(imported);
  if (Object.keys(required).join() !== names.join()) {
    throw new Error(`${name}: import gives ${names}, require ${Object.keys(required)}`);
  }
  const other = names.filter((key) => imported[key] !== required[key]);
  if (other.length > 0) throw new Error(`${name}: require gives another ${other}`);
  const known = KNOWN[entry];
  if (known !== undefined && imported[known] === undefined) throw new Error(`${name} exports no ${known}`);
}
