// A server in a goroutine that is shut down: that is no error.
//
// run: stop -log
//
// before: client: 200 done
// before: server: exit status 0
//
// after: client: 200 done
// after: server: exit status 0
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		w.Write([]byte("done"))
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: mux}
	go func() { srv.ListenAndServe() }()
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, syscall.SIGTERM)
	<-sig
	if err := srv.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}
