/** The awslogs driver's side of CloudWatch Logs: how a container's output gets there without the network. */
export interface LogDelivery {
  hasGroup(region: string, group: string): boolean;
  /** For `awslogs-create-group: "true"`; a group that exists is fine. */
  ensureGroup(region: string, group: string): void;
  /**
   * Appends one line, stamped with the current time. The stream comes to be with its first line, as readers
   * of AWS must expect (facts/ecs-managed-instances.md §6a). A group deleted meanwhile swallows the line.
   */
  append(region: string, group: string, stream: string, message: string): void;
}
