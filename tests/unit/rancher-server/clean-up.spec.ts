import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { RancherServer } from "../../../components";
import { PROGRAM } from "../../../components/rancher-server/clean-up/command";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts } from "../platform";
import { COMMAND, COMPONENT, HOST, HTTPS, rancher, RELEASE } from "./rancher";

const NAME = "rancher-clean-up";
const KUBECONFIG = "MLPLATFORM_RANCHER_KUBECONFIG";

describe("the clean-up of RancherServer", () => {
  it("is a command that only its deletion lets do something", async () => {
    const graph = await rancher({ kubeconfig: "the: kubeconfig\n" });
    const command = graph.byName(COMMAND, NAME);
    assert.deepEqual(graph.revealInputs(command), {
      create: "check that kubectl is there for the clean-up of Rancher",
      update: "check that kubectl is there for the clean-up of Rancher",
      delete: "clean up after Rancher",
      interpreter: ["node", "-e", PROGRAM],
      environment: {
        [KUBECONFIG]: "the: kubeconfig\n",
        MLPLATFORM_RANCHER_SECONDS: "300",
        MLPLATFORM_RANCHER_SKIP_UNREACHABLE: "false",
      },
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
    assert.match(command.provider ?? "", /::rancher-command$/);
  });

  it("has a secret environment, so no kubeconfig is in the state as plain text", async () => {
    const graph = await rancher({ kubeconfig: "apiVersion: v1\nusers: the-token\n" });
    const command = graph.byName(COMMAND, NAME);
    assert.deepEqual(command.inputs.secrets, [`environment.${KUBECONFIG}`]);
    assert.deepEqual(command.additionalSecretOutputs, ["environment"]);
    const environment = graph.revealInputs(command)["environment"] as Record<string, string>;
    assert.equal(environment[KUBECONFIG], "apiVersion: v1\nusers: the-token\n");
    assert.ok(!JSON.stringify(graph.resources).includes("the-token"));
  });

  it("reaches a cluster of this program with its own context, and knows no other", async () => {
    const graph = await rancher();
    const environment = graph.revealInputs(graph.byName(COMMAND, NAME))["environment"] as Record<string, string>;
    const { contexts, users } = JSON.parse(environment[KUBECONFIG] ?? "") as Record<string, unknown>;
    assert.deepEqual(contexts, [{ name: "dev", context: { cluster: "dev", user: "dev" } }]);
    assert.deepEqual(users, [{ name: "dev", user: { token: "dev-token" } }]);
  });

  it("reaches a cluster of another stack with the kubeconfig of the caller", async () => {
    const graph = await deploy(
      () =>
        new RancherServer(
          "rancher",
          {
            ...{ cluster: { ...clusterFacts, kubernetesVersion: "1.35" }, host: HOST, ingress: HTTPS },
            kubeconfig: pulumi.secret("the: kubeconfig\n"),
          },
          { provider: cluster().provider },
        ),
    );
    const environment = graph.revealInputs(graph.byName(COMMAND, NAME))["environment"] as Record<string, string>;
    assert.equal(environment[KUBECONFIG], "the: kubeconfig\n");
  });

  it("skips a cluster that is gone, as the Kubernetes provider does with the stack's setting", async () => {
    const graph = await rancher({}, { config: { "kubernetes:deleteUnreachable": "true" } });
    const { environment } = graph.byName(COMMAND, NAME).inputs.values;
    assert.equal((environment as Record<string, string>)["MLPLATFORM_RANCHER_SKIP_UNREACHABLE"], "true");
  });

  it("is left out if the caller says so, with its provider, and needs no kubeconfig then", async () => {
    const graph = await deploy(
      () =>
        new RancherServer(
          "rancher",
          {
            ...{ cluster: { ...clusterFacts, kubernetesVersion: "1.35" }, host: HOST, ingress: HTTPS },
            cleanUp: { enabled: false },
          },
          { provider: cluster().provider },
        ),
    );
    const names = graph.childrenOf(graph.byName(COMPONENT, "rancher")).map(({ name }) => name);
    assert.ok(!names.some((name) => /clean-up|command/.test(name)), names.join());
    const behind = graph.byName(RELEASE, "rancher").dependencies.map((urn) => urn.split("::").pop());
    assert.deepEqual(behind.sort(), ["rancher-bootstrap-password", "rancher-namespace"]);
  });
});
