// The same with a listener of its own, whose error is ignored.
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
	_ = http.Serve(l, mux)
}
