// A client that sends its header a byte now and then.
//
// run: stop -slow
// param: read_header_timeout = "500ms"
//
// before: client: still connected
//
// after: client: cut off
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	srv := &http.Server{Addr: os.Getenv("ADDR")}
	log.Fatal(srv.ListenAndServe())
}
