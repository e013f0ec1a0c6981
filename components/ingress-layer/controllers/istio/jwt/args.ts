import type * as pulumi from "@pulumi/pulumi";

/**
 * JSON Web Tokens (JWT) that requests to the gateway need, as `Authorization: Bearer <token>`. A request without a token gets 403,
 * a request with a wrong or expired one 401, and one for another audience 403.
 */
export interface JwtArgs {
  /** Who issues the tokens: the value of their claim `iss`, such as `https://login.example.org/realms/ml`. */
  readonly issuer: pulumi.Input<string>;
  /**
   * Where istiod fetches the issuer's public keys, a JSON Web Key Set: an `https://` URL, or `http://` of a Service in the cluster,
   * such as `http://keycloak.auth.svc/realms/ml/protocol/openid-connect/certs`. Field `jwksUri` of a RequestAuthentication.
   *
   * @default none: write this or `jwks`
   */
  readonly jwksUri?: pulumi.Input<string>;
  /**
   * The issuer's public keys themselves, a JSON Web Key Set as text. Field `jwks` of a RequestAuthentication.
   *
   * @default none: write this or `jwksUri`
   */
  readonly jwks?: pulumi.Input<string>;
  /**
   * Values of the claim `aud`, of which a token must have at least one.
   *
   * @default the claim is not checked
   */
  readonly audiences?: pulumi.Input<string>[];
  /**
   * Host names of the layer that need no token, for example of a program with its own login. Models need one at these hosts too.
   * Any other route that is for every host can be reached through them.
   *
   * @default none
   */
  readonly openHosts?: string[];
  /**
   * Paths that need no token at any host: `/health` is this path alone, `/docs/*` is every path below it. With the second form,
   * istiod tells all gateways and sidecars to decode `%2F` and merge repeated slashes in paths.
   *
   * @default none
   */
  readonly openPaths?: string[];
}
