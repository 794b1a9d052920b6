// The same over TLS.
//
// run: stop -tls
//
// before: client: EOF
// before: server: signal: terminated
//
// after: client: 200 done
// after: server: exit status 0
package main

import (
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
	srv := &http.Server{
		Addr:        os.Getenv("ADDR"),
		Handler:     mux,
		ReadTimeout: 10 * time.Second,
	}
	srv.ListenAndServeTLS(os.Getenv("CERT"), os.Getenv("KEY"))
}
