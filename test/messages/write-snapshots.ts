import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { renderSnapshot, snapshotFile } from './snapshot.js';

await writeFile(snapshotFile, await renderSnapshot());
