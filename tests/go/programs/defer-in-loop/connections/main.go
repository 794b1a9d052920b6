// Responses that are drained and closed: a connection serves the next request once its response is done with.
//
// before: 40 answers over 40 connections
//
// after: 40 answers over 1 connections
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
)

func main() {
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, strings.Repeat("x", 64<<10))
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()

	answers, err := heads(server.URL, 40)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d answers over %d connections\n", answers, connections.Load())
}

func heads(url string, n int) (answers int, err error) {
	for range n {
		resp, err := http.Get(url)
		if err != nil {
			return answers, err
		}
		defer func() {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}()
		head := make([]byte, 16)
		if _, err := io.ReadFull(resp.Body, head); err != nil {
			return answers, err
		}
		answers++
	}
	return answers, nil
}
