// Shutdown in a goroutine, while the function returns as soon as it begins: what it returns stays the same.
//
// run: stop -log
//
// before: client: EOF
// before: server: exit status 0
// before: log: http: Server closed
//
// after: client: 200 done
// after: server: exit status 0
// after: log: http: Server closed
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
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log.Print(run(ctx, &http.Server{Addr: os.Getenv("ADDR"), Handler: mux}))
}

func run(ctx context.Context, srv *http.Server) error {
	go func() {
		<-ctx.Done()
		srv.Shutdown(context.Background())
	}()
	return srv.ListenAndServe()
}
