/** What an expression of the cluster query language may look at: one container instance, there or thought of. */
export interface QueryTarget {
  /** Value of an attribute, `undefined` where the instance does not have it. */
  attribute(name: string): string | undefined;
  readonly ec2InstanceId: string;
  readonly agentConnected: boolean;
  readonly runningTasksCount: number;
  /** Epoch milliseconds; 0 before it is registered. */
  readonly registeredAt: number;
  /** Groups of the tasks on it. */
  readonly groups: ReadonlySet<string>;
}

/** Reads a subject of a target: all its values, of which any may match. */
export type SubjectReader = (target: QueryTarget) => readonly string[];

const one = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

const fields: Readonly<Record<string, SubjectReader>> = {
  ec2InstanceId: ({ ec2InstanceId }) => one(ec2InstanceId),
  agentConnected: ({ agentConnected }) => one(String(agentConnected)),
  runningTasksCount: ({ runningTasksCount }) => one(String(runningTasksCount)),
  registeredAt: ({ registeredAt }) => one(String(registeredAt)),
  'task:group': ({ groups }) => [...groups],
};

/** The reader of a subject by name, `undefined` where the language does not have it (or this cloud: agentVersion). */
export function subjectReader(subject: string): SubjectReader | undefined {
  const attribute = /^attribute:(\S+)$/.exec(subject)?.[1];
  if (attribute !== undefined) return (target) => one(target.attribute(attribute));
  return Object.hasOwn(fields, subject) ? fields[subject] : undefined;
}

/** Subjects beside attributes, as a message lists them. */
export const fieldNames: readonly string[] = Object.keys(fields);
