import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenIssuer } from "../operators/token-issuer";

/** An account at an identity provider. */
export interface Account {
  /** What the hub takes as its name: a login of GitHub, an e-mail address, a user principal name, a `preferred_username`. */
  readonly name: string;
  /** The domain of Google Workspace that manages it. */
  readonly hostedDomain?: string;
  /** Whether Google knows that the e-mail address is the owner's. @default true */
  readonly isVerified?: boolean;
  /** The tenant of Microsoft Entra ID that it belongs to. */
  readonly tenant?: string;
  readonly groups?: readonly string[];
  /** Organizations of GitHub, and whether everybody may know of the membership. */
  readonly organizations?: Readonly<Record<string, "public" | "private">>;
}

/** A client that was registered at the server. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** What the server answers. */
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly location?: string;
}

/** What a token stands for. */
export interface Grant {
  readonly account: Account;
  readonly scopes: readonly string[];
}

/** What one provider does in its own way. */
export interface Provider {
  readonly authorizePath: string;
  readonly tokenPath: string;
  /** Why it does not let an account log in at all. */
  readonly refuses?: (account: Account) => string | undefined;
  /** How it says that a request for a token is wrong. */
  readonly refusal: (error: TokenError) => Reply;
  /** What it adds to the answer with the token. `sign` makes a JSON Web Token. */
  readonly extra: (grant: Grant, client: Client, sign: (claims: Record<string, unknown>) => string) => object;
  /** What it answers to the owner of a token. */
  readonly resource: (path: string, grant: Grant) => Reply | undefined;
}

/** An error of RFC 6749, section 5.2. */
export type TokenError = "invalid_client" | "invalid_grant" | "invalid_request" | "unsupported_grant_type";

/** An identity provider on loopback. */
export interface LoginServer {
  /** Such as `http://127.0.0.1:12345`. */
  readonly url: string;
  /** Who is signed in to it in every browser. */
  account: Account;
  stop(): void;
}

/** A code that the browser carries to the hub. */
interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | null;
}

/**
 * Starts a provider of OAuth 2 with authorization codes (RFC 6749, section 4.1) and PKCE (RFC 7636). As these say, it refuses an unknown
 * client, another secret, a redirect URI that is not the registered one, a code that was used or belongs to another URI, and a wrong
 * verifier.
 */
export async function startLoginServer(provider: Provider, client: Client, account: Account): Promise<LoginServer> {
  const issuer = tokenIssuer();
  const codes = new Map<string, Code>();
  const grants = new Map<string, Grant>();

  const server = createServer((incoming, response) => {
    void textOf(incoming).then((body) => {
      const { status, json, location } = reply(incoming, new URL(incoming.url ?? "/", "http://127.0.0.1"), body);
      response.writeHead(status, {
        "content-type": "application/json",
        ...(location === undefined ? {} : { location }),
      });
      response.end(json === undefined ? undefined : JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const started: LoginServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return started;

  function reply({ method, headers }: IncomingMessage, url: URL, body: string): Reply {
    if (method === "GET" && url.pathname === provider.authorizePath) return authorize(url.searchParams);
    if (method === "POST" && url.pathname === provider.tokenPath)
      return token(new URLSearchParams(body), headers.authorization);
    const grant = grants.get(/^(?:Bearer|token) (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? "");
    if (grant === undefined) return { status: 401, json: { message: "Bad credentials" } };
    return provider.resource(url.pathname, grant) ?? { status: 404, json: { message: "Not Found" } };
  }

  /** Nothing wrong is sent to a redirect URI that is not the client's: the user sees a page instead. */
  function authorize(query: URLSearchParams): Reply {
    const { account } = started;
    const problem =
      (query.get("client_id") !== client.id && "unknown client") ||
      (query.get("redirect_uri") !== client.redirectUri &&
        `redirect_uri_mismatch: ${query.get("redirect_uri") ?? ""}`) ||
      (query.get("response_type") !== "code" && "unsupported response type") ||
      (query.has("code_challenge") && query.get("code_challenge_method") !== "S256" && "unsupported challenge") ||
      provider.refuses?.(account);
    if (typeof problem === "string") return { status: 400, json: { message: problem } };
    const code = randomUUID();
    const scopes = (query.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
    codes.set(code, { account, scopes, redirectUri: client.redirectUri, challenge: query.get("code_challenge") });
    const back = new URL(client.redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    return { status: 302, location: back.href };
  }

  function token(form: URLSearchParams, authorization: string | undefined): Reply {
    const basic = Buffer.from(/^Basic (.+)$/.exec(authorization ?? "")?.[1] ?? "", "base64").toString();
    const shown =
      authorization === undefined ? `${form.get("client_id") ?? ""}:${form.get("client_secret") ?? ""}` : basic;
    if (shown !== `${client.id}:${client.secret}`) return provider.refusal("invalid_client");
    if (form.get("grant_type") !== "authorization_code") return provider.refusal("unsupported_grant_type");
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const verifier = form.get("code_verifier");
    const challenge = verifier === null ? null : createHash("sha256").update(verifier).digest("base64url");
    if (code?.redirectUri !== form.get("redirect_uri") || code.challenge !== challenge)
      return provider.refusal("invalid_grant");
    const access_token = randomUUID();
    grants.set(access_token, code);
    const extra = provider.extra(code, client, (claims) => issuer.token(claims));
    return { status: 200, json: { access_token, token_type: "Bearer", ...extra } };
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of message.setEncoding("utf8")) text += part as string;
  return text;
}
