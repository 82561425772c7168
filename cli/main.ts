#!/usr/bin/env node
import { runCommandLine } from './commands/command-line.js';
import { packageServices } from './commands/package-services.js';
import { processContext } from './context/process-context.js';
import { watchProcessEnd } from './context/process-end.js';

// The SDK's own switch, read when a client is made: its notice on Node versions is for whoever builds on the
// SDK, and would stand in the middle of a run's progress.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const end = watchProcessEnd();
const context = { ...processContext(), exit: (code: number) => end.now(code) };
end.soon(await runCommandLine(process.argv.slice(2), context, await packageServices(context.cwd)));
