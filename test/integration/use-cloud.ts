import type { LocalCloud } from '../../local/index.js';
import { Workspace } from './workspace.js';

/** A user's folder and a cloud that a test holds. */
export interface OpenedCloud {
  readonly workspace: Workspace;
  readonly cloud: LocalCloud;
}

/** Opens both for every test of the group that calls this, and closes them behind it. */
export function useCloud(
  use: (opened: OpenedCloud) => void,
  ...settings: Parameters<Workspace['cloud']>
): void {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await Workspace.open();
    use({ workspace, cloud: await workspace.cloud(...settings) });
  });
  afterEach(() => workspace.close());
}
