import { KubeConfig } from "@kubernetes/client-node";
import type { TestCluster } from "../cluster";
import { ApiServer } from "../cluster/api-client";
import { endsOperator } from "./seldon/components";
import { findManagers, handles, isRunningManager, readManager, type ManagerDeployment } from "./seldon/manager";
import type { KubernetesObject, SeldonDeployment } from "./seldon/model";
import { reconcile } from "./seldon/reconcile";
import { watched } from "./seldon/watched";
import { WorkQueue } from "./seldon/work-queue";

/** A stand-in of an operator, running in this process. */
export interface Operator {
  /** Resolves when it is at work on no model. */
  idle(): Promise<void>;
  /** Ends it; to be called before the cluster ends. */
  stop(): Promise<void>;
}

const keyOf = ({ metadata }: KubernetesObject): string => `${metadata.namespace}/${metadata.name}`;

/**
 * Plays Seldon Core's operator 1.17.1: it does for SeldonDeployments what `seldon-controller-manager` would do if pods
 * were more than simulated, and only while a Deployment of that name is available. It reads its settings from there. There may be several such
 * Deployments, each of which handles its own models. The refusals of their webhooks are in the stand-in of the chart.
 */
export function startSeldonOperator(cluster: TestCluster): Promise<Operator> {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromString(cluster.kubeconfig);
  const ended = new AbortController();
  const api = new ApiServer(kubeconfig, ended.signal);

  const deployments = watched<ManagerDeployment>(kubeconfig, api, "/apis/apps/v1/deployments", (deployment) => {
    for (const { kind, name } of deployment.metadata.ownerReferences ?? []) {
      if (kind === "SeldonDeployment") queue.add(`${deployment.metadata.namespace}/${name}`);
    }
    if (isRunningManager(deployment)) for (const model of models.list()) queue.add(keyOf(model));
  });
  const models = watched<SeldonDeployment>(
    kubeconfig,
    api,
    "/apis/machinelearning.seldon.io/v1/seldondeployments",
    (model) => queue.add(keyOf(model)),
  );
  const queue = new WorkQueue(async (key) => {
    const model = models.list().find((one) => keyOf(one) === key);
    if (model === undefined || model.metadata.deletionTimestamp) return;
    // Asked anew, because what is watched lags, and an operator that has been stopped does nothing any more.
    for (const running of await findManagers(api, deployments.list())) {
      const manager = await readManager(api, running);
      if (!(await handles(api, manager, model))) continue;
      for (const one of models.list().filter((one) => endsOperator(one, manager))) {
        if (await handles(api, manager, one)) throw new Error("the operator restarts for ever");
      }
      await reconcile(api, manager, model);
    }
  });

  return Promise.resolve({
    idle: () => queue.idle(),
    async stop() {
      await Promise.all([deployments.stop(), models.stop()]);
      await queue.stop();
      ended.abort();
    },
  });
}
