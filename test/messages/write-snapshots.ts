import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { endingsFile, renderEndings, renderSnapshot, snapshotFile } from './snapshot.js';

await writeFile(endingsFile, renderEndings());
await writeFile(snapshotFile, await renderSnapshot());
