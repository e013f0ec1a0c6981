#!/usr/bin/env bash
# In a kubeconfig, a merged map behind a key changes the key: kubectl logs in with another token than YAML's rules say.
#
# What:      `{ token: own, <<: { token: merged } }` has the token `merged` for client-go, because Go's yaml.v2 takes what stands
#            last. The merge type of YAML 1.1 says that a key counts wherever it stands, and `yaml` and `js-yaml` do that.
# Surprise:  `<<` is known as "defaults for the keys that are not written", so its place looks free.
# Affected:  People who share fields of users by anchors, and tools that read kubeconfigs with another library than kubectl's:
#            they check or show one user, and kubectl is another.
# Solution:  Write `<<` first, where all agree; merge by place in a tool that must see what kubectl sees.
# Versions:  k8s.io/client-go 0.35.2 (Go 1.26), yaml 2.9.1, js-yaml 4.3.2 (Node 20.20)
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
first='{ <<: { token: merged }, token: own }'
last='{ token: own, <<: { token: merged } }'

cat >main.go <<'GO'
package main

import (
	"fmt"
	"log"
	"os"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	for _, user := range os.Args[1:] {
		config, err := clientcmd.Load([]byte("users:\n- name: dev\n  user: " + user + "\n"))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("client-go", config.AuthInfos["dev"].Token)
	}
}
GO
go mod init example.test/finding 2>log
{ go get k8s.io/client-go@v0.35.2 && go mod tidy; } 2>>log || { cat log >&2; exit 1; }
CGO_ENABLED=0 go run . "$first" "$last" >seen

echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@4.3.2
cat >check.js <<'JS'
const { parse } = require("yaml");
const { load } = require("js-yaml");

for (const [name, read] of [["yaml", (text) => parse(text, { merge: true })], ["js-yaml", load]])
  for (const user of process.argv.slice(2)) console.log(name, read(user).token);
JS
node check.js "$first" "$last" >>seen

printf '%s\n' 'client-go own' 'client-go merged' 'yaml own' 'yaml own' 'js-yaml own' 'js-yaml own' >expected
diff expected seen || { echo "changed: see the difference above" >&2; exit 1; }
echo "ok: a merge behind a key changes it for client-go only"
