// An error of the server itself is treated as before.
//
// run: stop -taken -log
//
// before: server: exit status 1
// before: log: listen tcp ADDR: bind: address already in use
//
// after: server: exit status 1
// after: log: listen tcp ADDR: bind: address already in use
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServe(os.Getenv("ADDR"), nil))
}
