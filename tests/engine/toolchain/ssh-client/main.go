// Runs one command on a machine over SSH, or copies files to it, as github.com/pulumi/pulumi-command 1.2.1 does:
// provider/pkg/provider/remote, connection.go, commandOutputs.go and copyController.go, with the same libraries. What to do is read
// from standard input, because a command line can be seen by everybody. Each line of standard output is a JSON object: a line for the
// log, then the result.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// How to reach a machine, after the provider's defaults were filled in.
type endpoint struct {
	Host               string
	Port               float64
	User               string
	Password           *string
	PrivateKey         *string
	PrivateKeyPassword *string
	AgentSocketPath    *string
	DialErrorLimit     int
	PerDialTimeout     int
	HostKey            *string
}

type request struct {
	Connection struct {
		endpoint
		Proxy *endpoint
	}
	// What to copy, instead of running a command.
	Copy        *copying
	Command     string
	Environment map[string]string
	// Variables that a server may refuse without an error.
	Optional map[string]string
	Stdin    string
	// Which streams are logged.
	Logged []string
}

type line struct {
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Passing  bool   `json:"passing"`
}

type result struct {
	Log    *line   `json:"log,omitempty"`
	Stdout *string `json:"stdout,omitempty"`
	Stderr *string `json:"stderr,omitempty"`
	Copied bool    `json:"copied,omitempty"`
	Error  string  `json:"error,omitempty"`
}

var (
	output     = json.NewEncoder(os.Stdout)
	outputLock sync.Mutex
)

func tell(what result) {
	outputLock.Lock()
	defer outputLock.Unlock()
	if err := output.Encode(what); err != nil {
		os.Exit(1) // nobody listens any more
	}
}

func log(severity, message string, passing bool) {
	tell(result{Log: &line{severity, message, passing}})
}

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		tell(result{Error: err.Error()})
		return
	}
	if asked.Copy != nil {
		if err := asked.Copy.run(asked); err != nil {
			tell(result{Error: err.Error()})
			return
		}
		tell(result{Copied: true})
		return
	}
	stdout, stderr, err := run(asked)
	if err != nil {
		tell(result{Error: err.Error()})
		return
	}
	tell(result{Stdout: &stdout, Stderr: &stderr})
}

func run(asked request) (string, string, error) {
	client, err := dial(asked)
	if err != nil {
		return "", "", err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return "", "", err
	}
	defer session.Close()
	for key, value := range asked.Environment {
		if err := session.Setenv(key, value); err != nil {
			log("error", refusedVariable(key), false)
			return "", "", fmt.Errorf("could not set environment variable %q: %w", key, err)
		}
	}
	for key, value := range asked.Optional {
		if err := session.Setenv(key, value); err != nil {
			log("warning", refusedVariable(key), false)
		}
	}
	if asked.Stdin != "" {
		session.Stdin = strings.NewReader(asked.Stdin)
	}

	var stdout, stderr, both bytes.Buffer
	var lock sync.Mutex // the library writes both streams at once
	reader, writer := io.Pipe()
	streams := func(name string, own *bytes.Buffer) io.Writer {
		writers := []io.Writer{own, &both}
		for _, logged := range asked.Logged {
			if logged == name {
				writers = append(writers, writer)
			}
		}
		return locked{&lock, io.MultiWriter(writers...)}
	}
	session.Stdout, session.Stderr = streams("stdout", &stdout), streams("stderr", &stderr)
	logged := make(chan struct{})
	go func() {
		defer close(logged)
		for scanner := bufio.NewScanner(reader); scanner.Scan(); {
			log("info", scanner.Text(), true)
		}
		_, _ = io.Copy(io.Discard, reader)
	}()
	err = session.Run(asked.Command)
	writer.Close()
	<-logged
	if err != nil {
		return "", "", fmt.Errorf("%w: running %q:\n%s", err, asked.Command, both.String())
	}
	return strings.TrimSuffix(stdout.String(), "\n"), strings.TrimSuffix(stderr.String(), "\n"), nil
}

type locked struct {
	lock   *sync.Mutex
	writer io.Writer
}

func (w locked) Write(data []byte) (int, error) {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.writer.Write(data)
}

func refusedVariable(key string) string {
	return fmt.Sprintf("Unable to set '%s'. This only works if your SSH server is configured to accept these variables via AcceptEnv.", key)
}

