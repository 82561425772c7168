import { join } from 'node:path';
import type { ResumePoint, ResumeWish } from '../../host/resume/resume-point.js';
import { findPackageRoot } from '../context/package-root.js';
import type { CliServices, ConfigRequest, ConfiguredPlace } from './services.js';

/**
 * The package's own engine and local cloud. Each is loaded when a command first needs it, so that help and
 * the complaint about a wrong option do not wait for the AWS SDK.
 */
export async function packageServices(cwd: string): Promise<CliServices> {
  const { folder, version } = await findPackageRoot(import.meta.url);
  return {
    version,
    ownManifest: join(folder, 'plugin.json'),
    createRun: async (options) => (await import('../../host/index.js')).createRun(options),
    previewRun: async (request) => (await import('../../host/index.js')).previewRun(request),
    planAwsEcs: async (session, processes) =>
      (await import('../../src/plan/plan-session.js')).planSession(session, processes),
    findResumePoint,
    startLocalCloud: async (request) => (await import('../../local/index.js')).startLocalCloud(request),
    openRunLog: async (options) => new (await import('../../host/housekeeping/run-log.js')).RunLog(options),
    cleanRuns: async (options, ground) =>
      (await import('../../host/housekeeping/open-cleaning.js')).cleanRuns(options, ground),
    cleanRegistrations: async (options, ground) =>
      (await import('../../host/housekeeping/open-cleaning.js')).cleanConfigured(options, ground),
    openLogs: async (options) => (await import('../../host/logs/open-logs.js')).openLogs(options),
    openSurvey: async (options) => (await import('../../host/survey/open-survey.js')).openSurvey(options),
    configuredPlace: (request) => configuredPlace(cwd, request),
  };
}

async function findResumePoint(folder: string, wish: ResumeWish): Promise<ResumePoint | undefined> {
  const { RunHistory } = await import('../../host/history/run-history.js');
  const found = await import('../../host/resume/resume-point.js');
  // What is damaged elsewhere in the history is told by who shows it.
  return found.findResumePoint(new RunHistory(folder, () => undefined), wish);
}

async function configuredPlace(cwd: string, request: ConfigRequest): Promise<ConfiguredPlace> {
  const { readRunConfig } = await import('../../host/engine/run-config.js');
  const { lookupString } = await import('../../host/config/config-lookup.js');
  const { config } = await readRunConfig({ ...request, cwd });
  const region = lookupString(config, 'aws.region');
  const workDir = lookupString(config, 'workDir');
  return {
    ...(region === undefined ? {} : { region }),
    ...(workDir === undefined ? {} : { workDir }),
  };
}
