import type { Setting } from "../../../cli/project/config";

/** The largest program, and the config that adds everything to it. */
export const LARGEST = "aws";
export const EVERYTHING: Setting[] = [
  ["pachyderm", '{"s3":{}}'],
  ["hosts", '["models.example.org","jupyterhub.example.org"]'],
  ["tls", "selfSigned"],
  [
    "jupyterHub",
    JSON.stringify({
      host: "jupyterhub.example.org",
      login: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
    }),
  ],
];
