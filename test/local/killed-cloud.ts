import { startLocalCloud } from '../../local/index.js';

/** A cloud of its own process, for a test to kill: told its data folder, it tells its endpoint. */
const [dataDir = ''] = process.argv.slice(2);
const cloud = await startLocalCloud({ dataDir, runtime: 'process', speed: 10_000 });
process.stdout.write(`${cloud.endpoint}\n`);
