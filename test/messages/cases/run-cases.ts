import { openSession } from '../../../host/index.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import { firstAttempt } from '../../../host/script/process-dynamics.js';
import { resolveProcess } from '../../../host/script/resolve-process.js';
import type { MessageCase } from '../message-case.js';
import { CONFIG, SCRIPT } from '../place.js';

/** Makes the second attempt of a process whose memory is gone by then. */
function secondAttempt(): unknown {
  const script = SCRIPT.replace('script:', 'memory { 4.GB / (2 - task.attempt) }\n    script:');
  const process = parsePipeline(script, 'main.nf').processes.get('HELLO');
  if (process === undefined) throw new Error('The script declares no process HELLO.');
  return resolveProcess(process, {}).dynamics?.definitionFor({ ...firstAttempt('HELLO'), attempt: 2 });
}

/** Errors of `createRun`: configuration, script, processes, work dir. */
export function runCases(): readonly MessageCase[] {
  return [
    {
      code: 'CONFIG_INVALID',
      title: 'settings that are unknown, wrong and missing',
      raise: (place) =>
        place.run({
          config: `process.executor = 'awsecs'
proces.cpus = 2
docker.enabled = true
aws {
    region = 7
    ecs {
        clusterName = 'nextflow-cluster'
        maxSpotAttempts = -1
        logsGroups = '/aws/ecs/x'
    }
}
executor.queueSize = 0
`,
        }),
    },
    {
      code: 'CONFIG_INVALID',
      title: 'a cluster of another region, and subnets that host mode would ignore',
      raise: (place) =>
        place.run({
          config: CONFIG.replace(
            "'nextflow-cluster'",
            "'arn:aws:ecs:eu-west-1:123456789012:cluster/c'\n        networkMode = 'host'\n        subnets = 'subnet-1'",
          ),
        }),
    },
    {
      code: 'CONFIG_INVALID',
      title: 'a scope where a value stands elsewhere, and settings for an executor that does not exist',
      raise: (place) => place.run({ config: `${CONFIG}wave = true\nexecutor.'$awsec'.queueSize = 5\n` }),
    },
    {
      code: 'CONFIG_INVALID',
      title: 'a setting of the command line that is no path',
      raise: (place) => place.run({ configOverrides: [{ path: 'process..cpus', value: 2 }] }),
    },
    {
      code: 'CONFIG_INVALID',
      title: 'closures without a usable value, and a strategy that there is none of',
      raise: (place) =>
        place.run({
          script: SCRIPT.replace('script:', 'memory { task.previousTrace.memory * 2 }\n    script:'),
          config: `${CONFIG}process.cpus = { 2.h }\nprocess.errorStrategy = { task.exitStatus == 1 ? 'retrry' : 'finish' }\n`,
        }),
    },
    {
      code: 'DIRECTIVE_FAILED',
      title: 'a closure without a value for a second attempt',
      raise: () => Promise.resolve().then(secondAttempt),
    },
    {
      code: 'CONFIG_UNREADABLE',
      title: 'a file given by -c that does not exist',
      raise: (place) => place.run({ configFiles: [place.path('absent.config')] }),
    },
    {
      code: 'SESSION_INVALID',
      title: 'options of a program without types',
      raise: () =>
        openSession({ plugin: ['nf-name'], workDir: 3, config: [null], executors: [], signal: {} } as never),
    },
    {
      code: 'CREDENTIALS_INCOMPLETE',
      title: 'an access key without its secret',
      raise: (place) => place.run({ config: `${CONFIG}aws.accessKey = 'ASIA-not-to-be-shown'\n` }),
    },
    {
      code: 'CONTAINER_MISSING',
      title: 'a process without a container',
      raise: (place) => place.run({ script: SCRIPT.replace(/ {4}container.*\n/, '') }),
    },
    {
      code: 'CONTAINER_INVALID',
      title: 'a container that is no image name',
      raise: (place) => place.run({ script: SCRIPT.replace('ubuntu:latest', 'Ubuntu Latest') }),
    },
    {
      code: 'DIRECTIVE_INVALID',
      title: 'a queue with an empty name',
      raise: (place) => place.run({ script: SCRIPT.replace('script:', "queue 'spot,,gpu'\n    script:") }),
    },
    {
      code: 'PROCESS_UNSUPPORTED',
      title: 'directives of which several are wrong',
      raise: (place) =>
        place.run({
          script: SCRIPT.replace(
            'script:',
            "cpus 500\n    accelerator 1, type: 'nvidia-t5'\n    containerOptions '--shm-size 1g --ulimits nofile=1'\n    script:",
          ),
        }),
    },
    {
      code: 'RESOURCES_UNSATISFIABLE',
      title: 'more cpus than a task can have',
      raise: (place) => place.run({ script: SCRIPT.replace('script:', 'cpus 500\n    script:') }),
    },
    {
      code: 'EXECUTOR_MISSING',
      title: 'no executor anywhere',
      raise: (place) => place.run({ config: CONFIG.replace(/^.*\n/, '') }),
    },
    {
      code: 'UNKNOWN_EXECUTOR',
      title: 'an executor that no plugin brings',
      raise: (place) => place.run({ config: CONFIG.replace("'awsecs'", "'awsbatch'") }),
    },
    {
      code: 'WAVE_REQUIRED',
      title: 'Wave switched off',
      raise: (place) => place.run({ config: CONFIG.replace('wave.enabled = true', '') }),
    },
    {
      code: 'FUSION_REQUIRED',
      title: 'Fusion switched off',
      raise: (place) => place.run({ config: CONFIG.replace('fusion.enabled = true', '') }),
    },
    {
      code: 'WORKDIR_NOT_S3',
      title: 'a work dir on this machine',
      raise: (place) => place.run({ workDir: '/tmp/work' }),
    },

    {
      code: 'STORAGE_UNSUPPORTED',
      title: 'a work dir whose bucket cannot exist',
      raise: (place) => place.run({ workDir: 's3://My_Bucket/a/../b' }),
    },
    {
      code: 'RUN_NAME_INVALID',
      title: 'a name with a capital and a space',
      raise: (place) => place.run({ runName: 'My run' }),
    },
    {
      code: 'CONFIG_INVALID',
      title: 'a wrong name, a wrong setting and a wrong process at once',
      raise: (place) =>
        place.run({
          runName: 'My run',
          config: CONFIG.replace('wave.enabled = true', 'wave.enabled = 1'),
          script: SCRIPT.replace('ubuntu:latest', 'a b'),
        }),
    },
    {
      code: 'SCRIPT_UNREADABLE',
      title: 'a script that does not exist',
      raise: (place) => place.run({ scriptPath: place.path('absent.nf') }),
    },
    {
      code: 'TRACE_FIELD_UNKNOWN',
      title: 'fields of a trace that nobody has, and a file that is there',
      raise: async (place) => (await place.run({ config: traced('main.nf', 'name,peakrss,quux') })).execute(),
    },
    {
      code: 'TRACE_FILE_EXISTS',
      title: 'a trace over a file that is there',
      raise: async (place) => (await place.run({ config: traced('main.nf') })).execute(),
    },
    {
      code: 'TRACE_FILE_UNUSABLE',
      title: 'a trace over a folder',
      raise: async (place) => {
        await place.write('reports/old.txt', '');
        await (await place.run({ config: traced('reports') })).execute();
      },
    },
    {
      code: 'TRACE_FILE_UNUSABLE',
      title: 'a trace in a folder that is a file',
      raise: async (place) => (await place.run({ config: traced('main.nf/t.txt') })).execute(),
    },
  ];
}

function traced(file: string, fields?: string): string {
  const chosen = fields === undefined ? '' : `trace.fields = '${fields}'\n`;
  return `${CONFIG}trace.enabled = true\ntrace.file = '${file}'\n${chosen}`;
}
