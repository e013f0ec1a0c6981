import assert from "node:assert/strict";
import { MlCluster } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { sampleOf } from "./sample";

/** Settings with credentials, by cloud. */
const credentials: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: { accessKey: "marker", secretKey: "marker", token: "marker" },
  azure: {
    clientSecret: "marker",
    clientCertificatePassword: "marker",
    oidcToken: "marker",
    oidcRequestToken: "marker",
  },
  gcp: {
    accessToken: "marker",
    credentials: '{"private_key":"marker"}',
    externalCredentials: '{"identityToken":"marker"}',
  },
};
/** The packages of which the name is not that of the cloud. */
const PACKAGES: Readonly<Record<string, string>> = { azure: "azure-native" };

describe("credentials that are plain text in the stack's config", () => {
  for (const [cloud, settings] of Object.entries(credentials)) {
    for (const [name, value] of Object.entries(settings)) {
      const pkg = PACKAGES[cloud] ?? cloud;
      it(`are a secret of the provider: ${pkg}:${name}`, async () => {
        const { args, mocks } = sampleOf(cloud);
        const graph = await deploy(() => new MlCluster("ml", args), {
          ...mocks,
          config: { [`${pkg}:${name}`]: value },
        });
        const [provider] = graph.ofType(`pulumi:providers:${pkg}`);
        assert.ok(provider);
        assert.deepEqual(
          provider.inputs.secrets.filter((path) => path.startsWith(name)),
          [name],
        );
        assert.doesNotMatch(JSON.stringify(graph.resources), /marker/);
      });
    }
  }
});
