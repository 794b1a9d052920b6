// The same over TLS with a listener of its own, whose error a variable holds.
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
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	l, err := net.Listen("tcp", os.Getenv("ADDR"))
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		w.Write([]byte("done"))
	})
	err = http.ServeTLS(l, mux, os.Getenv("CERT"), os.Getenv("KEY"))
	if err != nil {
		log.Fatal(err)
	}
}
