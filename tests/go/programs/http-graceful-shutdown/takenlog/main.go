// An error of the server itself is treated as before: main goes on and ends, deferred calls run.
//
// run: stop -taken -log
//
// before: server: exit status 0
// before: log: stopped: listen tcp ADDR: bind: address already in use
// before: log: bye
//
// after: server: exit status 0
// after: log: stopped: listen tcp ADDR: bind: address already in use
// after: log: bye
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	defer log.Print("bye")
	log.Println("stopped:", http.ListenAndServe(os.Getenv("ADDR"), nil))
}
