// The same over TLS, without a server of its own.
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
	log.Fatal(http.ListenAndServeTLS(os.Getenv("ADDR"), os.Getenv("CERT"), os.Getenv("KEY"), mux))
}
