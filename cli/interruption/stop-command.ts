/** The AWS CLI line that stops a task given by its ARN; undefined where the id is no task's ARN. */
export function stopCommand(nativeId: string): string | undefined {
  const arn = /^arn:[\w-]+:ecs:([\w-]+):\d+:task\/([\w-]+)\/[\w-]+$/.exec(nativeId);
  const [, region, cluster] = arn ?? [];
  if (region === undefined || cluster === undefined) return undefined;
  return `aws ecs stop-task --region ${region} --cluster ${cluster} --task ${nativeId}`;
}

/** What still runs and how to stop it; empty where nothing does. */
export function describeUnfinished(nativeIds: readonly string[]): string[] {
  if (nativeIds.length === 0) return [];
  const subject = nativeIds.length === 1 ? '1 task may still run' : `${nativeIds.length} tasks may still run`;
  return [`${subject}. Stop what you find running:`, ...nativeIds.map((id) => `  ${stopCommand(id) ?? id}`)];
}
