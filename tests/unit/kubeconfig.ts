/** A kubeconfig with two whole contexts, `dev` and `prod`, and two broken ones. */
export const kubeconfig = `
apiVersion: v1
kind: Config
current-context: dev
contexts:
  - { name: dev, context: { cluster: dev, user: dev } }
  - { name: prod, context: { cluster: prod, user: admin } }
  - { name: orphan, context: { cluster: gone, user: dev } }
  - { name: stranger, context: { cluster: dev, user: gone } }
clusters:
  - { name: dev, cluster: { server: "https://dev.example.org:6443" } }
  - { name: prod, cluster: { server: "https://prod.example.org:6443", certificate-authority: ca.crt } }
users:
  - { name: dev, user: { token: dev-token } }
  - { name: admin, user: { token: prod-token } }
`;
