// Command blob-client opens an object store as Pachyderm 2.11 does and tries operations on it. It reads a Request from
// standard input and prints a Response. Credentials come from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/s3"
	"gocloud.dev/blob"
	"gocloud.dev/blob/s3blob"
	"gocloud.dev/gcerrors"
)

// Request says which bucket to open, how, and what to do in it.
type Request struct {
	URL string `json:"url"`
	// Opener is "url" for the storage library's own reading of the URL, and "pachd" for the way pachd opens buckets of S3.
	Opener string `json:"opener"`
	Steps  []Step `json:"steps"`
}

// Step is one operation: put, get, list, delete, attributes or set policy.
type Step struct {
	Op  string `json:"op"`
	Key string `json:"key"`
	// Text is the content of a put, or a policy. If that of a put is empty, the content is Size bytes.
	Text string `json:"text"`
	Size int    `json:"size"`
}

// Outcome of a step: its fields are empty where they do not apply.
type Outcome struct {
	Text   string   `json:"text,omitempty"`
	SHA256 string   `json:"sha256,omitempty"`
	ETag   string   `json:"etag,omitempty"`
	Keys   []string `json:"keys,omitzero"`
	// Code of S3 if the error has one, else of the storage library.
	Code  string `json:"code,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	var request Request
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		fail(err)
	}
	ctx := context.Background()
	bucket, err := open(ctx, request)
	if err != nil {
		fail(err)
	}
	defer bucket.Close()
	outcomes := []Outcome{}
	for _, step := range request.Steps {
		outcome, err := run(ctx, bucket, step)
		if err != nil {
			outcome = Outcome{Code: code(err), Error: err.Error()}
		}
		outcomes = append(outcomes, outcome)
	}
	if err := json.NewEncoder(os.Stdout).Encode(outcomes); err != nil {
		fail(err)
	}
}

func open(ctx context.Context, request Request) (*blob.Bucket, error) {
	switch request.Opener {
	case "url":
		return blob.OpenBucket(ctx, request.URL)
	case "pachd":
		return openAsPachd(ctx, request.URL)
	}
	return nil, fmt.Errorf("unknown opener %q", request.Opener)
}

// openAsPachd knows the three parameters that pachd 2.11 reads of an S3 URL. The library's own opener knows more.
func openAsPachd(ctx context.Context, text string) (*blob.Bucket, error) {
	address, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	query := address.Query()
	disableSSL, _ := strconv.ParseBool(query.Get("disableSSL"))
	config := &aws.Config{Region: aws.String(query.Get("region")), DisableSSL: aws.Bool(disableSSL)}
	if endpoint := query.Get("endpoint"); endpoint != "" {
		config.Endpoint = aws.String(endpoint)
		config.S3ForcePathStyle = aws.Bool(true)
	}
	connection, err := session.NewSession(config)
	if err != nil {
		return nil, err
	}
	return s3blob.OpenBucket(ctx, connection, address.Host, nil)
}

func run(ctx context.Context, bucket *blob.Bucket, step Step) (Outcome, error) {
	switch step.Op {
	case "put":
		return Outcome{}, put(ctx, bucket, step)
	case "get":
		content, err := bucket.ReadAll(ctx, step.Key)
		if err != nil {
			return Outcome{}, err
		}
		digest := sha256.Sum256(content)
		outcome := Outcome{SHA256: hex.EncodeToString(digest[:])}
		if len(content) < 1024 {
			outcome.Text = string(content)
		}
		return outcome, nil
	case "list":
		keys, err := list(ctx, bucket, step.Key)
		return Outcome{Keys: keys}, err
	case "delete":
		return Outcome{}, bucket.Delete(ctx, step.Key)
	case "attributes":
		attributes, err := bucket.Attributes(ctx, step.Key)
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{ETag: attributes.ETag}, nil
	case "set policy":
		return Outcome{}, setPolicy(ctx, bucket, step.Key, step.Text)
	}
	return Outcome{}, fmt.Errorf("unknown operation %q", step.Op)
}

// put sends content of more than one part (5 MiB, the least that S3 allows) as a multipart upload.
func put(ctx context.Context, bucket *blob.Bucket, step Step) error {
	content := []byte(step.Text)
	if step.Text == "" {
		content = bytes.Repeat([]byte{'x'}, step.Size)
	}
	return bucket.WriteAll(ctx, step.Key, content, &blob.WriterOptions{BufferSize: 5 << 20, MaxConcurrency: 1})
}

// list returns the keys that start with a prefix.
func list(ctx context.Context, bucket *blob.Bucket, prefix string) ([]string, error) {
	keys := []string{}
	for objects := bucket.List(&blob.ListOptions{Prefix: prefix}); ; {
		object, err := objects.Next(ctx)
		if errors.Is(err, io.EOF) {
			return keys, nil
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, object.Key)
	}
}

// setPolicy gives a bucket a policy of S3, which the storage library knows nothing about.
func setPolicy(ctx context.Context, bucket *blob.Bucket, name string, policy string) error {
	var client *s3.S3
	if !bucket.As(&client) {
		return errors.New("only buckets of S3 have policies")
	}
	_, err := client.PutBucketPolicyWithContext(ctx, &s3.PutBucketPolicyInput{
		Bucket: aws.String(name),
		Policy: aws.String(policy),
	})
	return err
}

func code(err error) string {
	var failure awserr.Error
	if errors.As(err, &failure) {
		return failure.Code()
	}
	return gcerrors.Code(err).String()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
