// Command stop starts a server, tells it to stop while it answers a request, and reports how both took it.
//
// The server finds its address in ADDR, and with -tls the files of its certificate in CERT and KEY. It is told to stop by
// SIGTERM, or with -stdin by the end of its standard input. With -taken its address is taken already, and with -slow the
// client sends its header a byte now and then: then nobody tells it to stop. What the server logs is told with -log.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

var (
	withTLS = flag.Bool("tls", false, "the server speaks TLS")
	byStdin = flag.Bool("stdin", false, "the end of its standard input tells the server to stop")
	taken   = flag.Bool("taken", false, "the server's address is taken")
	slow    = flag.Bool("slow", false, "the client sends its header slowly")
	withLog = flag.Bool("log", false, "tell what the server logs")
)

func main() {
	flag.Parse()
	if err := run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "stop:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer held.Close()
	addr := held.Addr().String()
	if !*taken {
		held.Close()
	}
	dir, err := os.MkdirTemp("", "stop")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	client, scheme := http.DefaultClient, "http"
	if *withTLS {
		pool, err := selfSigned(cert, key)
		if err != nil {
			return err
		}
		client, scheme = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}, "https"
	}

	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), "ADDR="+addr, "CERT="+cert, "KEY="+key)
	var logged bytes.Buffer
	cmd.Stderr = &logged
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	switch {
	case *taken:
		report(cmd, exited)
	case *slow:
		err = errors.Join(answers(addr, 10*time.Second), dribble(addr), cmd.Process.Kill())
		<-exited
	default:
		if err := answers(addr, 10*time.Second); err != nil {
			return errors.Join(err, cmd.Process.Kill())
		}
		answered := make(chan string, 1)
		go func() { answered <- get(client, scheme+"://"+addr+"/slow") }()
		time.Sleep(300 * time.Millisecond)
		if *byStdin {
			err = stdin.Close()
		} else {
			err = cmd.Process.Signal(syscall.SIGTERM)
		}
		fmt.Println("client:", <-answered)
		report(cmd, exited)
	}
	if *withLog {
		tell(logged.String(), addr)
	}
	return err
}

// report tells how the server ended, if it did.
func report(cmd *exec.Cmd, exited <-chan error) {
	select {
	case err := <-exited:
		if err == nil {
			fmt.Println("server: exit status 0")
		} else {
			fmt.Println("server:", err)
		}
	case <-time.After(2 * time.Second):
		fmt.Println("server: still running")
		cmd.Process.Kill()
		<-exited
	}
}

// tell writes what the server logged, without what differs from run to run.
func tell(logged, addr string) {
	stamp := regexp.MustCompile(`^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `)
	for line := range strings.Lines(strings.ReplaceAll(logged, addr, "ADDR")) {
		fmt.Println("log:", strings.TrimSpace(stamp.ReplaceAllString(line, "")))
	}
}

// dribble sends a request's header for two seconds and tells whether the server still listens to it.
func dribble(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, b := range []byte("GET /slow HTTP/1.1\r\n") {
		if _, err := conn.Write([]byte{b}); err != nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err := conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
		return err
	}
	_, err = conn.Read(make([]byte, 1))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		fmt.Println("client: still connected")
	} else {
		fmt.Println("client: cut off")
	}
	return nil
}

func get(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return "EOF"
	}
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d %s", resp.StatusCode, body)
}

func answers(addr string, within time.Duration) error {
	for deadline := time.Now().Add(within); ; {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			return conn.Close()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the server does not listen: %w", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func selfSigned(certFile, keyFile string) (*x509.CertPool, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(certFile, cert, 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600); err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(cert)
	return pool, nil
}
