#!/usr/bin/env bash
# A process that is killed while it writes a blob to a folder can leave an intact blob that nobody can read.
#
# What:      gocloud.dev/blob/fileblob replaces `<key>` by a rename, so a reader sees the old or the new content. But first it empties
#            and rewrites `<key>.attrs` in place. After a kill in between, that file is empty: reading then fails with "EOF",
#            while the blob has all of its old content and is listed. If `<key>.attrs` is deleted, the blob is read as before.
# Surprise:  The blob itself is replaced atomically, so it looks safe to kill the writer at any time.
# Affected:  Everybody who keeps Pulumi states in a folder (file:// backends): after a kill of `pulumi up`, each command says
#            "failed to load checkpoint: EOF" or only "EOF". It looks as if the state was lost.
# Solution:  Delete the empty `.attrs` file. `mlplatform up` and `destroy` do that.
# Versions:  gocloud.dev v0.47.0, which the Pulumi CLI 3.246 uses. A kill at this moment was seen once in some hundred runs on a
#            busy machine; the script empties the file itself, because the moment is short.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir blobs
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob"
)

func main() {
	ctx := context.Background()
	bucket, err := blob.OpenBucket(ctx, "file://"+os.Args[1]+"?no_tmp_dir=true")
	if err != nil {
		panic(err)
	}
	show := func(when string) {
		content, err := bucket.ReadAll(ctx, "state.json")
		listed, _ := bucket.List(nil).Next(ctx)
		fmt.Printf("%s: content %q, error: %v, listed: %v\n", when, content, err, listed != nil)
	}
	if err := bucket.WriteAll(ctx, "state.json", []byte("{}"), nil); err != nil {
		panic(err)
	}
	show("written")
	if err := os.Truncate(os.Args[1]+"/state.json.attrs", 0); err != nil {
		panic(err)
	}
	show("attributes empty")
	file, _ := os.ReadFile(os.Args[1] + "/state.json")
	fmt.Printf("file: %q\n", file)
	if err := os.Remove(os.Args[1] + "/state.json.attrs"); err != nil {
		panic(err)
	}
	show("attributes deleted")
}
GO
go mod init example.test/fileblob >/dev/null 2>&1
go get gocloud.dev@v0.47.0 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
cat >expected <<'TEXT'
written: content "{}", error: <nil>, listed: true
attributes empty: content "", error: EOF, listed: true
file: "{}"
attributes deleted: content "{}", error: <nil>, listed: true
TEXT
go run . "$dir/blobs" >seen
diff expected seen || { echo "changed: see the difference above" >&2; exit 1; }
echo "ok: an empty state.json.attrs hides the intact state.json; without the file it is read"
