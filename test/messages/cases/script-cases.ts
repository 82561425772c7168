import type { MessageCase } from '../message-case.js';
import { SCRIPT } from '../place.js';

const scripts: readonly (readonly [title: string, script: string])[] = [
  ['a variable in a double-quoted string', SCRIPT.replace("'echo hello'", '"echo ${params.greeting}"')],
  ['view as a method', SCRIPT.replace('HELLO()\n', 'HELLO().view()\n')],
  ['view of an output', SCRIPT.replace('HELLO()\n', 'HELLO.out.view()\n')],
  ['a process called by a name that is nearly right', SCRIPT.replace('HELLO()\n', 'HELO()\n')],
  ['a misspelled directive', SCRIPT.replace('container', 'contaner')],
  ['a directive of Nextflow that is not served', SCRIPT.replace('script:', "publishDir 'out'\n    script:")],
  ['an amount in a unit that does not exist', SCRIPT.replace('script:', 'memory 4.gigs\n    script:')],
  [
    'a configuration given as the script',
    "process.executor = 'awsecs'\naws {\n    region = 'us-east-1'\n}\n",
  ],
  [
    'control characters in the place shown',
    SCRIPT.replace("container 'ubuntu:latest'", 'container \u001B[31mx'),
  ],
  ['a misspelled property of task', SCRIPT.replace('script:', 'memory { 2.GB * task.atempt }\n    script:')],
  [
    'a function of a pipeline in a closure',
    SCRIPT.replace('script:', 'memory { check_max(2.GB) }\n    script:'),
  ],
  [
    'a closure for what is the same in every attempt',
    SCRIPT.replace('script:', "executor { 'x' }\n    script:"),
  ],
  ['a string that is not closed', SCRIPT.replace("'echo hello'", "'echo hello")],
  ['a process without a script', 'process HELLO {\n}\nworkflow {\n    HELLO()\n}\n'],
  ['several faults', "process HELLO {\n    cpu 2\n    script:\n    'true'\n}\nworkflow {\n    HELO()\n}\n"],
  ['an unsupported statement', `params.x = 1\n${SCRIPT}`],
  [
    'inputs of kinds that are not served',
    SCRIPT.replace('script:', 'input:\n    val x\n    path reads\n    script:'),
  ],
  ['a call without its inputs', SCRIPT.replace('script:', "input:\n    path 'reads.fq'\n    script:")],
  [
    'an input that is the output of another process',
    SCRIPT.replace('script:', "input:\n    path 'reads.fq'\n    script:").replace(
      'HELLO()',
      'HELLO(SORT.out)',
    ),
  ],
  [
    'an input on this machine',
    SCRIPT.replace('script:', "input:\n    path 'reads.fq'\n    script:").replace(
      'HELLO()',
      "HELLO('data/reads.fq')",
    ),
  ],
  ['a definition', `def x = 1\n${SCRIPT}`],
];

/** Scripts and configurations that are not in their language. */
export function scriptCases(): readonly MessageCase[] {
  return [
    ...scripts.map(([title, script]): MessageCase => ({
      code: 'SCRIPT_INVALID',
      title,
      raise: (place) => place.run({ script }),
    })),
    {
      code: 'SCRIPT_INVALID',
      title: 'a configuration with a condition',
      raise: (place) => place.run({ config: "if (true) { process.executor = 'awsecs' }\n" }),
    },
    {
      code: 'SCRIPT_INVALID',
      title: 'a configuration that is not closed, with a secret in it',
      raise: (place) => place.run({ config: "aws {\n    secretKey = 'not-to-be-shown' + 1\n" }),
    },
  ];
}
