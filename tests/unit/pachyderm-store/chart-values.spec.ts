import assert from "node:assert/strict";
import { PachydermStore } from "../../../components";
import { cluster, clusterFacts } from "../platform";
import { refusal } from "../refusal";
import { INSIDE, LICENCE, LOGIN } from "./pachyderm";

const INTERNET_FACING = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };

/** What is wrong with these values of the chart. */
const problemsOf = async (values: object, args: object = {}) => {
  const problems = await refusal(
    () =>
      new PachydermStore(
        "pach",
        {
          cluster: { ...clusterFacts, clusterIdentifier: undefined, kubernetesVersion: "1.35" },
          local: {},
          ...INSIDE,
          ...args,
          charts: { pachyderm: { values } },
        },
        { provider: cluster().provider },
      ),
  );
  return problems.map(({ path, reason }) => `${path.replace("charts.pachyderm.values.", "")}: ${reason}`);
};

describe("Values of Pachyderm's chart are refused", () => {
  it("if they could open the load balancer", async () => {
    assert.deepEqual(await problemsOf({ proxy: { service: { annotations: INTERNET_FACING } } }), [
      "proxy.service.annotations: is for service.annotations, which may not open Pachyderm. Leave it out.",
    ]);
  });

  it("if the outputs would not say where Pachyderm answers", async () => {
    assert.deepEqual(await problemsOf({ proxy: { tls: { enabled: true } } }), [
      "proxy.tls.enabled: true is not allowed: must stay as it is, because the outputs and the routes lead there. Leave it out.",
    ]);
  });

  it("if objects would be in another store", async () => {
    assert.deepEqual(await problemsOf({ pachd: { storage: { backend: "AMAZON" } } }), [
      "pachd.storage.backend: comes from the chosen store, and another backend keeps objects elsewhere. Leave it out.",
    ]);
  });

  it("if they have a licence or a token, which would be stored as plain text", async () => {
    const licence = "pachd.enterpriseLicenseKey: is for licenseKey, which is kept secret and checked. Leave it out.";
    const both = { pachd: { enterpriseLicenseKey: LICENCE, rootToken: "token-of-the-root-user" } };
    assert.deepEqual(await problemsOf(both), [
      licence,
      "pachd.rootToken: is for the input rootToken, which is kept secret and checked. Leave it out.",
    ]);
    // Also beside the input, of which they would take the place.
    assert.deepEqual(await problemsOf({ pachd: { enterpriseLicenseKey: LICENCE } }, LOGIN), [licence]);
  });
});