func (e endpoint) address() string {
	return net.JoinHostPort(e.Host, strconv.Itoa(int(e.Port)))
}

// A fixed host key decides the algorithm that is asked for: for an RSA key that is ssh-rsa with SHA-1, which servers refuse.
func (e endpoint) config() (*ssh.ClientConfig, error) {
	config := &ssh.ClientConfig{
		User:            e.User,
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Timeout:         time.Second * time.Duration(e.PerDialTimeout),
	}
	if e.HostKey != nil {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*e.HostKey))
		if err != nil {
			return nil, fmt.Errorf("failed to parse host key: %w", err)
		}
		config.HostKeyCallback = ssh.FixedHostKey(key)
		config.HostKeyAlgorithms = []string{key.Type()}
	}
	if e.PrivateKey != nil {
		signer, err := e.signer()
		if err != nil {
			return nil, err
		}
		config.Auth = append(config.Auth, ssh.PublicKeys(signer))
	}
	if e.Password != nil {
		answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for i := range answers {
				answers[i] = *e.Password
			}
			return answers, nil
		}
		config.Auth = append(config.Auth, ssh.Password(*e.Password), ssh.KeyboardInteractive(answer))
	}
	socket := e.AgentSocketPath
	if chosen := os.Getenv("SSH_AUTH_SOCK"); socket == nil && chosen != "" {
		socket = &chosen
	}
	if socket != nil {
		conn, err := net.Dial("unix", *socket)
		if err != nil {
			return nil, err
		}
		config.Auth = append(config.Auth, ssh.PublicKeysCallback(agent.NewClient(conn).Signers))
	}
	return config, nil
}

func (e endpoint) signer() (ssh.Signer, error) {
	if e.PrivateKeyPassword != nil {
		return ssh.ParsePrivateKeyWithPassphrase([]byte(*e.PrivateKey), []byte(*e.PrivateKeyPassword))
	}
	return ssh.ParsePrivateKey([]byte(*e.PrivateKey))
}

// Every error is tried again, also a refused key and another host key.
func retried[T any](what string, limit int, try func() (T, error)) (T, error) {
	delay := 100 * time.Millisecond // pulumi/sdk 3.224, go/common/util/retry/until.go
	for failed := 1; ; failed++ {
		made, err := try()
		if err == nil {
			return made, nil
		}
		if limit > -1 && failed > limit {
			return made, fmt.Errorf("after %d failed attempts: %w", failed-1, err)
		}
		shown := "inf"
		if limit != -1 {
			shown = strconv.Itoa(limit)
		}
		log("info", fmt.Sprintf("%s %d/%s failed: retrying", what, failed, shown), true)
		time.Sleep(delay)
		delay = time.Duration(math.Min(float64(delay)*1.5, float64(5*time.Second)))
	}
}

func dial(asked request) (*ssh.Client, error) {
	target := asked.Connection.endpoint
	config, err := target.config()
	if err != nil {
		return nil, err
	}
	proxy := asked.Connection.Proxy
	if proxy == nil {
		return retried("Dial", target.DialErrorLimit, func() (*ssh.Client, error) {
			return ssh.Dial("tcp", target.address(), config)
		})
	}
	client, err := dialThrough(*proxy, target, config)
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	return client, nil
}

func dialThrough(proxy, target endpoint, config *ssh.ClientConfig) (*ssh.Client, error) {
	proxyConfig, err := proxy.config()
	if err != nil {
		return nil, err
	}
	bastion, err := retried("Dial proxy", proxy.DialErrorLimit, func() (*ssh.Client, error) {
		return ssh.Dial("tcp", proxy.address(), proxyConfig)
	})
	if err != nil {
		return nil, err
	}
	conn, err := retried("Dial from proxy", target.DialErrorLimit, func() (net.Conn, error) {
		return bastion.Dial("tcp", target.address())
	})
	if err != nil {
		return nil, err
	}
	if conn == nil {
		return nil, errors.New("no connection")
	}
	// The same connection is used for every try, so a refusal is followed by errors of a closed connection.
	return retried("Dial", target.DialErrorLimit, func() (*ssh.Client, error) {
		made, channels, requests, err := ssh.NewClientConn(conn, target.address(), config)
		if err != nil {
			return nil, err
		}
		return ssh.NewClient(made, channels, requests), nil
	})
}
