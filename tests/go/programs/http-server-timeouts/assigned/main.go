// The same with a server that is filled in by assignments.
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
	var srv http.Server
	srv.Addr = os.Getenv("ADDR")
	log.Fatal(srv.ListenAndServe())
}
