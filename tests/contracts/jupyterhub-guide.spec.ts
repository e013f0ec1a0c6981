import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { valuesWith } from "../unit/jupyter-hub/hub";
import { describeWithContracts } from "./contracts-dir";

type Values = Record<string, unknown>;

/** Every value of the guide, by its dotted key; a list or an empty map is one value. */
const leaves = (values: unknown, at: readonly string[] = []): [key: string, value: unknown][] =>
  typeof values === "object" && values !== null && !Array.isArray(values) && Object.keys(values).length > 0
    ? Object.entries(values).flatMap(([key, value]) => leaves(value, [...at, key]))
    : [[at.join("."), values]];

describeWithContracts("the quickstart's values for JupyterHub", (dir) => {
  const guide = parse(readFileSync(path.join(dir, "guides/quickstart/jupyterhub-config.yaml"), "utf8")) as Values;

  it("have a typed equivalent, with the guide's login only by its flag", async () => {
    const values = await valuesWith({
      kubernetesIngress: { annotations: {} },
      host: "jupyterhub.example.it",
      extraEnv: { JUPYTERHUB_SINGLEUSER_APP: "jupyter_server.serverapp.ServerApp" },
      login: { dummy: {}, insecureAllowAnyone: true },
      namespace: { name: "jupyterhub-system" },
    });
    const ours = new Map(leaves(values));
    const wanted = leaves(guide);
    assert.deepEqual(
      wanted.map(([key]) => key),
      [
        "ingress.enabled",
        "ingress.annotations",
        "ingress.hosts",
        "singleuser.defaultUrl",
        "singleuser.extraEnv.JUPYTERHUB_SINGLEUSER_APP",
      ],
    );
    for (const [key, value] of wanted) assert.deepEqual(ours.get(key), value, key);
    assert.equal(ours.get("hub.config.JupyterHub.authenticator_class"), "dummy");
  });
});
