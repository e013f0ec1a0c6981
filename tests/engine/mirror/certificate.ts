/**
 * A certificate for 127.0.0.1 and for the public registries and chart repositories that charts and images come from, which signs
 * itself. Nothing else uses its key.
 */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIICvTCCAmKgAwIBAgIUcqVb+oFtWQOUZ6UMLhvahGBiNjIwCgYIKoZIzj0EAwIw
MTEvMC0GA1UEAwwmdGVzdCByZWdpc3RyaWVzIGFuZCBjaGFydCByZXBvc2l0b3Jp
ZXMwIBcNMjYxMTMwMTI0NjEzWhgPMjEyNjExMDYxMjQ2MTNaMDExLzAtBgNVBAMM
JnRlc3QgcmVnaXN0cmllcyBhbmQgY2hhcnQgcmVwb3NpdG9yaWVzMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEuGXLi3EHURSoyQrVoA5hH70rtr2oXfGsxN5LhpmY
8aa+V70aNTFbtv6KqGB+7texpCT4BOn6BK9txKMgUXKXvKOCAVQwggFQMA8GA1Ud
EwEB/wQFMAMBAf8wggEcBgNVHREEggETMIIBD4IJbG9jYWxob3N0hwR/AAABgglk
b2NrZXIuaW+CFHJlZ2lzdHJ5LTEuZG9ja2VyLmlvggsqLmRvY2tlci5pb4IHcXVh
eS5pb4IHZ2hjci5pb4IGZ2NyLmlvgggqLmdjci5pb4IPcmVnaXN0cnkuazhzLmlv
gg5wdWJsaWMuZWNyLmF3c4IHbnZjci5pb4INYmxvYi5pc3Rpby5pb4IWc3RvcmFn
ZS5nb29nbGVhcGlzLmNvbYIRbWV0YWxsYi5naXRodWIuaW+CCyouZ2l0aHViLmlv
ghJoZWxtLnBhY2h5ZGVybS5jb22CD2h1Yi5qdXB5dGVyLm9yZ4IUcmVsZWFzZXMu
cmFuY2hlci5jb20wHQYDVR0OBBYEFM3rKRqpkXtEAAHcBg9tdCtU1WEEMAoGCCqG
SM49BAMCA0kAMEYCIQCOmBXkjuMCofkc0Co18NlOUpwufZ/X1txJs7cU7t1LLgIh
AO7sRWEWcbpoTfuAABBhqA0gTLLXI6EdM0UGOUzgOLPY
-----END CERTIFICATE-----
`;

/** Its key. */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgb5dPdZczd0XqJowN
XtJ4IfgS7Fwq3UnZlRxQFBxmSVahRANCAAS4ZcuLcQdRFKjJCtWgDmEfvSu2vahd
8azE3kuGmZjxpr5XvRo1MVu2/oqoYH7u17GkJPgE6foEr23EoyBRcpe8
-----END PRIVATE KEY-----
`;
