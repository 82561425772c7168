import { resolve } from 'node:path';
import type { SurveyOptions } from '../../host/survey/survey-api.js';
import { isDebugging, type CliContext } from '../context/cli-context.js';
import { historyDir, runOwner } from '../context/run-history.js';
import type { CliServices } from '../commands/services.js';
import { ConsoleLogger } from '../progress/console-logger.js';
import { createStyle, wantsColour } from '../progress/style.js';
import type { Screen } from '../progress/screen.js';

/** Asks for tasks on behalf of this command. @param screen where trouble on the way is told; not the list's own. */
export function surveyRequest(
  asked: Pick<SurveyOptions, 'names' | 'configFiles'>,
  context: CliContext,
  services: CliServices,
  screen: Screen,
): SurveyOptions {
  const { cwd, clock, random, stderr } = context;
  const style = createStyle(wantsColour({ ...context, stdout: stderr }));
  return {
    ...asked,
    history: resolve(cwd, historyDir),
    builtInPlugins: [services.ownManifest],
    owner: runOwner(context, services.version),
    ...{ cwd, clock, random },
    logger: new ConsoleLogger(screen, style, isDebugging(context)),
  };
}
