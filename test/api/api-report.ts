import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor';
import { type Entry, root } from './entries.js';

/** What an entry offers, and what is wrong with it. */
export interface ApiReport {
  /** The page of docs/api. */
  readonly text: string;
  /** Each a sentence: a type that a signature names and no entry exports, an export without documentation. */
  readonly problems: readonly string[];
}

/** Reports the public surface of an entry from its staged declarations. */
export async function apiReport({ name, folder }: Entry, stage: string): Promise<ApiReport> {
  const config = ExtractorConfig.prepare({
    configObject: extractorConfig(folder, stage),
    configObjectFullPath: undefined,
    packageJsonFullPath: join(stage, 'package.json'),
    projectFolderLookupToken: stage,
  });
  await mkdir(join(stage, 'reports'), { recursive: true });
  const problems: string[] = [];
  const messageCallback = (message: ExtractorMessage): void => {
    message.handled = true;
    if (isProblem(message)) problems.push(`${name}: ${message.text} (${place(message, stage)})`);
  };
  Extractor.invoke(config, { localBuild: true, messageCallback });
  const text = await readFile(join(stage, 'reports', `${folder}.api.md`), 'utf8');
  for (const [, declaration] of text.matchAll(/^\/\/ @public \(undocumented\)\n(.*)$/gm))
    problems.push(`${name}: \`${declaration?.replace(/ \{$/, '')}\` has no documentation`);
  return { text: titled(text, name), problems };
}

/** The report calls each entry by the package's name. */
function titled(text: string, name: string): string {
  return text.replace('API Report File for "staged"', `What \`${name}\` exports`);
}

const expected = new Set(['ae-undocumented', 'console-api-report-created']);

/** Members are documented where their names do not say it all, so only exports must be. */
function isProblem({ messageId, logLevel }: ExtractorMessage): boolean {
  return ['warning', 'error'].includes(logLevel) && !expected.has(messageId);
}

function place({ sourceFilePath = '', sourceFileLine }: ExtractorMessage, stage: string): string {
  return `${sourceFilePath.replace(`${stage}/`, '')}:${sourceFileLine}`;
}

function extractorConfig(folder: string, stage: string): IConfigFile {
  const { compilerOptions } = stagedProject;
  const off = { enabled: false };
  return {
    projectFolder: stage,
    mainEntryPointFilePath: join(stage, folder, 'index.d.ts'),
    compiler: { overrideTsconfig: { compilerOptions, files: [join(stage, folder, 'index.d.ts')] } },
    apiReport: {
      enabled: true,
      reportFileName: `${folder}.api.md`,
      reportFolder: join(stage, 'reports'),
      reportTempFolder: join(stage, 'reports-temp'),
    },
    docModel: off,
    dtsRollup: off,
    tsdocMetadata: off,
    newlineKind: 'lf',
    messages: {
      extractorMessageReporting: {
        default: { logLevel: 'warning' as never },
        // Nothing here is alpha or beta.
        'ae-missing-release-tag': { logLevel: 'none' as never },
      },
      compilerMessageReporting: { default: { logLevel: 'error' as never } },
    },
  };
}

const stagedProject = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
    typeRoots: [`${root}node_modules/@types`],
    skipLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
  },
};
