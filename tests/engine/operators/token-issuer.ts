import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** Signs JSON Web Tokens, as a login server does. */
export interface TokenIssuer {
  /** Its public key, a JSON Web Key Set as text. */
  readonly jwks: string;
  /** A token with these claims. */
  token(claims: Readonly<Record<string, unknown>>): string;
}

/** An issuer with a key of its own. */
export function tokenIssuer(): TokenIssuer {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" };
  return { jwks: JSON.stringify({ keys: [key] }), token: (claims) => signed(claims, privateKey) };
}

function signed(claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const parts = [{ alg: "RS256", typ: "JWT", kid: "1" }, claims];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}
