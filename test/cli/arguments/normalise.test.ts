import { expect } from 'chai';
import fc from 'fast-check';
import { normaliseArguments } from '../../../cli/arguments/normalise.js';
import { UsageError } from '../../../cli/arguments/usage-error.js';
import { localDeclaration } from '../../../cli/commands/local-declaration.js';
import { runDeclaration } from '../../../cli/commands/run-declaration.js';

const commands = [runDeclaration, localDeclaration];
const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');
const normalise = (line: string): string => normaliseArguments(words(line), commands).join(' ');

function problemsOf(line: string): readonly string[] {
  try {
    normalise(line);
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
  throw new Error(`accepted: ${line}`);
}

describe(normaliseArguments.name, () => {
  const accepted: [line: string, normalised: string][] = [
    ['', '--help'],
    ['-h', '--help'],
    ['-help', '--help'],
    ['--help', '--help'],
    ['-v', '--version'],
    ['-version', '--version'],
    ['help', '--help'],
    ['help run', 'run --help'],
    ['help local -x', 'local --help'],
    ['run -help', 'run --help'],
    ['run main.nf -w x -h', 'run --help'],
    ['run main.nf', 'run -- main.nf'],
    ['run main.nf -work-dir s3://b/w', 'run --work-dir=s3://b/w -- main.nf'],
    ['run -w s3://b/w main.nf', 'run --work-dir=s3://b/w -- main.nf'],
    ['run -work-dir=s3://b/w main.nf', 'run --work-dir=s3://b/w -- main.nf'],
    ['run main.nf -c a.config -config b.config', 'run --config=a.config --config=b.config -- main.nf'],
    ['run main.nf -local', 'run --local -- main.nf'],
    ['run main.nf -with-trace', 'run --with-trace -- main.nf'],
    ['run main.nf -with-trace -local', 'run --with-trace --local -- main.nf'],
    ['run main.nf -with-trace t.txt', 'run --with-trace=t.txt -- main.nf'],
    ['run -with-trace=t.txt main.nf', 'run --with-trace=t.txt -- main.nf'],
    ['run -local main.nf', 'run --local -- main.nf'],
    ['run -resume main.nf', 'run --resume -- main.nf'],
    ['run main.nf -resume', 'run --resume -- main.nf'],
    ['run -resume last main.nf', 'run --resume=last -- main.nf'],
    ['run -resume deadbeef main.nf', 'run --resume=deadbeef -- main.nf'],
    ['run -resume 0AF1c2d3-4 main.nf', 'run --resume=0AF1c2d3-4 -- main.nf'],
    ['run -resume deadbee', 'run --resume -- deadbee'],
    ['run -resume deadbeefs', 'run --resume -- deadbeefs'],
    [
      'run -resume 0af1c2d3-aaaa-4bbb-8ccc-ddddeeeeffff main.nf',
      'run --resume=0af1c2d3-aaaa-4bbb-8ccc-ddddeeeeffff -- main.nf',
    ],
    ['run -resume=happy_curie main.nf', 'run --resume=happy_curie -- main.nf'],
    ['run main.nf -resume -sweep', 'run --resume --sweep -- main.nf'],
    ['run main.nf -ansi-log false', 'run --ansi-log=false -- main.nf'],
    ['run main.nf -process.debug true', 'run --process-setting=process.debug=true -- main.nf'],
    ['run main.nf -process.debug=true', 'run --process-setting=process.debug=true -- main.nf'],
    ['run main.nf -process.debug -local', 'run --process-setting=process.debug=true --local -- main.nf'],
    ['run main.nf -process.debug', 'run --process-setting=process.debug=true -- main.nf'],
    ['run main.nf -process.maxRetries -1', 'run --process-setting=process.maxRetries=-1 -- main.nf'],
    [
      'run main.nf -executor.$awsecs.queueSize 5',
      'run --executor-setting=executor.$awsecs.queueSize=5 -- main.nf',
    ],
    ['run -local -- -odd.nf', 'run --local -- -odd.nf'],
    ['local -port 4570 -bucket one -bucket two', 'local --port=4570 --bucket=one --bucket=two --'],
    ['local --port=4570', 'local --port=4570 --'],
  ];
  for (const [line, normalised] of accepted) {
    it(`reads \`${line}\``, () => expect(normalise(line)).to.equal(normalised));
  }

  const refused: [line: string, problem: string][] = [
    ['run main.nf -wrok-dir x', 'Unknown option -wrok-dir. Did you mean -work-dir?'],
    ['run main.nf -work x', 'Unknown option -work. Did you mean -work-dir?'],
    ['run main.nf -locl', 'Unknown option -locl. Did you mean -local?'],
    ['run main.nf -zzzzzz', 'Unknown option -zzzzzz.'],
    ['run main.nf -x', 'Unknown option -x.'],
    [
      'run main.nf --work-dir s3://b/w',
      'Pipeline parameters are not supported yet: --work-dir. Did you mean -work-dir, with one dash?',
    ],
    [
      'run main.nf --local',
      'Pipeline parameters are not supported yet: --local. Did you mean -local, with one dash?',
    ],
    ['run main.nf --input=a.csv', 'Pipeline parameters are not supported yet: --input. Leave it out.'],
    [
      'run main.nf -resume happy_curie',
      'Unexpected argument happy_curie. Where happy_curie is the value of -resume, write -resume=happy_curie.',
    ],
    [
      'run -resume happy_curie main.nf',
      'Unexpected argument main.nf. Where happy_curie is the value of -resume',
    ],
    ['run main.nf -resume=', 'Option -resume needs a value: -resume <session>.'],
    ['run main.nf -resume -resume last', 'Option -resume is given twice.'],
    ['run main.nf -sweep=yes', 'Option -sweep takes no value (found: yes).'],
    ['run main.nf -qs 5', 'Option -qs of Nextflow is not served. Write -executor.queueSize <n>.'],
    ['run', 'Missing argument <script>.'],
    ['run -local', 'Missing argument <script>.'],
    ['run main.nf other.nf', 'Unexpected argument other.nf.'],
    ['local here', 'Unexpected argument here.'],
    ['run main.nf -work-dir', 'Option -work-dir needs a value: -work-dir <uri>.'],
    ['run main.nf -w -local', 'Option -w needs a value: -w <uri>.'],
    ['run main.nf -work-dir=', 'Option -work-dir needs a value: -work-dir <uri>.'],
    ['run main.nf -local=yes', 'Option -local takes no value (found: yes).'],
    ['run main.nf -w a -work-dir b', 'Option -work-dir is given twice.'],
    ['run main.nf -ansi-log maybe', 'Option -ansi-log must be true or false (found: maybe).'],
    ['run main.nf -process. x', 'Option -process. names no setting. Write -process.<directive> <value>.'],
    ['run main.nf -process-setting x', 'Unknown option -process-setting.'],
    ['local -port 70000', 'Option -port must be a whole number from 0 to 65535 (found: 70000).'],
    ['local -speed 0', 'Option -speed must be a number above 0 (found: 0).'],
    [
      'local -bucket My_Bucket',
      'Option -bucket must be 3 to 63 small letters, digits, dots or hyphens (found: My_Bucket).',
    ],
    ['local -region mars', 'Option -region must be a region such as us-east-1 (found: mars).'],
    ['rnu main.nf', 'Unknown command rnu. Did you mean run?'],
    ['qwertz', 'Unknown command qwertz.'],
    ['main.nf', 'Unknown command main.nf. To run a script write: nf-awsecs run main.nf'],
    ['log', '`log` is a command of Nextflow that nf-awsecs does not have. Its commands are run, local.'],
    ['help rnu', 'Unknown command rnu. Did you mean run?'],
    ['-work-dir x run main.nf', 'Option -work-dir belongs behind its command: nf-awsecs run ... -work-dir'],
    ['-resume', 'Option -resume belongs behind its command: nf-awsecs run ... -resume'],
    ['-bg run main.nf', 'Option -bg of Nextflow is not served. Use the shell: nf-awsecs run ... &'],
    ['-versoin', 'Unknown option -versoin. Did you mean -version?'],
  ];
  for (const [line, problem] of refused) {
    it(`refuses \`${line}\``, () => {
      const [first] = problemsOf(line);
      expect(first?.startsWith(problem), first).to.equal(true);
    });
  }

  it('says which option took the word that is missing as the argument', () => {
    expect(problemsOf('run -with-trace main.nf')).to.deep.equal([
      'Missing argument <script>. Option -with-trace took main.nf for its file: put the option behind the argument.',
    ]);
    expect(problemsOf('run main.nf -with-trace=')).to.deep.equal([
      'Option -with-trace needs a value: -with-trace <file>.',
    ]);
  });

  it('lists every problem of a line at once', () => {
    expect(problemsOf('run main.nf -profile -wrok-dir x --n 1 -ansi-log no')).to.have.lengthOf(4);
  });

  it('knows the short form of a name that is also refused nowhere else', () => {
    for (const { options, refused: refusals } of commands) {
      const names = options.flatMap((option) => [option.name, ...(option.aliases ?? [])]);
      expect(new Set(names).size).to.equal(names.length);
      expect(names.filter((name) => refusals.has(name))).to.deep.equal([]);
    }
  });

  it('answers any line with arguments or with a UsageError that names a problem', () => {
    const token = fc.oneof(
      fc.constantFrom(
        'run',
        'local',
        '-w',
        '-c',
        '-local',
        '--',
        '-',
        '-process.a',
        '-h',
        'main.nf',
        '=',
        '-=',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 6 }), (argv) => {
        try {
          return normaliseArguments(argv, commands).length > 0;
        } catch (error) {
          return error instanceof UsageError && error.problems.length > 0;
        }
      }),
    );
  });

  it('hands every value on as it was typed', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((value) => !value.startsWith('-')),
        (value) => {
          const normalised = normaliseArguments(['run', 'main.nf', '-w', value], commands);
          expect(normalised).to.deep.equal(['run', `--work-dir=${value}`, '--', 'main.nf']);
        },
      ),
    );
  });
});
