// A request that takes longer than the server waits for it is cut.
//
// run: stop -log
// param: drain = "200ms"
//
// before: client: EOF
// before: server: signal: terminated
//
// after: client: EOF
// after: server: exit status 0
// after: log: http server shutdown: context deadline exceeded
package main

import (
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		w.Write([]byte("done"))
	})
	log.Fatal(http.ListenAndServe(os.Getenv("ADDR"), mux))
}
