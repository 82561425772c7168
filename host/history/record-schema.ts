const text = { type: 'string' };
const texts = { type: 'array', items: text };
const number = { type: 'number' };
const hash = { type: 'string', pattern: '^[0-9a-f]{32}$' };

const attempt = {
  type: 'object',
  required: ['hash', 'name', 'process', 'attempt', 'executor', 'workDir'],
  properties: {
    ...{ hash, name: text, process: text, attempt: number, executor: text, nativeId: text, workDir: text },
  },
};

/**
 * JSON Schemas of the lines of a run's history, by their event. Members that are not listed are let be: a newer version
 * may have written them.
 */
export const RECORD_SCHEMAS = {
  'run-begun': {
    type: 'object',
    required: [
      ...['time', 'runName', 'sessionId', 'program', 'scriptPath', 'configFiles', 'workDir', 'executors'],
      ...['pid', 'host'],
    ],
    properties: {
      ...{
        time: number,
        runName: text,
        sessionId: text,
        program: text,
        scriptPath: text,
        configFiles: texts,
      },
      ...{ plugins: texts, workDir: text, executors: texts, region: text, pid: number, host: text },
      ...{ localFiles: text, command: text },
    },
  },
  cached: {
    type: 'object',
    required: ['time', 'hash', 'name', 'process', 'executor', 'workDir'],
    properties: { time: number, hash, name: text, process: text, executor: text, workDir: text },
  },
  submitted: {
    ...attempt,
    required: [...attempt.required, 'time'],
    properties: { ...attempt.properties, time: number },
  },
  ended: {
    type: 'object',
    required: ['time', 'hash', 'kind', 'action'],
    properties: {
      ...{ time: number, hash, kind: text, exitStatus: number, action: text, unsubmitted: attempt },
    },
  },
  'run-ended': {
    type: 'object',
    required: ['time', 'status', 'duration'],
    properties: {
      time: number,
      status: { enum: ['succeeded', 'failed', 'aborted', 'broken'] },
      duration: number,
    },
  },
} as const;
