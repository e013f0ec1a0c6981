import { DELETE_DATA, type AddOn } from "../add-on";

/** JupyterHub with a password that its users share. */
export const addOn: AddOn = {
  title: "JupyterHub, for notebooks",
  imports: ["JupyterHub"],
  host: "jupyterhub",
  code: `const jupyterHub = new JupyterHub(
  "jupyterhub",
  {
    cluster,
    ingress,
    host: \`jupyterhub.\${domain}\`,
    // For accounts of their own: github, google, azureAd or oidc.
    login: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
    deleteData: config.requireBoolean("deleteData"),
  },
  k8s,
);`,
  outputs: {
    jupyterHubUrl: "jupyterHub.url",
    jupyterHubPassword: "jupyterHub.userPassword",
    jupyterHubAdminPassword: "jupyterHub.adminPassword",
  },
  config: [DELETE_DATA],
  readme: `**JupyterHub** answers at \`https://{host}\`. All users log in with one password, and \`admin\` with another:

\`\`\`sh
pulumi stack output jupyterHubPassword --show-secrets
pulumi stack output jupyterHubAdminPassword --show-secrets
\`\`\``,
};
