#!/usr/bin/env bash
# No YAML version of a JavaScript library reads the plain words of a kubeconfig as client-go reads them.
#
# What:      client-go refuses a kubeconfig whose token is written as `y`, `1_000`, `0o17` or `0x1f` without quotes, because it
#            reads booleans and numbers there. It takes `12:30:45`, `2001-12-14` and a hexadecimal number of more than 64 bits as
#            text. YAML 1.1 of `yaml` and the default of `js-yaml` differ in four of these seven words, YAML 1.2 of `yaml` in three.
# Surprise:  Go's library is said to read YAML 1.1, so that version looks like the right choice; but it has its own mixture.
# Affected:  Programs that read or check kubeconfigs in JavaScript: they accept a token that kubectl refuses, or change one
#            that kubectl sends as it is.
# Solution:  A schema with types of one's own, compared with kubectl; and JSON, with quotes around all text, in what one writes.
# Versions:  k8s.io/client-go 0.35.2 (Go 1.26), yaml 2.9.1, js-yaml 4.3.2 (Node 20.20)
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
words=(y 1_000 0o17 0x1f 12:30:45 2001-12-14 0x1234567890abcdef12)

cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	for _, word := range os.Args[1:] {
		config, err := clientcmd.Load([]byte("users:\n- name: dev\n  user:\n    token: " + word + "\n"))
		fmt.Println(word, err == nil && config.AuthInfos["dev"].Token == word)
	}
}
GO
go mod init example.test/finding 2>log
{ go get k8s.io/client-go@v0.35.2 && go mod tidy; } 2>>log || { cat log >&2; exit 1; }
CGO_ENABLED=0 go run . "${words[@]}" >text-in-go

echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@4.3.2
cat >check.js <<'JS'
const { readFileSync } = require("node:fs");
const { parse } = require("yaml");
const { load } = require("js-yaml");

const readers = { "yaml 1.1": (word) => parse(word, { version: "1.1" }), "yaml 1.2": (word) => parse(word), "js-yaml": (word) => load(word) };
for (const line of readFileSync("text-in-go", "utf8").trim().split("\n")) {
  const [word, isText] = line.split(" ");
  const others = Object.keys(readers).filter((name) => String(typeof readers[name](word) === "string") !== isText);
  console.log(`${word}: ${isText === "true" ? "text" : "refused"}, otherwise in ${others.join(", ") || "none"}`);
}
JS
node check.js >seen

cat >expected <<'TEXT'
y: refused, otherwise in yaml 1.2, js-yaml
1_000: refused, otherwise in yaml 1.2, js-yaml
0o17: refused, otherwise in yaml 1.1
0x1f: refused, otherwise in none
12:30:45: text, otherwise in yaml 1.1
2001-12-14: text, otherwise in yaml 1.1, js-yaml
0x1234567890abcdef12: text, otherwise in yaml 1.1, yaml 1.2, js-yaml
TEXT
diff expected seen || { echo "changed: see the difference above" >&2; exit 1; }
echo "ok: each reads some plain words of a kubeconfig otherwise than client-go"
