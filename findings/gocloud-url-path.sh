#!/usr/bin/env bash
# Go CDK (gocloud.dev) drops the path of a bucket's URL: `s3://example/folder` writes to the root of the bucket.
#
# What:      `blob.OpenBucket` with `s3://example/folder` gives no error, and an object `a` is written to `example/a`. Only the
#            parameter `prefix=folder/` puts it below a folder.
# Surprise:  Most tools that take such URLs, such as `aws s3`, read the path as a folder. Unknown parameters are errors here,
#            but a path is not.
# Affected:  Programs whose bucket is configured by a URL. Two of them that share a bucket by folders mix their objects.
# Solution:  Refuse URLs with a path, or turn the path into `prefix=`, with a slash at its end.
# Versions:  gocloud.dev 0.47.0 (0.27.0 with other parameters behaves alike); Go 1.26
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/s3blob"
)

func main() {
	os.Setenv("AWS_ACCESS_KEY_ID", "example")
	os.Setenv("AWS_SECRET_ACCESS_KEY", "example")
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		fmt.Println(request.Method, request.URL.Path)
	}))
	query := "?region=us-east-1&use_path_style=true&endpoint=" + server.URL
	for _, url := range []string{"s3://example" + query, "s3://example/folder" + query, "s3://example" + query + "&prefix=folder/"} {
		bucket, err := blob.OpenBucket(context.Background(), url)
		if err == nil {
			err = bucket.WriteAll(context.Background(), "a", []byte("text"), nil)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
}
GO
go mod init example.test/finding 2>log
{ go get gocloud.dev@v0.47.0 && go mod tidy; } 2>>log || { cat log >&2; exit 1; }
CGO_ENABLED=0 go run . >seen

printf 'PUT /example/a\nPUT /example/a\nPUT /example/folder/a\n' >expected
diff expected seen || { echo "changed: see the difference above" >&2; exit 1; }
echo "ok: s3://example/folder writes to /example/a, and only prefix=folder/ to /example/folder/a"
