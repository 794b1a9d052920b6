// The same with a server of its own, whose error is handled in an if.
//
// run: stop
//
// before: client: EOF
// before: server: signal: terminated
//
// after: client: 200 done
// after: server: exit status 0
package main

import (
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	http.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		w.Write([]byte("done"))
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), ReadHeaderTimeout: time.Second}
	if err := srv.ListenAndServe(); err != nil {
		log.Fatalf("serve: %v", err)
	}
}
