// A server that does not come up is not waited for.
//
// run: stop -taken -log
//
// before: server: exit status 0
// before: log: listen tcp ADDR: bind: address already in use
//
// after: server: exit status 0
// after: log: listen tcp ADDR: bind: address already in use
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	srv := &http.Server{Addr: os.Getenv("ADDR")}
	go func() {
		sig := make(chan os.Signal, 1)
		signal.Notify(sig, syscall.SIGTERM)
		<-sig
		srv.Shutdown(context.Background())
	}()
	if err := srv.ListenAndServe(); err != nil {
		log.Print(err)
	}
}
