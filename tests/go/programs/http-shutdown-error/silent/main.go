// A server in a goroutine does not come up: before, the process waits for nothing, and nothing says so.
//
// run: stop -taken -log
//
// before: server: still running
//
// after: server: still running
// after: log: http server: listen tcp ADDR: bind: address already in use
package main

import (
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	srv := &http.Server{Addr: os.Getenv("ADDR")}
	go srv.ListenAndServe()
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, syscall.SIGTERM)
	<-sig
}
