import type { OptionDeclaration } from '../arguments/declaration.js';
// Not by way of host/index.js: help would wait for the AWS SDK.
import { isRunName } from '../../host/engine/run-names.js';

/** The options that say what a pipeline is run with: `run` and `plan` have them alike. */
export const workDirOption: OptionDeclaration = {
  name: 'work-dir',
  aliases: ['w'],
  value: 'uri',
  help: 'where tasks work, e.g. s3://my-bucket/work',
};

export const configOption: OptionDeclaration = {
  name: 'config',
  aliases: ['c'],
  value: 'file',
  repeatable: true,
  help: 'add a configuration file; later ones win (repeatable)',
};

export const nameOption: OptionDeclaration = {
  name: 'name',
  value: 'name',
  help: 'name the run',
  check: (name) =>
    isRunName(name)
      ? undefined
      : 'must begin with a small letter and hold small letters, digits and single - or _ between them, at most 80',
};

export const pluginsOption: OptionDeclaration = {
  name: 'plugins',
  value: 'names',
  repeatable: true,
  help:
    'plugins to load in place of those the configuration names: ids (nf-name, nf-name@1.2.3) and paths of ' +
    'plugin.json files or their folders, separated by commas',
  check: (value) => (/[^,\s]/.test(value) ? undefined : 'must name a plugin'),
};

export const settingOptions: readonly OptionDeclaration[] = [
  {
    name: 'process-setting',
    scope: 'process',
    member: 'directive',
    value: 'assignment',
    repeatable: true,
    help: 'set a directive for all processes, e.g. -process.debug true',
  },
  {
    name: 'executor-setting',
    scope: 'executor',
    member: 'option',
    value: 'assignment',
    repeatable: true,
    help: 'set an executor option, e.g. -executor.queueSize 50',
  },
];
