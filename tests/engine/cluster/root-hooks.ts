import { stopSharedCluster } from "./shared-cluster";

/** For `mocha --require`: ends the shared cluster after the last suite. */
export const mochaHooks: Mocha.RootHookObject = {
  async afterAll() {
    await stopSharedCluster();
  },
};
