import assert from "node:assert/strict";
import type { JupyterHubArgs, JupyterHubLoginArgs } from "../../../components";
import { InvalidArgs } from "../../../components/shared/invalid-args";
import { LOGINS } from "../../unit/jupyter-hub/hub";
import { hubValues } from "./hub-values";

/** What the chart installs without a login of ours is the dummy login, so none must be left to it. */
const AUTHENTICATORS = new Map<unknown, string>([
  ["shared-password", "sharedPassword"],
  ["github", "github"],
  ["google", "google"],
  ["azuread", "azureAd"],
  ["generic-oauth", "oidc"],
  ["native", "native"],
  ["dummy", "dummy"],
]);

const blocks = Object.entries(LOGINS).map(([block, login]) => ({
  [block]: login[block as keyof typeof login],
}));

/** No method, one method, or two. */
const methods: object[] = [
  {},
  ...blocks,
  ...blocks.flatMap((one, index) => blocks.slice(index + 1).map((other) => ({ ...one, ...other }))),
];

const flags = [{}, { insecureAllowAnyone: false }, { insecureAllowAnyone: true }];

const accesses = [{}, { allowAll: true }, { allowedUsers: [] }, { allowedUsers: ["ada@example.org"] }];

/** Ways to reach the dummy login through the values of the chart. */
const doors: Partial<JupyterHubArgs>[] = [
  { JupyterHub: { authenticator_class: "dummy" } },
  { JupyterHub: { authenticator_class: null } },
  { JupyterHub: { authenticator_class: "jupyterhub.auth.DummyAuthenticator" } },
  { JupyterHub: null },
].map((config) => ({ charts: { jupyterhub: { values: { hub: { config } } } } }));

/** The authenticator of a hub with these inputs; undefined if they are refused. */
async function authenticatorOf(login: JupyterHubLoginArgs, more?: Partial<JupyterHubArgs>): Promise<unknown> {
  try {
    const { hub } = (await hubValues(login, more)) as { hub: { config: { JupyterHub: Record<string, unknown> } } };
    return hub.config.JupyterHub["authenticator_class"];
  } catch (error) {
    if (error instanceof InvalidArgs) return undefined;
    throw error;
  }
}

describe("a JupyterHub without the written flag", () => {
  it("has never the dummy login, nor the chart's default, whatever the inputs say", async () => {
    const accepted = new Set<string>();
    for (const method of methods) {
      for (const flag of flags) {
        for (const access of accesses) {
          const login = { ...method, ...flag, ...access };
          const authenticator = await authenticatorOf(login);
          if (authenticator === undefined) continue;
          const block = AUTHENTICATORS.get(authenticator);
          assert(block !== undefined && block in method, JSON.stringify(login));
          assert.equal(block === "dummy", "insecureAllowAnyone" in flag && flag.insecureAllowAnyone);
          if (accepted.has(block)) continue;
          accepted.add(block);
          for (const door of doors) assert.equal(await authenticatorOf(login, door), undefined, JSON.stringify(door));
        }
      }
    }
    assert.deepEqual([...accepted].sort(), Object.keys(LOGINS).sort());
  });
});
