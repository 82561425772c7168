import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MetricsReader } from '../../../host/trace/metrics-reader.js';
import { MOST_MEASURING, MOST_WAITING, TraceObserver } from '../../../host/trace/trace-observer.js';
import type { TraceOptions } from '../../../host/trace/trace-options.js';
import { isExecutorError, type Executor, type ExecutorError } from '../../../spi/index.js';
import { Deferred } from '../../support/deferred.js';
import { readTable } from '../../support/read-table.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { MemoryStore } from '../engine/memory-store.js';
import { endedAttempt, info, success } from './trace-ground.js';

const acme = {
  name: 'acme',
  traceFields: [
    { name: 'zone', type: 'text', help: 'zone' },
    { name: 'cost', type: 'money', help: 'cost' },
  ],
} as unknown as Executor;
const executors = new Map([['acme', acme]]);

describe(TraceObserver.name, () => {
  let folder: string;
  let store: MemoryStore;
  let logger: RecordingLogger;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-trace-'));
    store = new MemoryStore();
    logger = new RecordingLogger();
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const observerOf = (
    options: Partial<TraceOptions> = {},
    file: { file?: string } = { file: 't.txt' },
  ): TraceObserver =>
    new TraceObserver({
      options: { raw: false, separator: '\t', overwrite: false, ...file, ...options },
      cwd: folder,
      now: () => new Date(2026, 10, 26, 0, 0, 1).getTime(),
      metrics: new MetricsReader(store, logger),
      logger,
    });

  const refusalOf = async (observer: TraceObserver): Promise<ExecutorError> => {
    try {
      await observer.began(info, executors);
    } catch (error) {
      if (isExecutorError(error)) return error;
      throw error;
    }
    throw new Error('It was accepted.');
  };

  it("writes Nextflow's columns and the executor's, with what the task measured", async () => {
    const observer = observerOf();
    await observer.began(info, executors);
    const ended = endedAttempt({ record: { extra: { zone: 'us-east-1a', cost: 0.0123 } } });
    const uri = `${ended.attempt.run.workDir}/.command.trace`;
    store.files.set(uri, 'nextflow.trace/v2\nrealtime=61000\n%cpu=987\npeak_rss=1229\nrchar=0\n');
    observer.ended(ended);
    await observer.close(success);
    const [header, row, end] = (await readFile(join(folder, 't.txt'), 'utf8')).split('\n');
    expect(header?.replaceAll('\t', ',')).to.equal(
      'task_id,hash,native_id,name,status,exit,submit,duration,realtime,%cpu,peak_rss,peak_vmem,rchar,wchar,zone,cost',
    );
    expect(row?.split('\t').filter((_cell, index) => index !== 6)).to.deep.equal([
      ...['1', '00/000000', 'native-1', 'HELLO (1)', 'COMPLETED', '0', '1m 8s', '1m 1s', '98.7%', '1.2 MB'],
      ...['-', '0', '-', 'us-east-1a', '$0.0123'],
    ]);
    expect(end).to.equal('');
    expect(logger.messages('info')).to.deep.equal(['trace:    t.txt']);
  });

  it('keeps the order of the ends, however long each takes to be read, ten at a time', async () => {
    const observer = observerOf({ fields: ['task_id', 'rchar'] });
    await observer.began(info, executors);
    const gate = new Deferred<void>();
    store.reading = gate.promise;
    for (let id = 1; id <= 25; id++) observer.ended(endedAttempt({ run: { id } }));
    gate.resolve();
    await observer.close(success);
    const rows = await readTable(join(folder, 't.txt'));
    expect(rows.map((row) => row.get('task_id'))).to.deep.equal(
      Array.from({ length: 25 }, (_, i) => `${i + 1}`),
    );
    expect(store.heads.most).to.equal(10);
  });

  it('reads no file where no column needs it, or where the command never began', async () => {
    const observer = observerOf({ fields: ['task_id', 'status'] });
    store.readFailure = new Error('it was read');
    await observer.began(info, executors);
    observer.ended(endedAttempt());
    await observer.close(success);
    const measuring = observerOf({ file: 'm.txt' });
    await measuring.began(info, executors);
    measuring.ended(endedAttempt({ without: ['start'] }));
    await measuring.close(success);
    expect(await readTable(join(folder, 'm.txt'))).to.have.length(1);
    expect(logger.messages('warn')).to.deep.equal([]);
  });

  it('writes plain numbers between other separators where asked', async () => {
    const observer = observerOf({
      fields: ['name', 'duration', 'submit', 'cost'],
      raw: true,
      separator: ',',
    });
    await observer.began(info, executors);
    observer.ended(endedAttempt({ run: { name: 'A,\nB' }, record: { extra: { cost: 0.5 } } }));
    await observer.close(success);
    expect(await readFile(join(folder, 't.txt'), 'utf8')).to.equal(
      'name,duration,submit,cost\nA\\u002C\\nB,68000,1000000,0.5\n',
    );
  });

  it('invents a name by the time of the run, and makes the folders of one that is given', async () => {
    const observer = observerOf({}, {});
    await observer.began(info, executors);
    await observer.close(success);
    expect(existsSync(join(folder, 'trace-20261126-1000.txt'))).to.equal(true);
    const deep = observerOf({ file: 'a/b/t.txt' });
    await deep.began(info, executors);
    await deep.close(success);
    expect(existsSync(join(folder, 'a/b/t.txt'))).to.equal(true);
  });

  it('refuses a file that is there, and every unknown field with it, and leaves the file alone', async () => {
    await writeFile(join(folder, 't.txt'), 'mine');
    expect((await refusalOf(observerOf())).code).to.equal('TRACE_FILE_EXISTS');
    const both = await refusalOf(observerOf({ fields: ['nmae', 'names'] }));
    expect(both.problems.map(({ code }) => code)).to.deep.equal([
      'TRACE_FIELD_UNKNOWN',
      'TRACE_FIELD_UNKNOWN',
      'TRACE_FILE_EXISTS',
    ]);
    const wrong = await refusalOf(observerOf({ fields: ['nmae'], overwrite: true }));
    expect(wrong.code).to.equal('TRACE_FIELD_UNKNOWN');
    expect(await readFile(join(folder, 't.txt'), 'utf8')).to.equal('mine');
  });

  it('replaces a file where asked', async () => {
    await writeFile(join(folder, 't.txt'), 'mine, and longer than the header of the table');
    const observer = observerOf({ fields: ['name'], overwrite: true });
    await observer.began(info, executors);
    await observer.close(success);
    expect(await readFile(join(folder, 't.txt'), 'utf8')).to.equal('name\n');
  });

  it('refuses a place where no file can be made, in the words of the system', async () => {
    await writeFile(join(folder, 'f'), '');
    const error = await refusalOf(observerOf({ file: 'f/t.txt', overwrite: true }));
    expect(error.code).to.equal('TRACE_FILE_UNUSABLE');
    expect(error.message).to.match(/^Cannot write the trace to f\/t\.txt: E(NOTDIR|EXIST)/);
  });

  for (const overwrite of [false, true]) {
    it(`says of a folder that it is one, with overwrite ${String(overwrite)}, also beside unknown fields`, async () => {
      await mkdir(join(folder, 'd'));
      const error = await refusalOf(observerOf({ file: 'd', overwrite }));
      expect(error.code).to.equal('TRACE_FILE_UNUSABLE');
      expect(error.message).to.equal(
        'Cannot write the trace to d: that is a folder. Give the name of a file in it by -with-trace or trace.file, e.g. d/trace.txt.',
      );
      const both = await refusalOf(observerOf({ file: 'd', overwrite, fields: ['nmae'] }));
      expect(both.problems.map(({ code }) => code)).to.deep.equal([
        'TRACE_FIELD_UNKNOWN',
        'TRACE_FILE_UNUSABLE',
      ]);
    });
  }

  it('leaves no empty table of a run that broke before anything ended', async () => {
    const observer = observerOf();
    await observer.began(info, executors);
    await observer.close(undefined);
    await observer.close(undefined);
    expect(existsSync(join(folder, 't.txt'))).to.equal(false);
    expect(logger.entries).to.deep.equal([]);
  });

  it('says once that what was measured cannot be read, and writes the rows', async () => {
    store.readFailure = new Error('Cannot read it: denied.');
    const observer = observerOf();
    await observer.began(info, executors);
    for (let id = 1; id <= 3; id++) observer.ended(endedAttempt({ run: { id } }));
    await observer.close(success);
    expect(await readTable(join(folder, 't.txt'))).to.have.length(3);
    expect(logger.messages('warn')).to.deep.equal([
      'What task HELLO (1) measured is missing in the trace: Cannot read it: denied. Others may follow.',
    ]);
  });

  it('holds a bounded number of rows, and says what is missing', async () => {
    const observer = observerOf({ fields: ['task_id', 'rchar'] });
    await observer.began(info, executors);
    const gate = new Deferred<void>();
    store.reading = gate.promise;
    for (let id = 1; id <= MOST_WAITING + 7; id++) observer.ended(endedAttempt({ run: { id } }));
    gate.resolve();
    await observer.close(success);
    expect(await readTable(join(folder, 't.txt'))).to.have.length(MOST_WAITING);
    expect(logger.messages('warn')).to.deep.equal([
      '7 attempts are missing in the trace t.txt: more ended at once than could be written.',
      `${MOST_WAITING - MOST_MEASURING} rows have nothing measured in the trace t.txt: more tasks ended at once than could be read of.`,
    ]);
  });

  it('warns once of a disk that fails and lets the run go on', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const observer = observerOf({ file: '/dev/full', overwrite: true });
    await observer.began(info, executors);
    for (let id = 1; id <= 3; id++) observer.ended(endedAttempt({ run: { id } }));
    await observer.close(success);
    expect(logger.messages('warn')).to.have.length(1);
    expect(logger.messages('warn')[0]).to.match(/^The trace \/dev\/full ends here: ENOSPC/);
    expect(logger.messages('info')).to.deep.equal([]);
  });
});
