// A function that serves until its context ends: before, it does not notice.
//
// run: stop -stdin
//
// before: client: 200 done
// before: server: still running
//
// after: client: 200 done
// after: server: exit status 0
package main

import (
	"context"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		w.Write([]byte("done"))
	})
	if err := run(ctx, mux); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, handler http.Handler) error {
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: handler, ReadHeaderTimeout: time.Second}
	return srv.ListenAndServe()
}
