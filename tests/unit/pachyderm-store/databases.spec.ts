import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { PachydermStore, type PachydermDatabaseArgs } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster } from "../platform";
import { refusal } from "../refusal";
import { COMPONENT, INSIDE, pachyderm, withSeed } from "./pachyderm";

const EXTERNAL = { host: "db.example.org", password: "the-password" };
const CLOUD_SQL = {
  connectionName: "my-project:europe-west1:pachyderm",
  serviceAccount: "sql@my-project.iam.gserviceaccount.com",
  password: "the-password",
};

const create = (database: PachydermDatabaseArgs): PachydermStore => {
  const ml = cluster();
  return new PachydermStore("pach", { cluster: ml, local: {}, ...INSIDE, database }, { provider: ml.provider });
};

describe("A database that exists is refused", () => {
  const line = "has a line break, perhaps that at the end of a file. Write it without.";
  const same = (name: string) =>
    `is "${name}", as the other database is called. Pachyderm and its logins need a database each.`;
  const own = (host: string) => `"${host}" is the pod that connects, not a server; use a host that pods reach.`;
  const rows: [what: string, database: PachydermDatabaseArgs, path: string, reason: string][] = [
    ["with a line break after its password", { external: { ...EXTERNAL, password: "x\n" } }, "external.password", line],
    [
      "with a line break in its password",
      { cloudSql: { ...CLOUD_SQL, password: "x\r\ny" } },
      "cloudSql.password",
      line,
    ],
    [
      "with one name for both databases",
      { external: { ...EXTERNAL, database: "ml", identityDatabase: "ml" } },
      "external.identityDatabase",
      same("ml"),
    ],
    [
      "with the default name of the other",
      { external: { ...EXTERNAL, database: "dex" } },
      "external.database",
      same("dex"),
    ],
    [
      "with the other's default name",
      { cloudSql: { ...CLOUD_SQL, identityDatabase: "pachyderm" } },
      "cloudSql.identityDatabase",
      same("pachyderm"),
    ],
    ["at localhost", { external: { ...EXTERNAL, host: "localhost" } }, "external.host", own("localhost")],
    ["at 127.0.0.1", { external: { ...EXTERNAL, host: "127.0.0.1" } }, "external.host", own("127.0.0.1")],
  ];
  for (const [what, database, path, reason] of rows) {
    it(what, async () => {
      assert.deepEqual(await refusal(() => create(database)), [{ path: `database.${path}`, reason }]);
    });
  }

  it("with a password that resolves to one with a line break, which is not shown", async () => {
    const password = pulumi.secret(Promise.resolve("MARKER\n"));
    const run = deploy(() => void create({ external: { ...EXTERNAL, password } }), { outputs: withSeed });
    await assert.rejects(run, ({ message }: Error) => {
      assert.match(message, /database\.external\.password: has a line break/);
      return !message.includes("MARKER");
    });
  });

  it("but not with the names of the two exchanged", async () => {
    const database = { external: { ...EXTERNAL, database: "dex", identityDatabase: "pachyderm" } };
    assert.equal((await pachyderm({ database })).ofType(COMPONENT).length, 1);
  });
});
