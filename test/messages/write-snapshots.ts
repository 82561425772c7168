import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { endingsFile, renderEndings, renderSnapshot, snapshotFile } from './snapshot.js';

await writeFile(snapshotFile, await renderSnapshot());
await writeFile(endingsFile, renderEndings());
