import { minutes } from '../minutes.js';
import type { Question } from '../question.js';
import type { SmokeGround } from '../smoke-ground.js';

const ZONE_SAID = 'wget -q -O- "$ECS_CONTAINER_METADATA_URI_V4/task" | grep -q AvailabilityZone';
const IMDS_ANSWERS = 'nc -w 3 169.254.169.254 80 </dev/null';

/** Whether tasks see the credentials of their instance, and where the trace's zone may come from. */
export const metadata: Question = {
  number: 9,
  question: "Do tasks reach the instance's metadata service, and does the task metadata name their zone?",
  does: 'runs a task for each that tries; with a network of their own where subnets and groups are given',
  starts: { tasks: 2, vCpus: 0.25, minutes: 10 },
  async ask(ground) {
    const mode = ground.options.network === undefined ? 'host' : 'awsvpc';
    const [imds, zone] = [
      await exitCodeOf(ground, 'imds', IMDS_ANSWERS),
      await exitCodeOf(ground, 'zone', ZONE_SAID),
    ];
    const answer =
      `In ${mode} mode, whether the instance's metadata service answers: ${said(imds)}; ` +
      `whether the task's metadata names the zone: ${said(zone)}.`;
    return { answer, evidence: { mode, exitCodes: { imds, zone } } };
  },
};

function said(exitCode: number | undefined): string {
  if (exitCode === undefined) return 'not known, the task did not end by itself';
  return exitCode === 0 ? 'yes' : 'no';
}

async function exitCodeOf(ground: SmokeGround, name: string, command: string): Promise<number | undefined> {
  const { network } = ground.options;
  const definition = await ground.define(name, command, {
    networkMode: network === undefined ? 'host' : 'awsvpc',
  });
  const task = await ground.run(
    definition,
    network === undefined
      ? {}
      : {
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...network.subnets],
              securityGroups: [...network.securityGroups],
            },
          },
        },
  );
  return (await ground.watchToEnd(task, minutes(8))).containers?.[0]?.exitCode;
}
